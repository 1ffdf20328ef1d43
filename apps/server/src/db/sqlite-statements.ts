/** Between Kysely and better-sqlite3: statements are compiled once, and rows are built from plain cells. */
import type SQLite from 'better-sqlite3'
import type { SqliteDatabase, SqliteStatement } from 'kysely'

/** How many statements are kept, and how long their texts may be: bulk inserts are long and seldom alike. */
const KEPT_STATEMENTS = 200
const KEPT_TEXT = 4000

/**
 * SQLite spends more on compiling a small statement than on running it, so equal texts are compiled once. Statements of tables
 * that a migration alters must not be run before it.
 */
export function sqliteStatements(connection: SQLite.Database, isScaled: (column: string) => boolean): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>()
  return {
    close: () => connection.close(),
    prepare(text) {
      const known = kept.get(text)
      if (known) return known
      const statement = statementOf(connection.prepare(text), isScaled)
      if (text.length > KEPT_TEXT) return statement
      kept.set(text, statement)
      const [oldest] = kept.keys()
      if (kept.size > KEPT_STATEMENTS && oldest !== undefined) kept.delete(oldest)
      return statement
    },
  }
}

/** Rows are a third cheaper as arrays that are named here. SQLite hands every integer over as bigint; only scaled columns stay so. */
function statementOf(statement: SQLite.Statement, isScaled: (column: string) => boolean): SqliteStatement {
  if (!statement.reader) return statement
  statement.raw()
  const columns = statement.columns().map(({ name }) => ({ name, scaled: isScaled(name) }))
  const named = (cells: unknown[]): Record<string, unknown> => {
    const row: Record<string, unknown> = {}
    for (let at = 0; at < columns.length; at++) {
      const column = columns[at]
      if (!column) continue
      const cell = cells[at]
      row[column.name] = typeof cell === 'bigint' && !column.scaled ? Number(cell) : cell
    }
    return row
  }
  return {
    reader: true,
    all: (parameters) => (statement.all(parameters) as unknown[][]).map(named),
    run: (parameters) => statement.run(parameters),
    *iterate(parameters) {
      for (const cells of statement.iterate(parameters)) yield named(cells as unknown[])
    },
  }
}
