/** What an account's benchmark is made of from a day on. It describes the benchmark; its series comes finished (R-BMK-1). */
import { codedComponentsText, WHOLE_E2, weightE2, weightText } from '@sma/contract/benchmark-words'
import type { addBenchmarkSet } from '@sma/contract/staff-accounts'
import type { z } from 'zod'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError, type FieldError } from '../../http/errors'
import { appendAudit, noteAuditHead, type Actor } from '../audit/audit.service'
import { benchmarkSet } from '../days/book-facts'
import { lockPortfolio } from '../days/day-records.queries'
import { insertChanges } from '../history/history.queries'
import { raiseRevisions } from '../portfolios/portfolio-records.queries'
import type { BenchmarkSetTable } from '../portfolios/portfolios.table'
import { accountOf, type Account } from './account-page.service'
import { endBenchmarkSet, insertBenchmarkSet, selectStandingSets } from './benchmark-sets.queries'

type Stated = z.output<typeof addBenchmarkSet.body>
type Component = Stated['components'][number]

/** A set for a day, or the correction of one that stands; a correction that says the same changes nothing. */
export async function addBenchmarkSetBy(
  deps: Deps,
  actor: Actor,
  { portfolioId, from, components: typed, replaces }: { portfolioId: string } & Stated,
): Promise<Account> {
  const read = typed.map(componentOf)
  refuse(componentErrors(read))
  const components = JSON.stringify(read)
  await deps.db.transaction().execute(async (db) => {
    await lockPortfolio(db, portfolioId)
    const standing = await selectStandingSets(db, portfolioId)
    const replaced = standing.find(({ id }) => id === replaces) ?? null
    if (replaces !== null && !replaced) throw new AppError('version-changed')
    if (replaced?.valid_from === from && replaced.components === components) return
    if (standing.some((set) => set !== replaced && set.valid_from === from))
      refuse([{ field: 'from', code: 'not-unique' }])
    const at = deps.clock.now().toISOString()
    if (replaced) await endBenchmarkSet(db, replaced.id, { by: actor.id, at })
    const stated = { set_by: actor.id, set_at: at, removed_by: null, removed_at: null }
    const set = { id: deps.newId(), portfolio_id: portfolioId, valid_from: from, components, ...stated }
    await insertBenchmarkSet(db, set)
    await note(db, deps, actor, { action: 'set-benchmark-components', portfolioId, at, before: replaced, after: set })
  })
  await noteAuditHead(deps)
  return accountOf(deps.db, portfolioId)
}

export async function removeBenchmarkSetBy(
  deps: Deps,
  actor: Actor,
  { portfolioId, id }: { portfolioId: string; id: string },
): Promise<Account> {
  await deps.db.transaction().execute(async (db) => {
    await lockPortfolio(db, portfolioId)
    const before = (await selectStandingSets(db, portfolioId)).find((set) => set.id === id)
    if (!before) throw new AppError('not-found')
    const at = deps.clock.now().toISOString()
    await endBenchmarkSet(db, id, { by: actor.id, at })
    await note(db, deps, actor, { action: 'remove-benchmark-components', portfolioId, at, before, after: null })
  })
  await noteAuditHead(deps)
  return accountOf(deps.db, portfolioId)
}

const componentOf = ({ name, indexCode, weight }: Component): Component => ({
  name,
  indexCode,
  weight: weightText(weightE2(weight) ?? 0),
})

function componentErrors(components: readonly Component[]): FieldError[] {
  const names = components.map(({ name }) => name)
  const errors = names.flatMap((name, at): FieldError[] =>
    names.indexOf(name) < at ? [{ field: `components.${at}.name`, code: 'not-unique' }] : [],
  )
  const sum = components.reduce((total, { weight }) => total + (weightE2(weight) ?? 0), 0)
  return sum === WHOLE_E2 ? errors : [...errors, { field: 'components', code: 'sum-invalid' }]
}

interface Change {
  action: 'set-benchmark-components' | 'remove-benchmark-components'
  portfolioId: string
  at: string
  before: BenchmarkSetTable | null
  after: BenchmarkSetTable | null
}

/** In the history and the audit log, and in the revision by which clients are answered. */
async function note(db: Db, deps: Deps, actor: Actor, { action, portfolioId, at, before, after }: Change) {
  const [from, to] = [wordsOf(before), wordsOf(after)]
  const place = { subject: 'benchmark-set', subject_id: portfolioId, field: 'components' } as const
  const date = (after ?? before)?.valid_from ?? ''
  const source = { at, by: actor.id, fileId: null, newId: deps.newId }
  await insertChanges(db, source, [{ ...place, date, old_value: from, new_value: to }])
  await raiseRevisions(db, [portfolioId])
  const object = { kind: 'portfolio', id: portfolioId } as const
  await appendAudit(db, deps, { actor, action, object, portfolioId, detail: { from, to } })
}

/** "2026-01-05: 沪深300 (000300) 60% + 中债新综合 40%" */
function wordsOf(row: BenchmarkSetTable | null): string | null {
  if (!row) return null
  const { from, components } = benchmarkSet(row)
  return `${from}: ${codedComponentsText(components)}`
}

function refuse(fields: FieldError[]): void {
  if (fields.length > 0) throw new AppError('request-invalid', { fields })
}
