import { addDays } from '@sma/finance/dates'
import type { Deps } from '../../deps'
import type { SignedInClient } from '../../http/callers'
import { shanghaiDate } from '../../shanghai'
import { selectSeenPortfolios, selectViewedPortfolios } from './seen.queries'

/** The first day of which a closed account is still shown to its client, had it been its last one. */
export const closedSince = ({ clock, config }: Pick<Deps, 'clock' | 'config'>): string =>
  addDays(shanghaiDate(clock.now()), -config.closedReadableDays)

/** The accounts that a client sees, or that show in a view of the client, by code. */
export function seenPortfolios(
  deps: Pick<Deps, 'db' | 'clock' | 'config'>,
  { clientId, viewer }: Omit<SignedInClient, 'expiresAt'>,
) {
  const at = { now: deps.clock.now().toISOString(), closedSince: closedSince(deps) }
  return viewer
    ? selectViewedPortfolios(deps.db, { clientId, ...viewer, ...at })
    : selectSeenPortfolios(deps.db, { clientId, ...at })
}
