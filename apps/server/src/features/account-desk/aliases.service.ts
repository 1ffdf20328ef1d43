/** By which other number or name files mean an account, and on which days; no two accounts have one on the same day. */
import type { addAccountAlias } from '@sma/contract/staff-accounts'
import { identifierText } from '@sma/importers/neutral/values'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { appendAudit, noteAuditHead, type Actor } from '../audit/audit.service'
import { lockPortfolio } from '../days/day-records.queries'
import { isAliasTaken } from '../imports/taken-keys'
import { selectPortfolios } from '../portfolios/portfolio-records.queries'
import type { PortfolioAliasTable } from '../portfolios/portfolios.table'
import { accountOf, type Account } from './account-page.service'
import { deleteAlias, insertAlias, selectAliases } from './aliases.queries'

type Alias = z.output<typeof addAccountAlias.body>

export async function addAliasBy(
  deps: Deps,
  actor: Actor,
  { portfolioId, kind, value, from, to }: { portfolioId: string } & Alias,
): Promise<Account> {
  if (from !== null && to !== null && to < from) refuse('to', 'too-short')
  const read = kind === 'fa-name' ? value : identifierText(value)
  const stated = { set_by: actor.id, set_at: deps.clock.now().toISOString() }
  const alias = { portfolio_id: portfolioId, kind, value: read, valid_from: from, valid_to: to, ...stated }
  const row: PortfolioAliasTable = { id: deps.newId(), ...alias }
  await deps.db.transaction().execute(async (db) => {
    const portfolios = await selectPortfolios(db)
    // One at a time over all accounts: two that are given one number together would not see each other.
    for (const { id } of portfolios) await lockPortfolio(db, id)
    if (isAliasTaken(await selectPortfolios(db), row)) refuse('value', 'taken')
    await insertAlias(db, row, sourceOf(deps, actor))
    const object = { kind: 'portfolio', id: portfolioId } as const
    const detail = { kind, value: read, from, to }
    await appendAudit(db, deps, { actor, action: 'add-alias', object, portfolioId, detail })
  })
  await noteAuditHead(deps)
  return accountOf(deps.db, portfolioId)
}

export async function removeAliasBy(
  deps: Deps,
  actor: Actor,
  { portfolioId, id }: { portfolioId: string; id: string },
): Promise<Account> {
  await deps.db.transaction().execute(async (db) => {
    await lockPortfolio(db, portfolioId)
    const row = (await selectAliases(db, portfolioId)).find((alias) => alias.id === id)
    if (!row) throw new AppError('not-found')
    await deleteAlias(db, row, sourceOf(deps, actor))
    const object = { kind: 'portfolio', id: portfolioId } as const
    const detail = { kind: row.kind, value: row.value, from: row.valid_from, to: row.valid_to }
    await appendAudit(db, deps, { actor, action: 'remove-alias', object, portfolioId, detail })
  })
  await noteAuditHead(deps)
  return accountOf(deps.db, portfolioId)
}

function refuse(field: 'value' | 'to', code: 'taken' | 'too-short'): never {
  throw new AppError('request-invalid', { fields: [{ field, code }] })
}

const sourceOf = ({ clock, newId }: Deps, actor: Actor) => ({
  at: clock.now().toISOString(),
  by: actor.id,
  fileId: null,
  newId,
})
