import { addDays } from '@sma/finance/dates'
import type { Deps } from '../../deps'
import type { SignedInClient } from '../../http/callers'
import { shanghaiDate } from '../../shanghai'
import { inForce, inForceAt } from '../settings/in-force'
import { selectSeenPortfolios, selectViewedPortfolios } from './seen.queries'

type Reader = Pick<Deps, 'db' | 'clock' | 'config'>

/** The first day of which a closed account is still shown to its client, had it been its last one. */
export async function closedSince(deps: Reader): Promise<string> {
  const { config } = await inForce(deps)
  return addDays(shanghaiDate(deps.clock.now()), -config.closedReadableDays)
}

/** The last day on which clients read an account closed on `closedOn`, by the settings of `knownAt` or of now; null where it is not closed. */
export async function readableUntil(
  deps: Reader,
  { closedOn, knownAt }: { closedOn: string | null; knownAt: string | undefined },
): Promise<string | null> {
  if (closedOn === null) return null
  const { config } = await (knownAt === undefined ? inForce(deps) : inForceAt(deps, knownAt))
  return addDays(closedOn, config.closedReadableDays)
}

/** The accounts that a client sees, or that show in a view of the client, by code. */
export async function seenPortfolios(deps: Reader, { clientId, viewer }: Pick<SignedInClient, 'clientId' | 'viewer'>) {
  const at = { now: deps.clock.now().toISOString(), closedSince: await closedSince(deps) }
  return viewer
    ? selectViewedPortfolios(deps.db, { clientId, ...viewer, ...at })
    : selectSeenPortfolios(deps.db, { clientId, ...at })
}
