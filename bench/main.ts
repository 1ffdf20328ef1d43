/**
 * npm run bench: what is fast and what it costs, as Markdown tables.
 * --only imports|reads, --engine sqlite|mysql, --accounts N (default 200): a smaller run for a quick look.
 */
import { createConnection } from 'mysql2/promise'
import { parseArgs } from 'node:util'
import { ensureBuilt } from '../scripts/lib/build.mjs'
import { FULL_SIZE } from './book'
import { benchImports } from './imports'
import { benchReads } from './reads'

const { values } = parseArgs({
  options: { only: { type: 'string' }, engine: { type: 'string' }, accounts: { type: 'string' } },
})

async function withMysql(work: (url: string) => Promise<void>): Promise<void> {
  const server = process.env.SMA_TEST_MYSQL_URL || 'mysql://root@127.0.0.1:3306'
  const connection = await createConnection({ uri: server, connectTimeout: 2000 }).catch(() => null)
  if (!connection) return console.log('\nMySQL: skipped, no server at SMA_TEST_MYSQL_URL')
  const name = `sma_bench_${process.pid}`
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

await ensureBuilt(['server'])
const size = { ...FULL_SIZE, accounts: Number(values.accounts ?? FULL_SIZE.accounts) }
if (values.only !== 'reads') await benchImports()
if (values.only !== 'imports') {
  if (values.engine !== 'mysql') await benchReads(size, null)
  if (values.engine !== 'sqlite') await withMysql((url) => benchReads(size, url))
}
