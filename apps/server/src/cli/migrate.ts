import type { Command } from 'commander'
import { join } from 'node:path'
import { readConfig } from '../config'
import { openDatabase } from '../db/dialect'
import { migrate } from '../db/migrate'
import { BackupError } from '../features/backup/backup-key'
import { migrateWithBackup } from '../features/backup/before-migration'
import { CommandError } from './command-error'

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description(
      'bring the database up to date; one that holds something is backed up first, to backups/ of the data folder',
    )
    .option('--no-backup', 'without that backup')
    .action(({ backup }: { backup: boolean }) => runMigrate(backup))
}

async function runMigrate(withBackup: boolean): Promise<void> {
  const config = readConfig()
  const database = openDatabase({ url: config.databaseUrl, file: join(config.dataDir, 'sma.db') })
  try {
    const deps = { config, database, clock: { now: () => new Date() } }
    const { ran, backup } = withBackup ? await migrateWithBackup(deps) : { ran: await migrate(database), backup: null }
    if (backup) console.log(`Backed up first: ${backup}`)
    console.log(ran.length === 0 ? 'The database is up to date.' : `Ran ${ran.join(', ')}.`)
  } catch (error) {
    throw error instanceof BackupError
      ? new CommandError(`no backup could be taken first: ${error.message} (--no-backup goes without)`)
      : error
  } finally {
    await database.close()
  }
}
