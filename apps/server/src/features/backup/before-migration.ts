import { join } from 'node:path'
import { migrate, migrationState, type MigrateOptions } from '../../db/migrate'
import { begunMigration } from '../../db/migration-mark'
import { writeBackup, type BackupDeps } from './backup.service'
import { holdsRows } from './what-is-kept'

export interface Migrated {
  /** The migrations that ran. */
  ran: string[]
  /** The backup that was taken before them; null where there was nothing to lose. */
  backup: string | null
}

/** Brings the schema up to date; of a database that holds something a backup is taken first, beside it in the data folder. */
export async function migrateWithBackup(deps: BackupDeps, options: MigrateOptions = {}): Promise<Migrated> {
  const { database } = deps
  const { ran, pending } = await migrationState(database, options)
  const isExisting = ran.length > 0 && pending.length > 0 && (await holdsRows(database))
  // where one has begun, that backup was taken; another would be one of half a schema
  const isSafe = isExisting && (await begunMigration(database, pending)) === null
  const backup = isSafe ? await backUpBefore(deps, pending.at(-1) ?? '') : null
  return { ran: await migrate(database, { ...options, backup }), backup }
}

export const backupFolder = (dataDir: string): string => join(dataDir, 'backups')

async function backUpBefore(deps: BackupDeps, migration: string): Promise<string> {
  const at = deps.clock.now().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
  const { path } = await writeBackup(
    deps,
    join(backupFolder(deps.config.dataDir), `before-${migration}-${at}.smabackup`),
  )
  return path
}
