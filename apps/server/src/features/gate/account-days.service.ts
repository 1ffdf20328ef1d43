import type { listAccountDays } from '@sma/contract/staff-gate'
import { moneyText } from '@sma/finance/decimal'
import { navText } from '@sma/finance/numbers'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import { selectPortfolios } from '../portfolios/portfolio-records.queries'
import { countOpenFindings, selectNewestVersions, selectShownVersions } from './account-days.queries'

type DaysReply = z.input<typeof listAccountDays.reply>

export const ACCOUNT_DAYS_PAGE = 60

/** One page of an account's days; null where nobody knows the account. */
export async function accountDays(
  { db }: Pick<Deps, 'db'>,
  portfolioId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<DaysReply | null> {
  const portfolio = (await selectPortfolios(db)).find(({ id }) => id === portfolioId)
  if (!portfolio) return null
  const found = await selectNewestVersions(db, { portfolioId, before: cursor, limit: limit + 1 })
  const rows = found.slice(0, limit)
  const span = { from: rows.at(-1)?.date ?? '', to: rows[0]?.date ?? '' }
  const shown = await selectShownVersions(db, portfolioId, span)
  const open = await countOpenFindings(db, portfolioId, span)
  return {
    code: portfolio.code,
    name: portfolio.name,
    days: rows.map((row) => ({
      date: row.date,
      version: row.version,
      state: row.state,
      shownVersion: shown.get(row.date) ?? null,
      netAssets: moneyText(row.net_assets_e4),
      unitNav: navText(row.unit_nav_e8, portfolio.nav_decimals),
      openFindings: open.get(row.date) ?? 0,
    })),
    next: found.length > limit ? span.from : null,
  }
}
