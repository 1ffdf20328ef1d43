import type { Deps } from '../../deps'
import type { SignedInClient } from '../../http/router'
import { selectSeenPortfolios, selectViewedPortfolios } from './seen.queries'

/** The accounts that a client sees, or that show in a view of the client, by code. */
export function seenPortfolios(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { clientId, viewer }: Omit<SignedInClient, 'expiresAt'>,
) {
  const now = clock.now().toISOString()
  return viewer ? selectViewedPortfolios(db, { clientId, ...viewer }, now) : selectSeenPortfolios(db, { clientId, now })
}
