import type { Command } from 'commander'
import { readConfig, type Config } from '../config'
import { startServer } from '../main'
import { openDeps } from '../open-deps'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError } from './command-error'
import { beginDemo } from './first-start'
import { stopOnSignal } from './stop-on-signal'

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('serve the portal and its API')
    .action(async () => {
      const config = readConfig()
      refuseUnsafe(config)
      const demo = await beginDemo(config)
      const deps = await openDeps(config)
      const server = await startServer(deps)
      console.log(`SMA Portal: ${server.url}`)
      const stopping = stopOnSignal(() => void server.stop().then(() => process.exit(0)))
      if (demo) await demo.run(deps, server.url, stopping)
    })
}

/** In production the server does not start on settings that are meant for a try-out; each is named. */
function refuseUnsafe(config: Config): void {
  if (!config.production) return
  const faults: string[] = []
  if (existsSync(join(config.dataDir, 'demo.json')))
    faults.push(`the keys in ${config.dataDir} are the demonstration's`)
  if (config.sms === 'outbox') faults.push('SMA_SMS=outbox sends no codes')
  if (config.limits === 'off') faults.push('SMA_LIMITS=off removes the sign-in limits')
  const isHttps = config.publicUrl?.startsWith('https://') === true
  if (!isHttps) faults.push('SMA_PUBLIC_URL must be the https address that clients use')
  if (!config.trustProxy) faults.push('SMA_TRUST_PROXY=1 must say that your TLS proxy stands in front')
  if (faults.length > 0) throw new CommandError(`refused in production: ${faults.join('; ')}`)
}
