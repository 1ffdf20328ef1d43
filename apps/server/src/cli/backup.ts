import type { Command } from 'commander'
import { readConfig } from '../config'
import { noteEvent } from '../features/audit/audit.service'
import { BackupError } from '../features/backup/backup-key'
import { writeBackup, type BackupReport } from '../features/backup/backup.service'
import { openDeps } from '../open-deps'
import { CommandError } from './command-error'
import { progressOf } from './progress'
import { shellUser } from './shell-user'
import { sizeOf } from './size-of'
import { stopOnSignal } from './stop-on-signal'

export function addBackup(program: Command): void {
  program
    .command('backup')
    .description(
      'one sealed file of database, stored files and wrapped keys, while the server serves; not the master key',
    )
    .argument('<file>', 'where to write it; the name must be free')
    .action(runBackup)
}

async function runBackup(file: string): Promise<void> {
  const deps = await openDeps(readConfig())
  const stopping = stopOnSignal(() => process.stderr.write('\nStopping; nothing of the backup stays.\n'))
  try {
    const onProgress = progressOf('Backing up')
    const report = await writeBackup(deps, file, { stopping, onProgress })
    const { bytes, manifest } = report
    await noteEvent(deps, {
      actor: { kind: 'shell', id: shellUser() },
      action: 'take-backup',
      object: { kind: 'backup', id: report.path.slice(report.path.lastIndexOf('/') + 1).slice(0, 60) },
      detail: { bytes, files: manifest.files.files },
    })
    console.log(summaryOf(report))
  } catch (error) {
    throw error instanceof BackupError ? new CommandError(error.message) : error
  } finally {
    await deps.database.close()
  }
}

function summaryOf({ path, bytes, manifest, sealedBy }: BackupReport): string {
  const tables = Object.values(manifest.tables)
  const rows = tables.reduce((sum, one) => sum + one.rows, 0)
  return [
    `${path}: ${rows} rows of ${tables.length} tables and ${manifest.files.files} files in ${sizeOf(bytes)}`,
    sealedBy === 'passphrase'
      ? 'Restoring it takes the passphrase and the master key: keep both apart from it.'
      : 'Restoring it takes the master key: keep a copy of that apart from it.',
  ].join('\n')
}
