import { TOLERANCE_NAMES, type Limits } from '@sma/finance/checks/limits'
import type { Db } from '../../db/schema'
import { changesOf, insertChanges, takeBack, type ChangeSource } from '../history/history.queries'
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

/** The own tolerances that a portfolio had at an instant (ISO, UTC). */
export async function selectKnownTolerances(
  db: Db,
  { portfolioId, knownAt }: { portfolioId: string; knownAt: string },
): Promise<Partial<Limits>> {
  const own: Record<string, unknown> = (await selectTolerances(db)).get(portfolioId) ?? {}
  const [then = {}] = await takeBack(db, { subject: 'tolerance', knownAt }, [own], () => ({ id: portfolioId }))
  const stated = Object.entries(then).filter(([name, value]) => isName(name) && value !== null)
  return Object.fromEntries(stated.map(([name, value]) => [name, BigInt(String(value))]))
}

/** Sets or removes one tolerance of a portfolio, and keeps what it was before. */
export async function saveTolerance(
  db: Db,
  key: { portfolioId: string; name: keyof Limits },
  row: PortfolioToleranceTable | null,
  source: ChangeSource,
): Promise<void> {
  const before = (await selectTolerances(db)).get(key.portfolioId)?.[key.name] ?? null
  const place = { subject: 'tolerance' as const, id: key.portfolioId }
  const values = (value: bigint | null) => ({ [key.name]: value })
  await insertChanges(db, source, changesOf(place, values(before), values(row?.value_e8 ?? null)))
  await db
    .deleteFrom('portfolio_tolerance')
    .where('portfolio_id', '=', key.portfolioId)
    .where('name', '=', key.name)
    .execute()
  if (row) await db.insertInto('portfolio_tolerance').values(row).execute()
}
