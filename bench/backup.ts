/** Backup and restore of the large book: how fast, and how much memory. */
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BookSize } from './book'
import type { Engine } from './day'
import { runToEnd, type Finished } from './process'
import { fillBook, SERVER } from './served-book'
import { printTable } from './table'

/** Speed is told in rows, which are the same whatever the engine. */
export async function benchBackup(size: BookSize, engines: readonly Engine[]): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'sma-bench-'))
  const rows: string[][] = []
  try {
    for (const from of engines) await from.with((url) => measure(dir, size, { from: from.name, url, engines, rows }))
    const about = `${size.accounts} accounts, ${size.years} years`
    printTable(`Backup: ${about}`, ['what', 'seconds', 'rows/s', 'file', 'CPU seconds', 'peak memory'], rows)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

interface Case {
  from: string
  url: string | null
  engines: readonly Engine[]
  rows: string[][]
}

const envOf = (dataDir: string, url: string | null): Record<string, string> => ({
  SMA_DATA_DIR: dataDir,
  DATABASE_URL: url ?? '',
  PORT: '0',
  NODE_ENV: 'test',
  SMA_LOG_LEVEL: 'silent',
})

async function measure(dir: string, size: BookSize, { from, url, engines, rows }: Case): Promise<void> {
  const dataDir = mkdtempSync(join(dir, 'data-'))
  const env = envOf(dataDir, url)
  await fillBook(dir, env, size)
  const file = join(dir, `${from}.smabackup`)
  const backup = await runToEnd([SERVER, 'backup', file], env)
  const count = Number(/: (\d+) rows/.exec(backup.stdout)?.[1])
  const bytes = statSync(file).size
  const add = (what: string, run: Finished) => {
    if (run.status !== 0) throw new Error(`${what} ended with ${run.status}: ${run.stdout}`)
    const { seconds, cpuSeconds, peakMiB } = run
    rows.push([
      what,
      seconds.toFixed(1),
      Math.round(count / seconds).toLocaleString('en'),
      `${(bytes / 1e6).toFixed(1)} MB`,
      cpuSeconds.toFixed(1),
      `${peakMiB.toFixed(0)} MiB`,
    ])
  }
  add(`backup of ${from}`, backup)
  add('restore --check', await runToEnd([SERVER, 'restore', '--check', file], env))
  for (const to of engines)
    await to.with(async (target) => {
      const empty = mkdtempSync(join(dir, 'data-'))
      cpSync(join(dataDir, 'keys'), join(empty, 'keys'), { recursive: true })
      add(`restore into ${to.name}`, await runToEnd([SERVER, 'restore', file], envOf(empty, target)))
      rmSync(empty, { recursive: true, force: true })
    })
  rmSync(file)
}
