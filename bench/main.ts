/**
 * npm run bench: what is fast and what it costs, as Markdown tables.
 *   --only start,pages,imports,day,backup,sign-in,staff-lists,sqlite,mysql   some of the parts
 *   --portfolios 50,500   houses whose day is imported; --engines sqlite,mysql   on which of them;
 *   --houses DIR   where their files are kept for the next run
 *   --accounts N (200), --seconds N (1.5, each measurement)   a smaller run for a quick look
 */
import { createConnection } from 'mysql2/promise'
import { parseArgs } from 'node:util'
import { ensureBuilt } from '../scripts/lib/build.mjs'
import { benchBackup } from './backup'
import { FULL_SIZE } from './book'
import { benchDay, type Engine } from './day'
import { benchImports } from './imports'
import { benchPages } from './pages'
import { benchReads } from './reads'
import { benchSignIn } from './sign-in'
import { benchStaffLists } from './staff-lists'
import { benchStart } from './start'

const PARTS = ['start', 'pages', 'imports', 'day', 'backup', 'sign-in', 'staff-lists', 'sqlite', 'mysql'] as const
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: PARTS.join() },
    accounts: { type: 'string', default: String(FULL_SIZE.accounts) },
    seconds: { type: 'string', default: '1.5' },
    portfolios: { type: 'string', default: '50,500' },
    houses: { type: 'string' },
    engines: { type: 'string', default: 'sqlite,mysql' },
  },
})
const isAsked = (part: (typeof PARTS)[number]) => values.only.split(',').includes(part)

let databases = 0

async function withMysql(work: (url: string) => Promise<void>): Promise<void> {
  const server = process.env.SMA_TEST_MYSQL_URL || 'mysql://root@127.0.0.1:3306'
  const connection = await createConnection({ uri: server, connectTimeout: 2000 }).catch(() => null)
  if (!connection) return console.log('\nMySQL: skipped, no server at SMA_TEST_MYSQL_URL')
  const name = `sma_bench_${process.pid}_${++databases}`
  await connection.query(`create database ${name} character set utf8mb4 collate utf8mb4_bin`)
  try {
    const url = new URL(server)
    url.pathname = `/${name}`
    await work(url.href)
  } finally {
    await connection.query(`drop database ${name}`)
    await connection.end()
  }
}

const ENGINES: Record<string, Engine> = {
  sqlite: { name: 'SQLite', with: (work) => work(null) },
  mysql: { name: 'MySQL', with: withMysql },
}
const engines = values.engines.split(',').flatMap((name) => ENGINES[name] ?? [])

await ensureBuilt(['server', 'portal'])
const reads = { size: { ...FULL_SIZE, accounts: Number(values.accounts) }, seconds: Number(values.seconds) }
if (isAsked('start')) await benchStart()
if (isAsked('pages')) await benchPages()
if (isAsked('imports')) await benchImports()
if (isAsked('day')) await benchDay(engines, values.portfolios.split(',').map(Number), values.houses)
if (isAsked('backup')) await benchBackup(reads.size, engines)
if (isAsked('sign-in')) for (const engine of engines) await engine.with((url) => benchSignIn(reads.seconds, url))
if (isAsked('staff-lists')) await benchStaffLists(engines)
if (isAsked('sqlite')) await benchReads(reads, null)
if (isAsked('mysql')) await withMysql((url) => benchReads(reads, url))
