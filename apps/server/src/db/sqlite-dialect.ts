import type SQLite from 'better-sqlite3'
import {
  CompiledQuery,
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
