import type SQLite from 'better-sqlite3'
import { SqliteDialect, SqliteDriver, type DatabaseConnection, type SqliteDialectConfig } from 'kysely'

/** SQLite ends a transaction by itself where the disk is full: rolling back once more would fail and hide the reason. */
class Driver extends SqliteDriver {
  constructor(
    config: SqliteDialectConfig,
    private readonly connection: SQLite.Database,
  ) {
    super(config)
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
