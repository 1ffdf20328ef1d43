/** A demonstration with mistakes planted in it, one an account: the check that is meant for each speaks there, and no other. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { faultOf } from '../apps/server/src/demo/faults'
import { writeDemo } from '../apps/server/src/demo/write-demo'
import { importPaths } from '../apps/server/src/features/imports/import-paths'
import { forEachEngine, onSqlite, type TestDeps } from '../apps/server/src/testing/engines'

const { isTradingDay } = tradingCalendar([])
const LAST = '2026-09-23'
/** Twelve trading days: on the last one every account that is as old has fund orders confirmed. */
const YEARS = 15 / 365

/** Mistake and account, and what it is found as. SA5006 keeps only money funds; sheets stop at SA5008. */
const EXPECTED: readonly (readonly [planted: string, found: string])[] = [
  ['total-assets:SA5001', 'R-CHK-1 SA5001 2026-09-23'],
  ['old-price:SA5002', 'R-CHK-9 SA5002 2026-09-23'],
  ['unit-nav:SA5003', 'R-CHK-2 SA5003 2026-09-23'],
  ['wrong-date:SA5004', 'date-conflict SA5004 2026-09-23'],
  ['fund-rows:SA5005', 'R-CHK-3 SA5005 2026-09-23'],
  ['future-day:SA5007', 'R-CHK-12 SA5007 2027-10-31'],
  ['o32-shares:SA5008', 'R-CHK-4 SA5008 2026-09-23'],
  ['roll-forward:SA5009', 'R-CHK-5 SA5009 2026-09-23'],
  ['nav-move:SA5010', 'R-CHK-6 SA5010 2026-09-23'],
  ['nav-jump:SA5011', 'R-CHK-6 SA5011 2026-09-23'],
  ['account-shares:SA5012', 'R-CHK-10 SA5012 2026-09-23'],
  ['accumulated-nav:SA5014', 'R-CHK-11 SA5014 2026-09-23'],
  ['account-balance:SA5015', 'R-CHK-13 SA5015 2026-09-23'],
  ['unmapped-account:SA5016', 'R-CHK-14 SA5016 2026-09-23'],
  ['fund-gain:SA5017', 'R-CHK-16 SA5017 2026-09-23'],
  ['growth:SA5018', 'R-CHK-17 SA5018 2026-09-23'],
  ['cash-balance:SA5019', 'R-CHK-27 SA5019 2026-09-23'],
  ['no-nav:SA5023', 'R-CHK-18 SA5023 2026-09-23'],
  ['previous-nav:SA5021', 'R-CHK-19 SA5021 2026-09-23'],
  ['confirmation:SA5020', 'R-CHK-21 SA5020 2026-09-23'],
  ['benchmark:SA5022', 'R-CHK-22 SA5022 2026-09-23'],
  ['below-unit-nav:SA5024', 'R-CHK-23 SA5024 2026-09-23'],
  ['overdrawn-bank:SA5025', 'R-CHK-24 SA5025 2026-09-23'],
  ['clearing:SA5026', 'R-CHK-25 SA5026 2026-09-23'],
  ['accrual:SA5027', 'R-CHK-26 SA5027 2026-09-23'],
]

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sma-faults-'))
  const write = async (name: string, portfolios: number, planted: string[]) => {
    const faults = planted.map(faultOf).filter((fault) => fault !== null)
    expect(faults).toHaveLength(planted.length)
    await writeDemo({ out: join(folder, name), portfolios, years: YEARS, until: LAST, seed: 5, isTradingDay, faults })
  }
  await write('each', 27, [...EXPECTED.map(([planted]) => planted), 'missing-day:SA5013'])
  await write('classes', 1, ['fund-class'])
  await write('navs', 2, ['public-nav'])
}, 120_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

async function importOf(open: () => Promise<TestDeps>, name: string) {
  const deps = await open()
  deps.clock.set('2026-09-24T01:00:00.000Z')
  const options = { publish: true, by: 'test', reason: null, language: 'zh-CN' } as const
  const { files } = await importPaths(deps, [join(folder, name)], options)
  const problems = files.flatMap((file) => file.problems)
  return {
    deps,
    found: [...new Set(problems.map((item) => [item.code, item.portfolio, item.date].join(' ')))].sort(),
  }
}

onSqlite('planted mistakes', (open) => {
  it('are found, each by its own check, and nothing else is said', async () => {
    const { deps, found } = await importOf(open, 'each')
    expect(found).toEqual(EXPECTED.map(([, text]) => text).sort())
    const rows = await deps.db
      .selectFrom('finding')
      .select(['date', 'state'])
      .where('check_id', '=', 'R-CHK-7')
      .execute()
    expect(rows).toEqual([{ date: '2026-09-21', state: 'open' }])
  }, 120_000)
})

forEachEngine('a planted mistake', (open) => {
  it('of funds without a class holds the days that know them (R-CHK-8)', async () => {
    const { found } = await importOf(open, 'classes')
    expect(found.length).toBeGreaterThan(0)
    expect([...new Set(found.map((finding) => finding.split(' ')[0]))]).toEqual(['R-CHK-8'])
  })

  it('in the price of a fund is found against what the fund publishes (R-CHK-20)', async () => {
    const { found } = await importOf(open, 'navs')
    expect(found).toEqual(['R-CHK-20 SA5001 2026-09-23'])
  })
})
