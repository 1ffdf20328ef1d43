import type { Command } from 'commander'
import { readConfig } from '../config'
import { verifyAudit } from '../features/audit/audit.service'
import { openDeps } from '../open-deps'

const FAULTS = {
  changed: 'is not what was written',
  missing: 'and perhaps later ones are gone',
  unlinked: 'does not follow the event before it',
  cut: 'was the noted end or came before it, and is gone',
}

export function addAudit(program: Command): void {
  program
    .command('audit')
    .description('the log of who did what')
    .command('verify')
    .description('check that no event was changed, removed, moved or cut; exit 1 where one was')
    .action(runVerify)
}

async function runVerify(): Promise<void> {
  const deps = await openDeps(readConfig())
  try {
    const { events, faults } = await verifyAudit(deps)
    for (const { seq, kind } of faults) console.log(`event ${seq} ${FAULTS[kind]}`)
    console.log(`${events} events, ${faults.length === 0 ? 'the chain is whole' : `${faults.length} faults`}`)
    if (faults.length > 0) process.exitCode = 1
  } finally {
    await deps.database.close()
  }
}
