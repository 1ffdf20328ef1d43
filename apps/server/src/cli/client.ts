import type { Command } from 'commander'
import { readConfig } from '../config'
import type { Deps } from '../deps'
import { clearStop, listStops } from '../features/auth/streaks.service'
import { setSuspended } from '../features/clients/suspension.service'
import { openDeps } from '../open-deps'
import { CommandError } from './command-error'
import { shellUser } from './shell-user'

export function addClientCommands(program: Command): void {
  const client = program.command('client').description('who of the clients may sign in')
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

  function add(name: string, description: string, done: string, act: typeof clearStop): void {
    client
      .command(name)
      .description(description)
      .requiredOption('--no <number>', 'client number')
      .action((options: { no: string }) =>
        withDeps(async (deps) => {
          if (!(await act(deps, { kind: 'shell', id: shellUser() }, options.no)))
            throw new CommandError(`--no: there is no client ${options.no}`)
          console.log(`${options.no} ${done}`)
        }),
      )
  }
}

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
