/** The two engines, and everything in which they differ. Nothing else in the server asks which engine it runs on. */
import SQLite from 'better-sqlite3'
import { Kysely, MysqlDialect, sql, type CreateTableBuilder } from 'kysely'
import type { Pool, TypeCastField } from 'mysql2'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Db, Schema } from './schema'
import { sqliteDialect } from './sqlite-dialect'
import { sqliteStatements } from './sqlite-statements'

export type Engine = 'sqlite' | 'mysql'

export interface Database {
  engine: Engine
  db: Db
  /** Whether a transaction failed only because another process wrote at the same time: run again, it may succeed. */
  isConflict(error: unknown): boolean
  close(): Promise<void>
}

/** Money and shares end in _e4, prices in _e8 (docs/decisions/0001). */
export const isScaled = (column: string) => column.endsWith('_e4') || column.endsWith('_e8')

export function openSqlite(file: string): Database {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const connection = new SQLite(file)
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
  connection.pragma('busy_timeout = 5000')
  // The operating system keeps the file's pages too; ours would only lie in memory twice.
  connection.pragma('cache_size = -4000')
  connection.defaultSafeIntegers(true)
  const database = sqliteStatements(connection, isScaled)
  const db = new Kysely<Schema>({ dialect: sqliteDialect(connection, database) })
  return {
    engine: 'sqlite',
    db,
    isConflict: hasCode(/^SQLITE_(BUSY|CONSTRAINT_(PRIMARYKEY|UNIQUE))/),
    close: () => db.destroy(),
  }
}

/** BIGINT by name: scaled columns as bigint, everything else (counts, flags) as number. */
function castMysql(field: TypeCastField, next: () => unknown): unknown {
  if (field.type !== 'LONGLONG') return next()
  const text = field.string()
  if (text === null) return null
  return isScaled(field.name) ? BigInt(text) : Number(text)
}

/** The driver is loaded where there is a MySQL server: it takes 15 MB. */
async function openPool(url: string): Promise<Pool> {
  const { createPool } = await import('mysql2')
  const pool = createPool({
    uri: url,
    connectionLimit: 10,
    charset: 'utf8mb4',
    timezone: 'Z',
    dateStrings: true,
    jsonStrings: true,
    supportBigNumbers: true,
    typeCast: castMysql,
  })
  // A writer takes its portfolio first and then has to see what others committed meanwhile, not what was there at its first read.
  pool.on('connection', (connection) => void connection.query('set session transaction isolation level read committed'))
  return pool
}

export function openMysql(url: string): Database {
  const db = new Kysely<Schema>({ dialect: new MysqlDialect({ pool: () => openPool(url) }) })
  const isConflict = hasCode(/^ER_(LOCK_DEADLOCK|LOCK_WAIT_TIMEOUT|DUP_ENTRY|CHECKREAD)$/)
  return { engine: 'mysql', db, isConflict, close: () => db.destroy() }
}

const hasCode = (codes: RegExp) => (error: unknown) => codes.test((error as { code?: string }).code ?? '')

/** Opens what the settings name: MySQL where a URL is given, else SQLite in `file`. */
export function openDatabase(target: { url: string | null; file: string }): Database {
  return target.url === null ? openSqlite(target.file) : openMysql(target.url)
}

/** Column types of one engine, by what they hold. */
export function columnTypes(engine: Engine) {
  const text = (length: number) => (engine === 'mysql' ? sql.raw(`varchar(${length})`) : sql.raw('text'))
  return {
    id: engine === 'mysql' ? sql.raw('char(26)') : sql.raw('text'),
    date: engine === 'mysql' ? sql.raw('char(10)') : sql.raw('text'),
    instant: text(32),
    hash: engine === 'mysql' ? sql.raw('char(64)') : sql.raw('text'),
    text,
    longText: engine === 'mysql' ? sql.raw('mediumtext') : sql.raw('text'),
    integer: sql.raw('integer'),
    scaled: engine === 'mysql' ? sql.raw('bigint') : sql.raw('integer'),
  }
}

/** How a table ends: MySQL compares text by its bytes; SQLite keeps the rows of a compound key together. */
export function tableEnd<T extends string, C extends string>(
  engine: Engine,
  table: CreateTableBuilder<T, C>,
): CreateTableBuilder<T, C> {
  return engine === 'mysql'
    ? table.modifyEnd(sql`engine=InnoDB default charset=utf8mb4 collate=utf8mb4_bin`)
    : table.modifyEnd(sql`without rowid`)
}
