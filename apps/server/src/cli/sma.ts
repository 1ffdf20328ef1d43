/** `sma`: everything an administrator does from a shell. Each command stands in the file of its name. */
import { Command } from 'commander'
import { ConfigError } from '../config'
import { isOutOfRoom } from '../out-of-room'
import { MigrationBrokeOff } from '../db/migration-mark'
import { CommandError } from './command-error'
import { addAudit } from './audit'
import { addBackup } from './backup'
import { addClientCommands } from './client'
import { addDemo } from './demo'
import { addDoctor } from './doctor'
import { addImport } from './import'
import { addKeys } from './keys'
import { addMigrate } from './migrate'
import { addPublish } from './publish'
import { addRestore } from './restore'
import { addRetention } from './retention'
import { addServe } from './serve'
import { addSso } from './sso'
import { addStaffCommands } from './staff'

const program = new Command('sma')
  .description('SMA Portal: daily files in, checked figures out, one account one client.')
  .configureOutput({
    outputError: (text, write) =>
      write(`sma: ${text.replace(/^error: /, '').trim()} (sma --help lists the commands)\n`),
  })
  .exitOverride()

for (const add of [
  addServe,
  addMigrate,
  addImport,
  addPublish,
  addStaffCommands,
  addClientCommands,
  addSso,
  addAudit,
  addKeys,
  addBackup,
  addRestore,
  addDoctor,
  addRetention,
  addDemo,
])
  add(program)

process.stdout.on('error', (error) => process.exit(exitCodeOf(error)))

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}

const NO_ROOM = 'make some and run the same command again; what is done stays'

/** Help and version are no failure; everything that stops a command is one line and exit code 2. */
function exitCodeOf(error: unknown): number {
  const { code, exitCode, message } = error as { code?: string; exitCode?: number; message: string }
  // a reader that has seen enough (| head) is no failure of ours
  if (code === 'EPIPE') return 0
  if (code?.startsWith('commander.')) return exitCode === 0 ? 0 : 2
  if (isOutOfRoom(error)) {
    process.stderr.write(`sma: no room left on the disk of the data folder or of the database: ${NO_ROOM}\n`)
    return 2
  }
  const isExpected = [CommandError, ConfigError, MigrationBrokeOff].some((kind) => error instanceof kind)
  // a connection that fails on every address says so in its code only
  const reason = (message || code || 'unknown error').split('\n', 1)[0]
  process.stderr.write(`sma: ${isExpected ? message : `could not run: ${reason}`}\n`)
  return 2
}
