import { TOLERANCE_NAMES, type Limits } from '@sma/finance/checks/limits'
import type { Db } from '../../db/schema'
import type { PortfolioToleranceTable } from './findings.table'

const isName = (name: string): name is keyof Limits => (TOLERANCE_NAMES as string[]).includes(name)

/** Tolerances of portfolios that have some of their own; names that no check knows any more are left out. */
export async function selectTolerances(db: Db): Promise<Map<string, Partial<Limits>>> {
  const tolerances = new Map<string, Partial<Limits>>()
  for (const row of await db.selectFrom('portfolio_tolerance').selectAll().execute())
    if (isName(row.name))
      tolerances.set(row.portfolio_id, { ...tolerances.get(row.portfolio_id), [row.name]: row.value_e8 })
  return tolerances
}

/** Sets or removes one tolerance of a portfolio. */
export async function saveTolerance(
  db: Db,
  key: { portfolioId: string; name: keyof Limits },
  row: PortfolioToleranceTable | null,
): Promise<void> {
  await db
    .deleteFrom('portfolio_tolerance')
    .where('portfolio_id', '=', key.portfolioId)
    .where('name', '=', key.name)
    .execute()
  if (row) await db.insertInto('portfolio_tolerance').values(row).execute()
}
