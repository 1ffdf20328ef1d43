import type { Command } from 'commander'
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
