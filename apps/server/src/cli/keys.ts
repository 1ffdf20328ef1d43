import type { Command } from 'commander'
import { existsSync } from 'node:fs'
import { readConfig } from '../config'
import { KeysLocked } from '../crypto/key-ring'
import { openMasterKey } from '../crypto/master-key'
import type { Deps } from '../deps'
import { countSealed, rewrapKeys, rotateKeys } from '../features/keys/rotation.service'
import { openDeps } from '../open-deps'
import { CommandError } from './command-error'
import { shellUser } from './shell-user'

export function addKeys(program: Command): void {
  const keys = program.command('keys').description('the keys that seal personal data; the server may go on serving')
  keys
    .command('status')
    .description('how many values an older key sealed')
    .action(() => withDeps(status))
  keys
    .command('rotate')
    .description('a new data key, and everything sealed anew with it; run again, it goes on where it was stopped')
    .action(() =>
      withDeps(async (deps) => {
        const { resumed, sealed } = await rotateKeys(deps, { kind: 'shell', id: shellUser() })
        console.log(`${sealed} values sealed anew${resumed ? ', of a rotation that had begun before' : ''}`)
      }),
    )
  keys
    .command('rewrap')
    .description('a new master key: all keys are wrapped by it, and it takes the place of the one in use')
    .requiredOption('--new-key <file>', 'file of 32 bytes in base64: openssl rand -base64 32')
    .action((options: { newKey: string }) => withDeps((deps) => rewrap(deps, options.newKey)))
}

async function withDeps(work: (deps: Deps) => Promise<void>): Promise<void> {
  const deps = await openDeps(readConfig())
  try {
    await work(deps)
  } catch (error) {
    throw error instanceof KeysLocked ? new CommandError(error.message) : error
  } finally {
    await deps.database.close()
  }
}

async function status(deps: Deps): Promise<void> {
  for (const { column, values, older } of await countSealed(deps))
    console.log(`${column.padEnd(26)} ${values} values, ${older} by an older key`)
}

async function rewrap(deps: Deps, file: string): Promise<void> {
  if (!existsSync(file)) throw new CommandError(`--new-key: there is no file ${file}`)
  await rewrapKeys(deps, { kind: 'shell', id: shellUser() }, openMasterKey(file))
  console.log(
    'The new master key is in use. Keep a copy of it apart from the backups, and the old one as long as older backups.',
  )
}
