/** Clients added and changed by hand: the same writing as by a file of clients, told in the audit log. */
import { isIdNumber, isPhone } from '@sma/contract/identity'
import type { addClient, setClientAccount } from '@sma/contract/staff-clients'
import { DECIDERS } from '@sma/contract/staff-roles'
import { addDays } from '@sma/finance/dates'
import type { z } from 'zod'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError, type FieldError } from '../../http/errors'
import { shanghaiDate, startOfDay } from '../../shanghai'
import { appendAudit, noteAuditHead, type Actor, type AuditEvent } from '../audit/audit.service'
import type { Writing } from '../clients/client-changes.service'
import { selectClient, selectClientByNo } from '../clients/client-records.queries'
import { otherClientNo, saveClient, saveName } from '../clients/client-records.service'
import { SINCE_EVER, WITHOUT_END } from '../clients/clients.table'
import { selectOwnerships } from '../clients/ownership.queries'
import { setOwnership } from '../clients/ownership.service'
import { keepRequest, type TwoPersonAct } from '../requests/requests.service'
import { inForce } from '../settings/in-force'
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

type Added = z.input<typeof addClient.reply>

/** Throws id-number-invalid, phone-invalid, client-no-taken, client-taken, portfolio-unknown. */
export async function addClientBy(deps: Deps, actor: Actor, client: NewClient): Promise<Added> {
  checkPerson(client)
  const isAlone = await decidesAlone(deps)
  const { portfolios, ...record } = client
  return written<Added>(deps, async (tx) => {
    if (await selectClientByNo(tx, client.clientNo)) throw refused('client-no-taken', 'clientNo')
    if ((await otherClientNo(deps, tx, client)) !== null) throw new AppError('client-taken')
    const accounts = await knownAccounts(tx, portfolios)
    const source = sourceOf(deps, actor)
    await saveClient(deps, tx, { record, accounts: [], source })
    const id = (await selectClientByNo(tx, client.clientNo))?.id
    if (id === undefined) throw new Error('the client that was just saved is not there')
    const object = { kind: 'client' as const, id: client.clientNo }
    const detail = { accounts: accounts.map(({ code }) => code).join(' ') }
    const event = { actor, action: 'add-client' as const, object, detail }
    if (!isAlone && accounts.length > 0) {
      const given = { client: id, clientNo: client.clientNo, from: shanghaiDate(deps.clock.now()), until: null }
      const asked: AuditEvent[] = []
      for (const { code } of accounts) {
        const payload: GivenAccount = { ...given, portfolio: code, reason: NEW_CLIENT }
        asked.push(await keepRequest(tx, deps, actor, { kind: 'give-account', payload }))
      }
      for (const one of asked) await appendAudit(tx, deps, one)
      return { event, result: { id, outcome: 'asked' } }
    }
    for (const account of accounts)
      await setOwnership(
        { deps, db: tx, clientId: id, source },
        {
          code: account.code,
          before: { portfolio_id: account.id, starts_at: null },
          after: { starts_at: source.at, ends_at: WITHOUT_END, set_by: actor.id },
        },
      )
    return { event, result: { id, outcome: 'done' } }
  })
}

/** What the second person reads as the reason. */
const NEW_CLIENT = '新增客户时指定'

/** Whether one person may give a client an account: only where one alone may let figures through as well. */
async function decidesAlone(deps: Deps): Promise<boolean> {
  return (await inForce(deps)).config.gate === 'single-person'
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
type SetReply = z.input<typeof setClientAccount.reply>

/** What waits for the second person. */
export interface GivenAccount extends Span {
  client: string
  clientNo: string
  portfolio: string
  reason: string
}

/**
 * From the beginning of a day to the end of a day, in Shanghai. What would show the client more than now waits for a second person; what
 * shows less is done at once. Throws not-found, range-invalid.
 */
export async function setAccountBy(deps: Deps, actor: Actor, account: NamedAccount & Span): Promise<SetReply> {
  const { from, until, reason } = account
  if (from !== null && until !== null && from > until) throw new AppError('range-invalid')
  const isAlone = await decidesAlone(deps)
  return written<SetReply>(deps, async (tx) => {
    const { client, portfolio, known } = await named(tx, deps, { actor, account })
    const { starts_at, ends_at } = spanOf(account)
    const showsMore = !known || starts_at < known.starts_at || ends_at > known.ends_at
    if (!showsMore || isAlone)
      return { event: await setSpan(tx, deps, { actor, askedBy: null, account }), result: { outcome: 'done' } }
    const payload: GivenAccount = {
      client: client.id,
      clientNo: client.client_no,
      portfolio: portfolio.code,
      from,
      until,
      reason,
    }
    return {
      event: await keepRequest(tx, deps, actor, { kind: 'give-account', payload }),
      result: { outcome: 'asked' },
    }
  })
}

const spanOf = ({ from, until }: Span) => ({
  starts_at: from === null ? SINCE_EVER : startOfDay(from),
  ends_at: until === null ? WITHOUT_END : startOfDay(addDays(until, 1)),
})

/** In the caller's transaction, which has to end with the event that is returned. */
async function setSpan(
  tx: Db,
  deps: Deps,
  { actor, askedBy, account }: { actor: Actor; askedBy: string | null; account: NamedAccount & Span },
): Promise<AuditEvent> {
  const { client, portfolio, known, writing } = await named(tx, deps, { actor, account })
  const before = known ?? { portfolio_id: portfolio.id, starts_at: null }
  const after = { ...spanOf(account), set_by: askedBy ?? actor.id }
  await setOwnership(writing, { code: portfolio.code, before, after })
  const object = { kind: 'client' as const, id: client.client_no }
  const { from, until, reason } = account
  const detail = { from, until, reason, ...(askedBy === null ? {} : { askedBy }) }
  return { actor, action: 'set-client-account', object, portfolioId: portfolio.id, detail }
}

/** What the second person compares with the contract, and what then happens. */
export function giveAccountAct(deps: Deps): TwoPersonAct<GivenAccount> {
  return {
    roles: DECIDERS,
    describe: ({ clientNo, portfolio, from, until, reason }) => ({
      client: clientNo,
      portfolios: portfolio,
      ...(from === null ? {} : { from }),
      ...(until === null ? {} : { until }),
      reason,
    }),
    async run(tx, { payload, actor, askedBy }) {
      const account = { ...payload, id: payload.client }
      await appendAudit(tx, deps, await setSpan(tx, deps, { actor, askedBy, account }))
      return { invitation: null }
    },
  }
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
