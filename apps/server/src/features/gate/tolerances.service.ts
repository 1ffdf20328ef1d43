/** Tolerances of one portfolio that differ from the house's (the settings, over packages/finance/src/checks/limits.ts). */
import { limitsOf, TOLERANCE_NAMES, type Limits } from '@sma/finance/checks/limits'
import type { Strategy } from '@sma/finance/facts'
import type { Deps } from '../../deps'
import { appendAudit, noteAuditHead, type Actor } from '../audit/audit.service'
import { lockPortfolio } from '../days/day-records.queries'
import { openRun, reloadMasterData } from '../days/import-run'
import { selectKnownPortfolio } from '../days/known-book.queries'
import { noteJudgedAnew } from '../days/note-change'
import { recheckDays } from '../days/recheck.service'
import { saveTolerance, selectKnownTolerances, selectTolerances } from '../findings/tolerances.queries'
import { inForce, inForceAt } from '../settings/in-force'
import { selectPortfolios } from '../portfolios/portfolio-records.queries'

/** Sets a tolerance in the unit that its name says; null: the house's counts again. What is in hand is judged by it at once. */
export async function setTolerance(
  deps: Deps,
  actor: Actor,
  tolerance: { portfolioId: string; name: keyof Limits; value: bigint | null },
): Promise<void> {
  const { portfolioId, name, value } = tolerance
  const source = { at: deps.clock.now().toISOString(), by: actor.id, fileId: null, newId: deps.newId }
  const stated = { set_by: actor.id, set_at: source.at }
  const row = value === null ? null : { portfolio_id: portfolioId, name, value_e8: value, ...stated }
  const run = await openRun(deps, { publish: false, by: actor.id, as: actor.kind, reason: null })
  await deps.db.transaction().execute(async (db) => {
    await lockPortfolio(db, portfolioId)
    await saveTolerance(db, { portfolioId, name }, row, source)
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

/** All tolerances of a portfolio, in the order of the table: today's, or those of an instant. */
export async function tolerancesOf(
  deps: Pick<Deps, 'db' | 'clock' | 'config'>,
  portfolioId: string,
  knownAt: string | null = null,
): Promise<Tolerance[]> {
  const { db } = deps
  const { config } = await (knownAt === null ? inForce(deps) : inForceAt(deps, knownAt))
  const today = (await selectPortfolios(db)).find(({ id }) => id === portfolioId)
  const portfolio = knownAt === null ? today : await selectKnownPortfolio(db, { portfolioId, knownAt })
  const own =
    knownAt === null
      ? ((await selectTolerances(db)).get(portfolioId) ?? {})
      : await selectKnownTolerances(db, { portfolioId, knownAt })
  // Written by our own import, which knows no other word.
  const limits = limitsOf((portfolio?.strategy ?? 'balanced') as Strategy, own, config.tolerances)
  return TOLERANCE_NAMES.map((name) => ({ name, value: String(limits[name]), isOwn: name in own }))
}
