/** What each engine says of itself. */
import { sql } from 'kysely'
import type { Database } from './dialect'

const SQLITE_SAYS_WELL = 'ok'
/** Of a damaged database SQLite names a hundred places. */
const NAMED = 5

export interface DatabaseHealth {
  version: string
  /** What is wrong with its pages or references; empty where nothing is. */
  faults: string[]
  /** Its own clock; null where it has none. */
  now: Date | null
}

/** Looks over the whole database: every page and reference of the embedded one, every table of MySQL. */
export const databaseHealth = (database: Database): Promise<DatabaseHealth> =>
  database.engine === 'mysql' ? mysqlHealth(database) : sqliteHealth(database)

async function sqliteHealth({ db }: Database): Promise<DatabaseHealth> {
  const version = await sql<{ version: string }>`select sqlite_version() as version`.execute(db)
  const pages = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db)
  const references = await sql<{ table: string; parent: string }>`pragma foreign_key_check`.execute(db)
  const faults = [
    ...pages.rows.map((row) => row.integrity_check).filter((said) => said !== SQLITE_SAYS_WELL),
    ...references.rows.map(({ table, parent }) => `a row of ${table} refers to no row of ${parent}`),
  ]
  return { version: `SQLite ${version.rows[0]?.version}`, faults: faults.slice(0, NAMED), now: null }
}

async function mysqlHealth({ db }: Database): Promise<DatabaseHealth> {
  const { rows } = await sql<{ version: string; now: string }>`
    select version() as version, date_format(utc_timestamp(3), '%Y-%m-%dT%H:%i:%s.%fZ') as now`.execute(db)
  const faults: string[] = []
  for (const { name } of await db.introspection.getTables()) {
    const said = await sql<{ Msg_type: string; Msg_text: string }>`check table ${sql.table(name)}`.execute(db)
    const wrong = said.rows.filter(({ Msg_type, Msg_text }) => Msg_type === 'error' || Msg_text !== 'OK')
    faults.push(...wrong.map((row) => `${name}: ${row.Msg_text}`))
  }
  const now = new Date((rows[0]?.now ?? '').replace(/(\.\d{3})\d*Z$/, '$1Z'))
  return { version: `MySQL ${rows[0]?.version}`, faults: faults.slice(0, NAMED), now }
}
