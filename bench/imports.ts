/** Import: a 50,000-row journal and 500 valuation sheets, from bytes to published, beside the same bytes merely read as tables. */
import { build } from 'esbuild'
import iconv from 'iconv-lite'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { runDay } from '../apps/server/src/demo/account'
import { openDesk } from '../apps/server/src/demo/desk'
import { sheetFile } from '../apps/server/src/demo/fa-sheet'
import { exported } from '../apps/server/src/demo/spoilt-day'
import { drawMarket } from '../apps/server/src/demo/market'
import { fundsCsv, portfoliosCsv } from '../apps/server/src/demo/neutral'
import { planAccounts } from '../apps/server/src/demo/plan'
import { runToEnd } from './process'
import { SERVER } from './served-book'
import { printTable } from './table'

const READ = 'apps/server/dist/bench-read.js'
const JOURNAL_ROWS = 50_000
const SHEETS = 500

interface Case {
  name: string
  /** Files that must be known before. */
  before: string[]
  files: string[]
}

export async function benchImports(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'sma-bench-'))
  try {
    await build({
      entryPoints: ['bench/read-child.ts'],
      outfile: READ,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
    })
    const rows: string[][] = []
    for (const one of [journalCase(dir), sheetsCase(dir)]) rows.push(...(await measure(dir, one)))
    printTable('Import', ['what', 'step', 'seconds', 'files/s', 'rows/s', 'peak memory', '× tables'], rows)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

async function measure(dir: string, { name, before, files }: Case): Promise<string[][]> {
  const tables = await child('tables', files)
  const records = await child('records', files)
  const env = { SMA_DATA_DIR: mkdtempSync(join(dir, 'data-')), SMA_LOG_LEVEL: 'silent' }
  await runToEnd([SERVER, 'import', ...before, '--publish'], env)
  const imported = await runToEnd([SERVER, 'import', ...files, '--publish'], env)
  if (imported.status === 2 || imported.stdout.includes(': 0 applied'))
    throw new Error(`${name}: nothing was applied: ${imported.stdout.slice(0, 300)}`)
  const line = (step: string, seconds: number, peakMiB: number) => [
    name,
    step,
    seconds.toFixed(2),
    (files.length / seconds).toFixed(1),
    (tables.rows / seconds).toFixed(0),
    `${peakMiB.toFixed(0)} MiB`,
    (seconds / tables.seconds).toFixed(1),
  ]
  return [
    line('decode and cut into tables', tables.seconds, tables.peakMiB),
    line('read into records', records.seconds, records.peakMiB),
    line('import, check and publish (whole command, SQLite)', imported.seconds, imported.peakMiB),
  ]
}

async function child(mode: string, files: string[]): Promise<{ rows: number; seconds: number; peakMiB: number }> {
  const run = await runToEnd([READ, mode, ...files])
  return { ...(JSON.parse(run.stdout) as { rows: number; seconds: number }), peakMiB: run.peakMiB }
}

/** A GBK HTML journal of one account, as O3.2 exports it. */
function journalCase(dir: string): Case {
  const head =
    '序号,发生日期,基金编号,证券代码,证券名称,发生业务,委托价格,委托数量,发生数量,发生金额,发生后余额,科目名称,科目发生额,佣金,经手费,其他费用'
  const cell = (text: string) => `<td>${text}</td>`
  const rows = Array.from({ length: JOURNAL_ROWS }, (_, i) => {
    const date = new Date(Date.UTC(2020, 0, 2) + (i % 1500) * 86_400_000).toISOString().slice(0, 10)
    const values = [
      String(i + 1),
      date,
      '9001',
      `9000${String(10 + (i % 40))}`,
      '基准测试混合A',
      '开放式基金申购成交确认',
      '1.2345',
      '81,004.46',
      '81,004.46',
      '0.00',
      '1,000,000.00',
      '基金投资',
      '-100,000.00',
      '&nbsp;',
      '&nbsp;',
      '0.00',
    ]
    return `<tr>${values.map(cell).join('')}</tr>`
  })
  const html = `<html><head><meta charset="gb2312"></head><body><table border="1"><tr>${head
    .split(',')
    .map((label) => `<th>${label}</th>`)
    .join('')}</tr>\n${rows.join('\n')}</table></body></html>`
  const journal = join(dir, '综合信息查询_资金流水.xls')
  writeFileSync(journal, iconv.encode(html, 'gbk'))
  const portfolios = join(dir, 'journal-portfolios.csv')
  writeFileSync(
    portfolios,
    'portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,o32_fund_no\nBE9001,基准测试,balanced,2020-01-02,10000000,10000000,9001\n',
  )
  return {
    name: `journal, ${JOURNAL_ROWS} rows, ${(statSync(journal).size / 1e6).toFixed(1)} MB`,
    before: [portfolios],
    files: [journal],
  }
}

/** Sheets of 25 demonstration accounts over their last twenty valuation days, as custodians send them. */
function sheetsCase(dir: string): Case {
  const { isTradingDay } = tradingCalendar([])
  const [from, until, seed] = ['2025-10-09', '2026-09-30', 1]
  const market = drawMarket({ from, until, seed, isTradingDay })
  const specs = planAccounts({ portfolios: 25, from, until, seed, isTradingDay })
  const desks = specs.map((spec) => openDesk(spec, market, seed))
  const days = market.days.length
  const files = market.days.flatMap((day, at) =>
    desks
      .filter((desk) => day.date >= desk.spec.launchDate)
      .flatMap((desk) => {
        const book = runDay(desk, day)
        return at < days - SHEETS / specs.length ? [] : [saved(dir, sheetFile(exported(desk.spec, book)))]
      }),
  )
  const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0)
  const portfolios = saved(dir, {
    name: 'portfolios.csv',
    bytes: portfoliosCsv(specs).bytes(),
  })
  const funds = saved(dir, { name: 'funds.csv', bytes: fundsCsv().bytes() })
  return {
    name: `${files.length} valuation sheets, ${(bytes / 1e6).toFixed(1)} MB`,
    before: [portfolios, funds],
    files,
  }
}

function saved(dir: string, { name, bytes }: { name: string; bytes: Uint8Array }): string {
  const path = join(dir, name)
  writeFileSync(path, bytes)
  return path
}
