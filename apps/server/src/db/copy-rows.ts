/** Whole tables out of one database and into another, of either engine: in the order in which rows lean on each other. */
import { CompiledQuery, sql, type Kysely } from 'kysely'
import { isScaled, type Database, type Engine } from './dialect'
import { MARK_TABLE } from './migration-mark'
import type { Db } from './schema'

/** A row by its columns: text, number, or null; scaled integers as bigint. */
export type Cells = readonly (string | number | bigint | null)[]

export interface CopiedTable {
  name: string
  columns: string[]
}

const OF_MIGRATIONS = new Set(['kysely_migration', 'kysely_migration_lock', MARK_TABLE])

/** Every table but those of the migrations themselves, also those that this version has yet to drop; what others refer to comes first. */
export async function tablesInOrder(db: Db, engine: Engine): Promise<CopiedTable[]> {
  const tables = (await db.introspection.getTables())
    .filter(({ name }) => !OF_MIGRATIONS.has(name))
    .map(({ name, columns }) => ({ name, columns: columns.map((column) => column.name) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const parents = await parentsOf(db, engine)
  const ordered: CopiedTable[] = []
  const visit = (table: CopiedTable): void => {
    if (ordered.includes(table)) return
    for (const parent of tables) if (parents.get(table.name)?.has(parent.name)) visit(parent)
    ordered.push(table)
  }
  tables.forEach(visit)
  return ordered
}

/** No table leans on itself or in a circle: the migrations make none. */
async function parentsOf(db: Db, engine: Engine): Promise<Map<string, Set<string>>> {
  const { rows } = await (
    engine === 'mysql'
      ? sql<{ child: string; parent: string }>`
        select table_name as child, referenced_table_name as parent from information_schema.referential_constraints
        where constraint_schema = database()`
      : sql<{ child: string; parent: string }>`
        select m.name as child, f."table" as parent from sqlite_master m, pragma_foreign_key_list(m.name) f
        where m.type = 'table'`
  ).execute(db)
  const parents = new Map<string, Set<string>>()
  for (const { child, parent } of rows) parents.set(child, (parents.get(child) ?? new Set()).add(parent))
  return parents
}

const ROWS_READ_AHEAD = 500

/** The rows of a table, a few of them in memory at a time. */
export async function* streamRows(db: Db, { name, columns }: CopiedTable): AsyncGenerator<Cells> {
  const rows = untyped(db).selectFrom(name).select(columns).stream(ROWS_READ_AHEAD)
  for await (const row of rows) yield columns.map((column) => row[column] ?? null)
}

export async function hasRows(db: Db, name: string): Promise<boolean> {
  return (await untyped(db).selectFrom(name).select(sql.lit(1).as('one')).limit(1).execute()).length > 0
}

export async function countRows(db: Db, name: string): Promise<number> {
  const row = await untyped(db)
    .selectFrom(name)
    .select((e) => e.fn.countAll<number>().as('rows'))
    .executeTakeFirstOrThrow()
  return Number(row.rows)
}

/** What migrations put there. */
export async function emptyTables(db: Db, tables: readonly CopiedTable[]): Promise<void> {
  for (const { name } of tables.toReversed()) await untyped(db).deleteFrom(name).execute()
}

/** Every table goes, the list of migrations too. */
export async function dropTables({ db, engine }: Database): Promise<void> {
  const ordered = (await tablesInOrder(db, engine)).map(({ name }) => name).toReversed()
  for (const name of [...ordered, ...OF_MIGRATIONS]) await db.schema.dropTable(name).ifExists().execute()
}

/** Short statements stay compiled (sqlite-statements.ts), and no server refuses them as too long. */
const MAX_PLACES = 1600

/** Adds rows in statements of some hundred values each. */
export function rowInserter(db: Db, { name, columns }: CopiedTable): (rows: readonly Cells[]) => Promise<void> {
  const { sql: start } =
    sql`insert into ${sql.table(name)} (${sql.join(columns.map((column) => sql.ref(column)))}) values `.compile(db)
  const places = `(${columns.map(() => '?').join(',')})`
  const atOnce = Math.max(1, Math.floor(MAX_PLACES / columns.length))
  return async (rows) => {
    for (let from = 0; from < rows.length; from += atOnce) {
      const some = rows.slice(from, from + atOnce)
      const values = some.map(() => places).join(',')
      await db.executeQuery(CompiledQuery.raw(`${start}${values}`, some.flat()))
    }
  }
}

/** A row as a line of text that both engines read alike: scaled integers as text, as no JSON number holds them exactly. */
export const lineOf = (cells: Cells): string =>
  JSON.stringify(cells.map((cell) => (typeof cell === 'bigint' ? cell.toString() : cell)))

/** Reads lines back; `columns` say which cells are scaled. */
export function lineReader(columns: readonly string[]): (line: string) => Cells {
  const scaled = columns.flatMap((column, at) => (isScaled(column) ? [at] : []))
  return (line) => {
    const cells = JSON.parse(line) as (string | number | bigint | null)[]
    for (const at of scaled) {
      const cell = cells[at]
      if (typeof cell === 'string') cells[at] = BigInt(cell)
    }
    return cells
  }
}

/** Tables by name, as the schema of this version need not know them all. */
const untyped = (db: Db) => db as unknown as Kysely<Record<string, Record<string, string | number | bigint | null>>>
