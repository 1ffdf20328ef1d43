/** Databases for tests. Migrating one takes longer than most tests: it is done once per file and engine, and what is made is used again. */
import { sql } from 'kysely'
import { createConnection, type Connection } from 'mysql2/promise'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ulid } from 'ulid'
import { openMysql, openSqlite, type Database } from '../db/dialect'
import { migrate } from '../db/migrate'

const MYSQL_URL = process.env.SMA_TEST_MYSQL_URL || 'mysql://root@127.0.0.1:3306'

export interface TestDatabase {
  database: Database
  release(): Promise<void>
}

let migratedFile: Buffer | null = null

/** A migrated SQLite database in `dir`. */
export async function openTestSqlite(dir: string): Promise<TestDatabase> {
  const file = join(dir, 'sma.db')
  migratedFile ??= await migrateFile(file)
  await writeFile(file, migratedFile)
  const database = await used(openSqlite(file))
  return { database, release: () => database.close() }
}

/** Kysely opens at the first statement, and what was never opened cannot be closed: a test may close it. */
async function used(database: Database): Promise<Database> {
  await sql`select 1`.execute(database.db)
  return database
}

async function migrateFile(file: string): Promise<Buffer> {
  const database = openSqlite(file)
  await migrate(database)
  await sql`pragma wal_checkpoint(truncate)`.execute(database.db)
  await database.close()
  return readFile(file)
}

/** Why no MySQL can be used, null where one answers. With CI set it must. */
export async function missingMysql(): Promise<string | null> {
  try {
    await (await createConnection({ uri: MYSQL_URL, connectTimeout: 2000 })).end()
    return null
  } catch (error) {
    if (process.env.CI) throw new Error('with CI set, MySQL must be reachable for the tests', { cause: error })
    return 'no MySQL reachable at SMA_TEST_MYSQL_URL'
  }
}

interface MysqlServer {
  connection: Connection
  /** Databases that are as if just migrated. */
  free: string[]
  made: string[]
  /** Brings a database back to that, in one request. */
  emptied: string | null
}

let server: MysqlServer | null = null

/** A migrated MySQL database, made or used again. */
export async function openTestMysql(): Promise<TestDatabase> {
  const connection = server?.connection ?? (await createConnection({ uri: MYSQL_URL, multipleStatements: true }))
  server ??= { connection, free: [], made: [], emptied: null }
  const { free } = server
  const name = free.pop() ?? (await makeMysql(server))
  const url = new URL(MYSQL_URL)
  url.pathname = `/${name}`
  const database = await used(openMysql(url.href))
  return {
    database,
    async release() {
      await database.close()
      // A test may have dropped a table: such a database is used no more.
      const emptied = connection.query(`use ${name}; ${server?.emptied}`)
      await emptied.then(
        () => free.push(name),
        () => connection.query('rollback'),
      )
    },
  }
}

async function makeMysql(at: MysqlServer): Promise<string> {
  const name = `sma_test_${ulid().toLowerCase()}`
  await at.connection.query(`create database ${name} character set utf8mb4 collate utf8mb4_bin`)
  at.made.push(name)
  const url = new URL(MYSQL_URL)
  url.pathname = `/${name}`
  const database = openMysql(url.href)
  await migrate(database)
  await database.close()
  at.emptied ??= await emptying(at.connection, name)
  return name
}

/** Deletes every row but those of the migrations: what they wrote is written again. */
async function emptying(connection: Connection, name: string): Promise<string> {
  await connection.query(`use ${name}`)
  const [tables] = await connection.query({ sql: 'show tables', rowsAsArray: true })
  const statements = ['set foreign_key_checks = 0', 'begin']
  for (const table of (tables as string[][]).flat().filter((each) => !each.startsWith('kysely_'))) {
    statements.push(`delete from \`${table}\``)
    const [rows] = await connection.query(`select * from \`${table}\``)
    for (const row of rows as object[]) statements.push(connection.format('insert into ?? set ?', [table, row]))
  }
  return [...statements, 'commit', 'set foreign_key_checks = 1'].join('; ')
}

/** Drops what a test file made. */
export async function dropTestDatabases(): Promise<void> {
  if (!server) return
  for (const name of server.made) await server.connection.query(`drop database if exists ${name}`)
  await server.connection.end()
  server = null
}
