import type { Config } from '../config'
import { unsafeSettings } from '../unsafe-settings'
import { CommandError } from './command-error'

/** In production the server does not start on settings that are meant for a try-out; each is named. */
export function refuseUnsafe(config: Config): void {
  if (!config.production) return
  const faults = unsafeSettings(config)
  if (faults.length > 0) throw new CommandError(`refused in production: ${faults.join('; ')}`)
}
