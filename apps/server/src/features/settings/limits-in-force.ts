import type { Deps } from '../../deps'
import { readLimits, type Limits } from '../auth/limits'
import { inForce } from './in-force'

/** The limits as they count at each asking, what the house set over `SMA_LIMITS`. */
export const limitsInForce = (deps: Pick<Deps, 'db' | 'clock' | 'config'>) => async (): Promise<Limits> =>
  readLimits((await inForce(deps)).config.limits)
