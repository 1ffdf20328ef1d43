import type { Command } from 'commander'
import { writeFileSync } from 'node:fs'
import { readConfig } from '../config'
import type { Deps } from '../deps'
import { noteEvent, type Actor } from '../features/audit/audit.service'
import { clearStop, listStops } from '../features/auth/streaks.service'
import { setSuspended } from '../features/clients/suspension.service'
import { exportedClient } from '../features/retention/client-export.service'
import { erasureSteps, eraseClient } from '../features/retention/erasure.service'
import { openDeps } from '../open-deps'
import { CommandError } from './command-error'
import { shellUser } from './shell-user'

export function addClientCommands(program: Command): void {
  const client = program.command('client').description('clients: who may sign in, what is held about one, erasure')
  client
    .command('stopped')
    .description('clients whose codes are stopped after too many wrong ones in a row')
    .action(() => withDeps(list))
  add('clear', 'let codes go out to a client again', 'is sent codes again', clearStop)
  add('suspend', 'let a client in no more, at once', 'cannot sign in', (deps, actor, clientNo) =>
    setSuspended(deps, actor, { clientNo, suspended: true }),
  )
  add('resume', 'let a suspended client in again', 'may sign in again', (deps, actor, clientNo) =>
    setSuspended(deps, actor, { clientNo, suspended: false }),
  )

  addExport(client)
  addErase(client)

  function add(name: string, description: string, done: string, act: typeof clearStop): void {
    client
      .command(name)
      .description(description)
      .requiredOption('--no <number>', 'client number')
      .action((options: { no: string }) =>
        withDeps(async (deps) => {
          if (!(await act(deps, shell(), options.no))) throw new CommandError(`--no: there is no client ${options.no}`)
          console.log(`${options.no} ${done}`)
        }),
      )
  }
}

function addExport(client: Command): void {
  client
    .command('export <client-number>')
    .description('all that is held about one client, as one JSON file (docs/operations.md)')
    .requiredOption('--out <file>', 'a file that is not there yet; readable by its owner only')
    .action((clientNo: string, { out }: { out: string }) =>
      withDeps(async (deps) => {
        const data = await exportedClient(deps, clientNo)
        if (!data) throw new CommandError(`there is no client ${clientNo}`)
        const object = { kind: 'client' as const, id: clientNo }
        await noteEvent(deps, { actor: shell(), action: 'export-client', object })
        writeNew(out, `${JSON.stringify(data, null, 2)}\n`)
        console.log(`${clientNo} is in ${out}: personal data, hand it over and remove it`)
      }),
    )
}

/** Readable by its owner only; over no file that is there. */
export function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new CommandError(`--out: ${file} is there already`)
  }
}

function addErase(client: Command): void {
  client
    .command('erase <client-number>')
    .description('say what an erasure would do; with --apply, do it for good')
    .option('--apply', 'blank the client and remove what names them')
    .action((clientNo: string, { apply }: { apply?: boolean }) =>
      withDeps(async (deps) => {
        const steps = await erasureSteps(deps, clientNo)
        if (!steps) throw new CommandError(`there is no client ${clientNo}, or it is erased already`)
        for (const { what, does, rows } of steps) console.log(`${what.padEnd(20)} ${does.padEnd(8)} ${rows}`)
        if (apply) await eraseClient(deps, shell(), clientNo)
        console.log(apply ? `${clientNo} is erased` : 'Nothing was done yet: --apply does it, and it cannot be undone.')
      }),
    )
}

const shell = (): Actor => ({ kind: 'shell', id: shellUser() })

async function withDeps(work: (deps: Deps) => Promise<void>): Promise<void> {
  const deps = await openDeps(readConfig())
  try {
    await work(deps)
  } finally {
    await deps.database.close()
  }
}

async function list(deps: Deps): Promise<void> {
  const stops = await listStops(deps)
  for (const { clientNo, since } of stops) console.log(`${clientNo}  since ${since}`)
  if (stops.length === 0) console.log('Nobody')
}
