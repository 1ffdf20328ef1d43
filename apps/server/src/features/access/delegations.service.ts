/** Delegates: persons who, on a client's written wish, may look at some accounts until a day. One asks, another confirms. */
import { isIdNumber, isPhone, maskIdNumber, maskName, maskPhone } from '@sma/contract/identity'
import type { askDelegation } from '@sma/contract/staff-access'
import { DECIDERS } from '@sma/contract/staff-roles'
import { addDays } from '@sma/finance/dates'
import type { z } from 'zod'
import { idNumberMac, phoneMac, placeOf } from '../../crypto/personal'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError, type FieldError } from '../../http/errors'
import type { SignedInStaff } from '../../http/callers'
import { startOfDay } from '../../shanghai'
import { appendAudit, noteAuditHead, staffActor, type Actor } from '../audit/audit.service'
import { saveClient } from '../clients/client-records.service'
import { askSecondPerson, type TwoPersonAct } from '../requests/requests.service'
import {
  endDelegation as end,
  insertDelegation,
  selectCodedPortfolios,
  selectDelegation,
  selectDelegations,
  selectDelegationsOf,
  selectPersonId,
  type ShownDelegation,
} from './delegations.queries'

export type Delegation = z.output<typeof askDelegation.body>

const endOf = (until: string): string => startOfDay(addDays(until, 1))
const SHANGHAI_MS = 8 * 3_600_000

/** The last day before an instant, in Shanghai. */
const dayBefore = (instant: string): string =>
  new Date(Date.parse(instant) - 1 + SHANGHAI_MS).toISOString().slice(0, 10)

/** Keeps the wish until another person has confirmed it. */
export async function askGrant(deps: Deps, staff: SignedInStaff, wish: Delegation): Promise<void> {
  const fields: FieldError[] = []
  if (!isIdNumber(wish.idType, wish.idNumber)) fields.push({ field: 'idNumber', code: 'id-number-invalid' })
  if (!isPhone(wish.phone)) fields.push({ field: 'phone', code: 'phone-invalid' })
  if (endOf(wish.until) <= deps.clock.now().toISOString()) fields.push({ field: 'until', code: 'date-invalid' })
  const codes = [...new Set(wish.portfolios)]
  if ((await selectCodedPortfolios(deps.db, codes)).length !== codes.length)
    fields.push({ field: 'portfolios', code: 'not-in-list' })
  const [first] = fields
  if (first) throw new AppError(first.code === 'not-in-list' ? 'request-invalid' : codeOf(first), { fields })
  await askSecondPerson(deps, staffActor(staff), { kind: 'grant-delegate', payload: { ...wish, portfolios: codes } })
}

const codeOf = ({ code }: FieldError) =>
  code === 'id-number-invalid' || code === 'phone-invalid' ? code : ('date-invalid' as const)

/** What the second person compares with the written wish, and what then happens. */
export function grantAct(deps: Deps): TwoPersonAct<Delegation> {
  return {
    roles: DECIDERS,
    describe: ({ portfolios, name, idNumber, phone, until, wish }) => ({
      portfolios: portfolios.join(' '),
      name,
      idNumber: maskIdNumber(idNumber),
      phone: maskPhone(phone),
      until,
      wish,
    }),
    async run(tx, { payload, actor, askedBy }) {
      await grant(tx, deps, { wish: payload, actor, askedBy })
      return { invitation: null }
    },
  }
}

async function grant(
  tx: Db,
  deps: Deps,
  { wish, actor, askedBy }: { wish: Delegation; actor: Actor; askedBy: string },
) {
  const delegate_id = await personId(tx, deps, { ...wish, by: actor.id })
  const now = deps.clock.now().toISOString()
  const portfolios = await selectCodedPortfolios(tx, wish.portfolios)
  const granted = portfolios.map(({ id, code }) => ({ code, portfolio_id: id, id: deps.newId() }))
  const stated = { granted_by: askedBy, confirmed_by: actor.id, created_at: now, ends_at: endOf(wish.until) }
  for (const { id, portfolio_id } of granted) await insertDelegation(tx, { id, delegate_id, portfolio_id, ...stated })
  for (const { id, portfolio_id } of granted) {
    const object = { kind: 'delegation' as const, id }
    const detail = { delegate: delegate_id, until: wish.until, wish: wish.wish, askedBy }
    await appendAudit(tx, deps, { actor, action: 'grant-delegate', object, portfolioId: portfolio_id, detail })
  }
}

/** A person who is a client already, or a new one without accounts of their own: both sign in alike. */
async function personId(
  tx: Db,
  deps: Deps,
  { name, idType, idNumber, phone, by }: Omit<Delegation, 'portfolios'> & { by: string },
): Promise<string> {
  const macs = { idNumberMac: idNumberMac(deps.keys, idNumber), phoneMac: phoneMac(deps.keys, phone) }
  const known = await selectPersonId(tx, macs)
  if (known !== undefined) return known
  const record = { clientNo: `D${deps.newId()}`, name, idType, idNumber, phone }
  await saveClient(deps, tx, { record, accounts: [], source: { at: deps.clock.now().toISOString(), by, fileId: null } })
  const added = await selectPersonId(tx, macs)
  if (added === undefined) throw new Error('the delegate that was just saved is not there')
  return added
}

const nameOf = ({ keys }: Deps, { delegate_id, name_enc }: ShownDelegation): string =>
  maskName(keys.decrypt(name_enc, placeOf('client', 'name', delegate_id)))

export async function listDelegations(deps: Deps, portfolio: string | undefined) {
  const now = deps.clock.now().toISOString()
  return (await selectDelegations(deps.db, portfolio, now)).map((row) => ({
    id: row.id,
    portfolio: row.code,
    name: nameOf(deps, row),
    grantedBy: row.granted_by,
    confirmedBy: row.confirmed_by,
    since: row.created_at,
    until: dayBefore(row.ends_at),
    hasEnded: row.ends_at <= now || !row.is_granted,
  }))
}

/** Who may look at a client's accounts. */
export async function delegatesOf(deps: Deps, clientId: string) {
  const rows = await selectDelegationsOf(deps.db, clientId, deps.clock.now().toISOString())
  return rows.map((row) => ({
    portfolio: row.code,
    name: nameOf(deps, row),
    since: row.created_at,
    until: dayBefore(row.ends_at),
  }))
}

/** Ends one at once; one that has ended stays as it is. */
export async function endGrant(deps: Deps, staff: SignedInStaff, id: string): Promise<void> {
  const delegation = await selectDelegation(deps.db, id)
  if (!delegation) throw new AppError('not-found')
  await deps.db.transaction().execute(async (tx) => {
    if (!(await end(tx, id, deps.clock.now().toISOString()))) return
    const object = { kind: 'delegation' as const, id }
    const portfolioId = delegation.portfolio_id
    await appendAudit(tx, deps, { actor: staffActor(staff), action: 'end-delegate', object, portfolioId })
  })
  await noteAuditHead(deps)
}
