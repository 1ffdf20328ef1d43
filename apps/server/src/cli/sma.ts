/** `sma`: everything an administrator does from a shell. Each command stands in the file of its name. */
import { Command } from 'commander'
import { ConfigError } from '../config'
import { CommandError } from './command-error'
import { addAudit } from './audit'
import { addDemo } from './demo'
import { addImport } from './import'
import { addMigrate } from './migrate'
import { addPublish } from './publish'
import { addServe } from './serve'
import { addStaffCommands } from './staff'

const program = new Command('sma')
  .description('SMA Portal: daily files in, checked figures out, one account one client.')
  .showHelpAfterError('(sma --help lists the commands)')
  .exitOverride()

for (const add of [addServe, addMigrate, addImport, addPublish, addStaffCommands, addAudit, addDemo]) add(program)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}

/** Help and version are no failure; everything that stops a command is one line and exit code 2. */
function exitCodeOf(error: unknown): number {
  const { code, exitCode, message } = error as { code?: string; exitCode?: number; message: string }
  if (code?.startsWith('commander.')) return exitCode === 0 ? 0 : 2
  const isExpected = error instanceof CommandError || error instanceof ConfigError
  process.stderr.write(`sma: ${isExpected ? message : `could not run: ${message}`}\n`)
  return 2
}
