import type { Command } from 'commander'
import { resolve } from 'node:path'
import { readConfig, type Config } from '../config'
import { BackupError } from '../features/backup/backup-key'
import {
  checkBackup,
  putMasterKey,
  refuseOtherMaster,
  restoreBackup,
  type Checked,
  type Restored,
} from '../features/backup/restore.service'
import { openLog, STDERR } from '../open-deps'
import { CommandError } from './command-error'
import { shellUser } from './shell-user'

interface Options {
  check?: true
  replace?: true
  masterKey?: string
}

export function addRestore(program: Command): void {
  program
    .command('restore')
    .description(
      'put a backup back into an empty data folder and database, of either engine; exit 1: its audit log is not whole',
    )
    .argument('<file>', 'a file that sma backup wrote')
    .option('--check', 'read it to its end and say what is in it; nothing is touched')
    .option('--master-key <file>', 'the copy of the master key that was kept apart, where it does not lie in place yet')
    .option('--replace', 'in place of what is there: files are moved aside, rows of a MySQL database go')
    .action(runRestore)
}

async function runRestore(file: string, { check, replace, masterKey }: Options): Promise<void> {
  const settings = readConfig()
  const kept = masterKey === undefined ? null : resolve(masterKey)
  const config = kept === null ? settings : { ...settings, keyFile: kept }
  try {
    if (kept !== null) refuseOtherMaster(settings, kept)
    if (check) return console.log(`${file} is whole: ${madeOf(await checkBackup({ config }, file))}`)
    tell(await restore(config, file, replace === true))
    if (kept !== null) await putMasterKey(settings, kept)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new CommandError((error as Error).message)
    throw error instanceof BackupError ? new CommandError(error.message) : error
  }
}

function restore(config: Config, file: string, replace: boolean): Promise<Restored> {
  const deps = { config, clock: { now: () => new Date() }, log: openLog(config.logLevel, STDERR) }
  return restoreBackup(deps, file, { replace, actor: { kind: 'shell', id: shellUser() } })
}

function tell(restored: Restored): void {
  const { audit, replaced } = restored
  console.log(`Restored: ${madeOf(restored)}`)
  if (replaced) console.log(`What was there before lies in ${replaced}`)
  if (audit.faults.length === 0) console.log(`${audit.events} events of the audit log, the chain is whole`)
  else {
    console.log(`The audit log of this house was not whole when it was backed up: sma audit verify names what is wrong`)
    process.exitCode = 1
  }
}

function madeOf({ about, manifest: { tables, files } }: Checked): string {
  const rows = Object.values(tables).reduce((sum, one) => sum + one.rows, 0)
  return `${rows} rows and ${files.files} files of ${about.madeAt}, from ${about.engine === 'mysql' ? 'MySQL' : 'SQLite'}`
}
