/** Clients added and changed by hand: the same writing as by a file of clients, told in the audit log. */
import { isIdNumber, isPhone } from '@sma/contract/identity'
import type { addClient, setClientAccount } from '@sma/contract/staff-clients'
import { addDays } from '@sma/finance/dates'
import type { z } from 'zod'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError, type FieldError } from '../../http/errors'
import { startOfDay } from '../../shanghai'
import { appendAudit, noteAuditHead, type Actor, type AuditEvent } from '../audit/audit.service'
import type { Writing } from '../clients/client-changes.service'
import { selectClient, selectClientByNo } from '../clients/client-records.queries'
import { otherClientNo, saveClient, saveName } from '../clients/client-records.service'
import { SINCE_EVER, WITHOUT_END } from '../clients/clients.table'
import { selectOwnerships } from '../clients/ownership.queries'
import { setOwnership } from '../clients/ownership.service'
import { selectPortfolioByCode, selectPortfoliosByCodes } from './client-page.queries'

type NewClient = z.output<typeof addClient.body>

/** One transaction that ends with its event. */
async function written<R>(deps: Deps, work: (tx: Db) => Promise<{ event: AuditEvent | null; result: R }>): Promise<R> {
  const done = await deps.db.transaction().execute(async (tx) => {
    const { event, result } = await work(tx)
    if (event) await appendAudit(tx, deps, event)
    return result
  })
  await noteAuditHead(deps)
  return done
}

const sourceOf = ({ clock }: Deps, actor: Actor): Writing['source'] => ({
  at: clock.now().toISOString(),
  by: actor.id,
  fileId: null,
})

/** Throws id-number-invalid, phone-invalid, client-no-taken, client-taken, portfolio-unknown. */
export async function addClientBy(deps: Deps, actor: Actor, client: NewClient): Promise<{ id: string }> {
  checkPerson(client)
  const { portfolios, ...record } = client
  return written(deps, async (tx) => {
    if (await selectClientByNo(tx, client.clientNo)) throw refused('client-no-taken', 'clientNo')
    if ((await otherClientNo(deps, tx, client)) !== null) throw new AppError('client-taken')
    const accounts = await knownAccounts(tx, portfolios)
    const source = sourceOf(deps, actor)
    await saveClient(deps, tx, { record, accounts: [], source })
    const id = (await selectClientByNo(tx, client.clientNo))?.id
    if (id === undefined) throw new Error('the client that was just saved is not there')
    for (const account of accounts)
      await setOwnership(
        { deps, db: tx, clientId: id, source },
        {
          code: account.code,
          before: { portfolio_id: account.id, starts_at: null },
          after: { starts_at: source.at, ends_at: WITHOUT_END, set_by: actor.id },
        },
      )
    const object = { kind: 'client' as const, id: client.clientNo }
    const detail = { accounts: accounts.map(({ code }) => code).join(' ') }
    return { event: { actor, action: 'add-client', object, detail }, result: { id } }
  })
}

function checkPerson({ idType, idNumber, phone }: NewClient): void {
  if (!isIdNumber(idType, idNumber)) throw refused('id-number-invalid', 'idNumber')
  if (!isPhone(phone)) throw refused('phone-invalid', 'phone')
}

const refused = (
  code: 'client-no-taken' | 'id-number-invalid' | 'phone-invalid' | 'portfolio-unknown',
  field: string,
) => {
  const fieldCode: FieldError['code'] = code === 'id-number-invalid' || code === 'phone-invalid' ? code : 'not-in-list'
  return new AppError(code, { fields: [{ field, code: fieldCode }] })
}

async function knownAccounts(tx: Db, portfolios: readonly string[]) {
  const codes = [...new Set(portfolios)]
  const accounts = await selectPortfoliosByCodes(tx, codes)
  if (accounts.length < codes.length) throw refused('portfolio-unknown', 'portfolios')
  return accounts
}

/** A client that may still be changed. */
async function living(tx: Db, id: string) {
  const row = await selectClient(tx, id)
  if (!row || row.erased_at !== null) throw new AppError('not-found')
  return row
}

export async function renameClientBy(
  deps: Deps,
  actor: Actor,
  { id, name, reason }: { id: string; name: string; reason: string },
): Promise<void> {
  await written(deps, async (tx) => {
    const row = await living(tx, id)
    const isNew = await saveName({ deps, db: tx, clientId: id, source: sourceOf(deps, actor) }, row, name)
    const object = { kind: 'client' as const, id: row.client_no }
    return { event: isNew ? { actor, action: 'rename-client', object, detail: { reason } } : null, result: null }
  })
}

export interface NamedAccount {
  id: string
  portfolio: string
  reason: string
}

type Span = Pick<z.output<typeof setClientAccount.body>, 'from' | 'until'>

/** From the beginning of a day to the end of a day, in Shanghai. Throws not-found, range-invalid. */
export async function setAccountBy(deps: Deps, actor: Actor, account: NamedAccount & Span): Promise<void> {
  const { from, until } = account
  if (from !== null && until !== null && from > until) throw new AppError('range-invalid')
  const span = {
    starts_at: from === null ? SINCE_EVER : startOfDay(from),
    ends_at: until === null ? WITHOUT_END : startOfDay(addDays(until, 1)),
  }
  await written(deps, async (tx) => {
    const { client, portfolio, known, writing } = await named(tx, deps, { actor, account })
    const before = known ?? { portfolio_id: portfolio.id, starts_at: null }
    await setOwnership(writing, { code: portfolio.code, before, after: { ...span, set_by: actor.id } })
    const object = { kind: 'client' as const, id: client.client_no }
    const detail = { from, until, reason: account.reason }
    return {
      event: { actor, action: 'set-client-account', object, portfolioId: portfolio.id, detail },
      result: null,
    }
  })
}

/** At once; one that has ended stays as it is. Throws not-found. */
export async function endAccountBy(deps: Deps, actor: Actor, account: NamedAccount): Promise<void> {
  await written(deps, async (tx) => {
    const { client, portfolio, known, writing } = await named(tx, deps, { actor, account })
    if (!known) throw new AppError('not-found')
    const now = writing.source.at
    if (known.ends_at <= now) return { event: null, result: null }
    // One that has not begun never does.
    const starts_at = known.starts_at > now ? now : known.starts_at
    const after = { starts_at, ends_at: now, set_by: actor.id }
    await setOwnership(writing, { code: portfolio.code, before: known, after })
    const object = { kind: 'client' as const, id: client.client_no }
    const detail = { reason: account.reason }
    return {
      event: { actor, action: 'end-client-account', object, portfolioId: portfolio.id, detail },
      result: null,
    }
  })
}

async function named(tx: Db, deps: Deps, { actor, account }: { actor: Actor; account: NamedAccount }) {
  const client = await living(tx, account.id)
  const portfolio = await selectPortfolioByCode(tx, account.portfolio)
  if (!portfolio) throw new AppError('not-found')
  const owned = await selectOwnerships(tx, client.id)
  const known = owned.find(({ portfolio_id }) => portfolio_id === portfolio.id)
  const writing: Writing = { deps, db: tx, clientId: client.id, source: sourceOf(deps, actor) }
  return { client, portfolio, known, writing }
}
