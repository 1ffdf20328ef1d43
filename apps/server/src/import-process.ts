/** The process of features/imports/jobs-apart.ts: is told the settings, runs the jobs that wait, and ends. */
import { once } from 'node:events'
import { constants, setPriority } from 'node:os'
import type { Config } from './config'
import { STOP } from './features/imports/jobs-apart'
import { runDueJobs } from './features/imports/jobs.service'
import { openDeps, openLog } from './open-deps'

const stopping = new AbortController()
const stop = () => stopping.abort()
process.on('message', (message) => message === STOP && stop())
// The server was killed, or a signal went to both: the file under way is finished and the lease given back.
for (const event of ['disconnect', 'SIGINT', 'SIGTERM']) process.on(event, stop)
const [config] = (await once(process, 'message')) as [Config]

// Clients are answered first where the machine is busy.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
const deps = await openDeps(config, openLog(config.logLevel))
try {
  await runDueJobs(deps, stopping.signal)
} finally {
  await deps.database.close()
}
// Without the channel to the server nothing is left that keeps the process.
if (process.connected) process.disconnect()
