/** Tolerances of one portfolio that differ from the house's (packages/finance/src/checks/limits.ts). */
import { limitsOf, TOLERANCE_NAMES, type Limits } from '@sma/finance/checks/limits'
import type { Deps } from '../../deps'
import { appendAudit, noteAuditHead, type Actor } from '../audit/audit.service'
import { lockPortfolio } from '../days/day-records.queries'
import { openRun, reloadMasterData } from '../days/import-run'
import { noteJudgedAnew } from '../days/note-change'
import { recheckDays } from '../days/recheck.service'
import { saveTolerance, selectTolerances } from '../findings/tolerances.queries'
import { selectPortfolios } from '../portfolios/portfolio-records.queries'

/** Sets a tolerance in the unit that its name says; null: the house's counts again. What is in hand is judged by it at once. */
export async function setTolerance(
  deps: Deps,
  actor: Actor,
  tolerance: { portfolioId: string; name: keyof Limits; value: bigint | null },
): Promise<void> {
  const { portfolioId, name, value } = tolerance
  const stated = { set_by: actor.id, set_at: deps.clock.now().toISOString() }
  const row = value === null ? null : { portfolio_id: portfolioId, name, value_e8: value, ...stated }
  const run = await openRun(deps, { publish: false, by: actor.id, as: actor.kind, reason: null })
  await deps.db.transaction().execute(async (db) => {
    await lockPortfolio(db, portfolioId)
    await saveTolerance(db, { portfolioId, name }, row)
    await noteJudgedAnew(run, db, [portfolioId], null)
    const detail = { name, value: value === null ? null : String(value) }
    const object = { kind: 'portfolio' as const, id: portfolioId }
    await appendAudit(db, deps, { actor, action: 'set-tolerance', object, portfolioId, detail })
  })
  await reloadMasterData(run)
  await recheckDays(run)
  await noteAuditHead(deps)
}

interface Tolerance {
  name: keyof Limits
  value: string
  /** Whether it is the portfolio's own. */
  isOwn: boolean
}

/** All tolerances of a portfolio, in the order of the table. */
export async function tolerancesOf({ db }: Pick<Deps, 'db'>, portfolioId: string): Promise<Tolerance[]> {
  const portfolio = (await selectPortfolios(db)).find(({ id }) => id === portfolioId)
  const own = (await selectTolerances(db)).get(portfolioId) ?? {}
  const limits = limitsOf(portfolio?.strategy ?? 'balanced', own)
  return TOLERANCE_NAMES.map((name) => ({ name, value: String(limits[name]), isOwn: name in own }))
}
