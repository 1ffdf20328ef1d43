import { Migrator, sql, type Migration, type MigrationResult } from 'kysely'
import { columnTypes, type Database, type Engine } from './dialect'
import { forgetMark, marked } from './migration-mark'
import { portfoliosAndDays } from './migrations/0001-portfolios-and-days'
import { signIn } from './migrations/0002-sign-in'
import { transactionOrigin } from './migrations/0003-transaction-origin'
import { audit } from './migrations/0004-audit'
import { findings } from './migrations/0005-findings'
import { gate } from './migrations/0006-gate'
import { staff } from './migrations/0007-staff'
import { importJobs } from './migrations/0008-import-jobs'
import { trail } from './migrations/0009-trail'
import { findingHistory } from './migrations/0010-finding-history'
import { masterHistory } from './migrations/0011-master-history'
import { smsSenders } from './migrations/0013-sms-senders'
import { devicesAndConsent } from './migrations/0014-devices-and-consent'
import { staffAccess } from './migrations/0015-staff-access'
import { whoSeesWhat } from './migrations/0016-who-sees-what'
import { sso } from './migrations/0017-sso'
import { personalData } from './migrations/0018-personal-data'
import { jobFailure } from './migrations/0019-job-failure'
import { erasedClients } from './migrations/0020-erased-clients'
import { outlooks } from './migrations/0021-outlooks'
import { publications } from './migrations/0022-publications'
import { dialogue } from './migrations/0023-dialogue'
import { accountAliases } from './migrations/0026-account-aliases'
import { clientsFound } from './migrations/0027-clients-found'
import { fundDesk } from './migrations/0028-fund-desk'
import { disclosure } from './migrations/0029-disclosure'
import { accountStates } from './migrations/0030-account-states'
import { houseDesk } from './migrations/0031-house-desk'
import { listsOfYears } from './migrations/0033-lists-of-years'
import { publicationFiles } from './migrations/0036-publication-files'
import { accountClasses } from './migrations/0038-account-classes'
import { benchmarkSets } from './migrations/0042-benchmark-sets'
import { waitingRows } from './migrations/0043-waiting-rows'
import { ownAccountClasses } from './migrations/0044-own-account-classes'
import { coveredReports } from './migrations/0045-covered-reports'
import { fileReceipts } from './migrations/0046-file-receipts'
import { refusedFiles } from './migrations/0047-refused-files'
import { passkeys } from './migrations/0048-passkeys'
import { clientSecondFactor } from './migrations/0049-client-second-factor'

/** A migration knows its engine only through the column types it is given. Frozen once landed. */
export type EngineMigration = (engine: Engine, types: ReturnType<typeof columnTypes>) => Migration

export const MIGRATIONS: Readonly<Record<string, EngineMigration>> = {
  '0001-portfolios-and-days': portfoliosAndDays,
  '0002-sign-in': signIn,
  '0003-transaction-origin': transactionOrigin,
  '0004-audit': audit,
  '0005-findings': findings,
  '0006-gate': gate,
  '0007-staff': staff,
  '0008-import-jobs': importJobs,
  '0009-trail': trail,
  '0010-finding-history': findingHistory,
  '0011-master-history': masterHistory,
  '0013-sms-senders': smsSenders,
  '0014-devices-and-consent': devicesAndConsent,
  '0015-staff-access': staffAccess,
  '0016-who-sees-what': whoSeesWhat,
  '0017-sso': sso,
  '0018-personal-data': personalData,
  '0019-job-failure': jobFailure,
  '0020-erased-clients': erasedClients,
  '0021-outlooks': outlooks,
  '0022-publications': publications,
  '0023-dialogue': dialogue,
  '0026-account-aliases': accountAliases,
  '0027-clients-found': clientsFound,
  '0028-fund-desk': fundDesk,
  '0029-disclosure': disclosure,
  '0030-account-states': accountStates,
  '0031-house-desk': houseDesk,
  '0033-lists-of-years': listsOfYears,
  '0036-publication-files': publicationFiles,
  '0038-account-classes': accountClasses,
  '0042-benchmark-sets': benchmarkSets,
  '0043-waiting-rows': waitingRows,
  '0044-own-account-classes': ownAccountClasses,
  '0045-covered-reports': coveredReports,
  '0046-file-receipts': fileReceipts,
  '0047-refused-files': refusedFiles,
  '0048-passkeys': passkeys,
  '0049-client-second-factor': clientSecondFactor,
}

export interface MigrateOptions {
  /** The backup that was taken before: what can be restored where a migration breaks off. */
  backup?: string | null
  migrations?: Readonly<Record<string, EngineMigration>>
}

function migrator({ db, engine }: Database, { backup = null, migrations = MIGRATIONS }: MigrateOptions = {}): Migrator {
  const named = Object.fromEntries(
    Object.entries(migrations).map(([name, of]) => {
      const migration = of(engine, columnTypes(engine))
      return [name, engine === 'mysql' ? marked(name, migration, backup) : migration]
    }),
  )
  return new Migrator({ db, provider: { getMigrations: async () => named } })
}

/** How often migrations are begun that another process, which runs them too, gets in the way of. */
const ATTEMPTS = 5

/**
 * Brings the schema up to date; returns the names of the migrations it ran. Throws a `MigrationBrokeOff` where one broke off
 * halfway, now or before, on an engine that cannot undo its first half.
 */
export async function migrate(database: Database, options: MigrateOptions = {}): Promise<string[]> {
  for (let attempt = 1; ; attempt += 1) {
    const { error, results } = await migrator(database, options).migrateToLatest()
    if (!error) {
      await forgetMark(database)
      return namesOf(results)
    }
    if (attempt === ATTEMPTS || !database.isConflict(error)) throw error
  }
}

const namesOf = (results: MigrationResult[] | undefined): string[] =>
  (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName)

/** The migrations that have run, and those that would. */
export async function migrationState(
  database: Database,
  options: MigrateOptions = {},
): Promise<{ ran: string[]; pending: string[] }> {
  const migrations = await migrator(database, options).getMigrations()
  const names = (hasRun: boolean) =>
    migrations.filter(({ executedAt }) => (executedAt !== undefined) === hasRun).map(({ name }) => name)
  return { ran: names(true), pending: names(false) }
}

/** Migrations that ran on this database and that this version does not know: a newer one was here. */
export async function newerMigrations({ db }: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name).filter((name) => !(name in MIGRATIONS))
}

/** The first of these that this version does not know. */
export const unknownMigration = (names: readonly string[]): string | undefined =>
  names.find((name) => !(name in MIGRATIONS))

/** Makes the schema as it was after these migrations, all of which must be known. */
export async function migrateAsFar(
  database: Database,
  names: readonly string[],
  options: MigrateOptions = {},
): Promise<void> {
  const { error } = await migrator(database, options).migrateTo(names.toSorted().at(-1) ?? '')
  if (error) throw error
  await forgetMark(database)
}

/** Whether the database answers and every migration has run. */
export async function isMigrated(database: Database): Promise<boolean> {
  await sql`select 1`.execute(database.db)
  const migrations = await migrator(database).getMigrations()
  return migrations.every((migration) => migration.executedAt !== undefined)
}
