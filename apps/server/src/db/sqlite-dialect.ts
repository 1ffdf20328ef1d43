import type SQLite from 'better-sqlite3'
import {
  CompiledQuery,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDialectConfig,
  type TransactionSettings,
} from 'kysely'

/**
 * A transaction takes the right to write at its beginning, so that it waits for another process's; where it reads first and
 * asks then, SQLite refuses it at once. One that only reads takes none.
 *
 * SQLite ends a transaction by itself where the disk is full: rolling back once more would fail and hide the reason.
 */
class Driver extends SqliteDriver {
  constructor(
    config: SqliteDialectConfig,
    private readonly connection: SQLite.Database,
  ) {
    super(config)
  }

  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    const kind = settings?.accessMode === 'read only' ? 'deferred' : 'immediate'
    await connection.executeQuery(CompiledQuery.raw(`begin ${kind}`))
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.connection.inTransaction) await super.rollbackTransaction(connection)
  }
}

/** Kysely's dialect over `connection`; `database` is what statements are prepared on, the connection where left out. */
export function sqliteDialect(
  connection: SQLite.Database,
  database: SqliteDialectConfig['database'] = connection,
): SqliteDialect {
  const config = { database }
  const dialect = new SqliteDialect(config)
  dialect.createDriver = () => new Driver(config, connection)
  return dialect
}
