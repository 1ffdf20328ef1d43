import type SQLite from 'better-sqlite3'
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDialectConfig,
  type TransactionSettings,
} from 'kysely'

class Driver extends SqliteDriver {
  constructor(
    config: SqliteDialectConfig,
    private readonly connection: SQLite.Database,
  ) {
    super(config)
  }

  /** Whoever may write waits for its turn at once: one that reads first could not write any more once another process has. */
  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    const isReading = settings?.accessMode === 'read only'
    await connection.executeQuery(CompiledQuery.raw(isReading ? 'begin' : 'begin immediate'))
  }

  /** SQLite ends a transaction by itself where the disk is full: rolling back once more would fail and hide the reason. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.connection.inTransaction) await super.rollbackTransaction(connection)
  }
}

/**
 * All migrations are one transaction, begun as a writer: two processes that open an empty house do not both make its tables, and
 * one that is killed on the way leaves none.
 */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
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
  dialect.createAdapter = () => new Adapter()
  return dialect
}
