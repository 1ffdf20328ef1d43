import { addDays } from '@sma/finance/dates'
import type { Deps } from '../../deps'
import type { SignedInClient } from '../../http/router'
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
  const asked = { clientId, closedSince: closedSince(deps) }
  const now = deps.clock.now().toISOString()
  return viewer
    ? selectViewedPortfolios(deps.db, { ...asked, ...viewer }, now)
    : selectSeenPortfolios(deps.db, { ...asked, now })
}
