import type { Command } from 'commander'
import { readConfig } from '../config'
import { applyRetention, whatIsPast } from '../features/retention/retention.service'
import { openDeps } from '../open-deps'
import { shellUser } from './shell-user'

export function addRetention(program: Command): void {
  program
    .command('retention')
    .description('what is past its time, by table; with --apply, remove it (the server does so every hour)')
    .option('--apply', 'remove it now')
    .action(({ apply }: { apply?: boolean }) => run(apply === true))
}

async function run(apply: boolean): Promise<void> {
  const deps = await openDeps(readConfig())
  try {
    for (const { what, days, rows, oldest } of await whatIsPast(deps))
      console.log(
        `${what.padEnd(26)} after ${String(days).padStart(4)} days  ${rows} rows${oldest ? `, since ${oldest}` : ''}`,
      )
    if (apply) await applyRetention(deps, { kind: 'shell', id: shellUser() })
    console.log(apply ? 'Removed.' : 'Nothing was removed: --apply does it.')
  } finally {
    await deps.database.close()
  }
}
