import { Migrator, sql, type Migration } from 'kysely'
import { columnTypes, type Database, type Engine } from './dialect'
import { portfoliosAndDays } from './migrations/0001-portfolios-and-days'
import { signIn } from './migrations/0002-sign-in'
import { transactionOrigin } from './migrations/0003-transaction-origin'
import { audit } from './migrations/0004-audit'
import { findings } from './migrations/0005-findings'
import { gate } from './migrations/0006-gate'
import { staff } from './migrations/0007-staff'
import { importJobs } from './migrations/0008-import-jobs'
import { staffAccess } from './migrations/0015-staff-access'
import { whoSeesWhat } from './migrations/0016-who-sees-what'

/** A migration knows its engine only through the column types it is given. Frozen once landed. */
export type EngineMigration = (engine: Engine, types: ReturnType<typeof columnTypes>) => Migration

const MIGRATIONS: Record<string, EngineMigration> = {
  '0001-portfolios-and-days': portfoliosAndDays,
  '0002-sign-in': signIn,
  '0003-transaction-origin': transactionOrigin,
  '0004-audit': audit,
  '0005-findings': findings,
  '0006-gate': gate,
  '0007-staff': staff,
  '0008-import-jobs': importJobs,
  '0015-staff-access': staffAccess,
  '0016-who-sees-what': whoSeesWhat,
}

function migrator({ db, engine }: Database): Migrator {
  const migrations = Object.fromEntries(
    Object.entries(MIGRATIONS).map(([name, migration]) => [name, migration(engine, columnTypes(engine))]),
  )
  return new Migrator({ db, provider: { getMigrations: async () => migrations } })
}

/** Brings the schema up to date; returns the names of the migrations it ran. */
export async function migrate(database: Database): Promise<string[]> {
  const { error, results } = await migrator(database).migrateToLatest()
  if (error) throw error
  return (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName)
}

/** Whether the database answers and every migration has run. */
export async function isMigrated(database: Database): Promise<boolean> {
  await sql`select 1`.execute(database.db)
  const migrations = await migrator(database).getMigrations()
  return migrations.every((migration) => migration.executedAt !== undefined)
}
