import type { Deps } from '../../deps'
import { inForce } from '../settings/in-force'

/** Whether the house lets clients sign in with a passkey. */
export const arePasskeysOn = async (deps: Pick<Deps, 'db' | 'clock' | 'config'>): Promise<boolean> =>
  (await inForce(deps)).config.passkeys === 'on'
