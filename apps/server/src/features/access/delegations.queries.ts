/** Delegates whom clients named. */
import type { Db } from '../../db/schema'
import { isGrantOfOwners, owns } from '../clients/ownership.queries'
import type { DelegationTable } from './access.table'

export async function insertDelegation(db: Db, delegation: DelegationTable): Promise<void> {
  await db.insertInto('delegation').values(delegation).execute()
}

/** `is_granted`: 0 where it ended with an ownership. */
const shown = (db: Db, now: string) =>
  db
    .selectFrom('delegation as d')
    .innerJoin('portfolio as p', 'p.id', 'd.portfolio_id')
    .innerJoin('client as delegate', 'delegate.id', 'd.delegate_id')
    .select(['d.id', 'd.granted_by', 'd.confirmed_by', 'd.created_at', 'd.ends_at', 'd.portfolio_id'])
    .select(['p.code', 'delegate.id as delegate_id', 'delegate.name_enc'])
    .select(isGrantOfOwners('d', now).as('is_granted'))
    .orderBy('d.id', 'desc')

export type ShownDelegation = Awaited<ReturnType<typeof selectDelegations>>[number]

export function selectDelegations(db: Db, portfolio: string | undefined, now: string) {
  return shown(db, now)
    .$if(portfolio !== undefined, (q) => q.where('p.code', '=', portfolio ?? ''))
    .limit(500)
    .execute()
}

/** Those of the accounts that a client owns, as long as they last. */
export function selectDelegationsOf(db: Db, clientId: string, now: string) {
  return shown(db, now)
    .innerJoin('client_portfolio as owned', 'owned.portfolio_id', 'd.portfolio_id')
    .where('owned.client_id', '=', clientId)
    .where(owns('owned', now))
    .where('d.ends_at', '>', now)
    .where(isGrantOfOwners('d', now))
    .execute()
}

export function selectDelegation(db: Db, id: string): Promise<DelegationTable | undefined> {
  return db.selectFrom('delegation').selectAll().where('id', '=', id).executeTakeFirst()
}

/** True where it had not ended yet. */
export async function endDelegation(db: Db, id: string, now: string): Promise<boolean> {
  const result = await db
    .updateTable('delegation')
    .set({ ends_at: now })
    .where('id', '=', id)
    .where('ends_at', '>', now)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export function selectCodedPortfolios(db: Db, codes: readonly string[]) {
  return db.selectFrom('portfolio').select(['id', 'code']).where('code', 'in', codes).orderBy('code').execute()
}

/** The person of this ID number and phone, if known. */
export async function selectPersonId(
  db: Db,
  { idNumberMac, phoneMac }: { idNumberMac: string; phoneMac: string },
): Promise<string | undefined> {
  const row = await db
    .selectFrom('client')
    .select('id')
    .where('id_number_mac', '=', idNumberMac)
    .where('phone_mac', '=', phoneMac)
    .orderBy('id')
    .executeTakeFirst()
  return row?.id
}
