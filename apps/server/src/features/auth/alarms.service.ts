/** What stands out at sign-in; staff sees it on the board. */
import type { Deps } from '../../deps'
import { countHouse } from './house.service'
import { readLimits } from './limits'
import { listStops } from './streaks.service'

export type SignInAlarm = { kind: 'code-budget' | 'code-failures' | 'codes-stopped'; count: number }

export async function signInAlarms(deps: Deps): Promise<SignInAlarm[]> {
  const house = countHouse(deps, readLimits(deps.config.limits))
  const alarms: SignInAlarm[] = [
    { kind: 'code-budget', count: await house.reached('codesPerHouse') },
    { kind: 'code-failures', count: await house.reached('failuresPerHouse') },
    { kind: 'codes-stopped', count: (await listStops(deps)).length },
  ]
  return alarms.filter(({ count }) => count > 0)
}
