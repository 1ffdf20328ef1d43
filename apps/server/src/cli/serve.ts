import type { Command } from 'commander'
import { setFlagsFromString } from 'node:v8'
import { readConfig } from '../config'
import { startServer } from '../main'
import { openDeps, openLog } from '../open-deps'
import { beginDemo } from './first-start'
import { refuseUnsafe } from './refuse-unsafe'
import { stopOnSignal } from './stop-on-signal'

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('serve the portal and its API')
    .action(async () => {
      keepShortLivedYoung()
      const config = readConfig()
      refuseUnsafe(config)
      const demo = await beginDemo(config)
      const deps = await openDeps(config, openLog(config.logLevel))
      const server = await startServer(deps)
      console.log(`SMA Portal: ${server.url}`)
      const stopping = stopOnSignal(() => void server.stop().then(() => process.exit(0)))
      if (demo) await demo.run(deps, server.url, stopping)
    })
}

/**
 * V8 learns at the start, where much stays, to make some objects among the long-lived ones. A request that holds one then waits
 * for a collection of the whole heap, and every object it holds with it (docs/decisions/0038).
 */
const keepShortLivedYoung = (): void => setFlagsFromString('--no-allocation-site-pretenuring')
