/** What an attack lets other processes do to a house, one mode each: `inbox`, `approve LOGIN`, `publish LOGIN`. */
import { join } from 'node:path'
import { readConfig } from '../apps/server/src/config'
import { approveDays, publishDays, type DayChoice } from '../apps/server/src/features/gate/gate.service'
import { readInThisProcess } from '../apps/server/src/features/imports/file-reader'
import { openInbox } from '../apps/server/src/features/imports/inbox'
import { runDueJobs } from '../apps/server/src/features/imports/jobs.service'
import { openDeps } from '../apps/server/src/open-deps'
import { emptyInbox } from './inbox-rounds'
import type { Deps } from '../apps/server/src/deps'

const [mode = '', login = ''] = process.argv.slice(2)

/** The waiting versions, each as it is now. */
async function choices({ db }: Deps, state: 'checked' | 'approved'): Promise<DayChoice[]> {
  const rows = await db
    .selectFrom('valuation')
    .select(['portfolio_id', 'date', 'version', 'stamp'])
    .where('state', '=', state)
    .orderBy('portfolio_id')
    .orderBy('date')
    .execute()
  return rows.map(({ portfolio_id, ...row }) => ({ portfolioId: portfolio_id, ...row }))
}

const deps = { ...(await openDeps(readConfig())), reader: readInThisProcess }
const actor = { kind: 'staff' as const, id: login }
// Whoever started us waits for this line, so that several begin at once.
console.log('ready')
if (mode === 'inbox') {
  const dir = join(deps.config.dataDir, 'inbox')
  await emptyInbox(
    dir,
    openInbox(deps, dir, () => undefined),
    () => runDueJobs(deps),
  )
}
if (mode === 'approve') console.log(JSON.stringify(await approveDays(deps, actor, await choices(deps, 'checked'))))
if (mode === 'publish') console.log(JSON.stringify(await publishDays(deps, actor, await choices(deps, 'approved'))))
await deps.database.close()
