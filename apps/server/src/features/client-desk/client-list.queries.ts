/** Clients page by page. What an adviser may not see is left out in the statement, from what is searched too. */
import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Db } from '../../db/schema'
import type { SortedPlace } from '../../sorted-cursor'
import { owns } from '../clients/ownership.queries'

export type ClientColumn = 'clientNo' | 'createdAt' | 'signedInAt'

/** Hashes of what was typed; `tails` only where it is as long as a tail. */
export interface PersonalMacs {
  name: string
  idNumber: string
  phone: string
  tails: { idNumber: string; phone: string } | null
}

export interface ClientFilter {
  now: string
  /** Set for an adviser: clients of accounts assigned to this person, and no other account of theirs. */
  staffId: string | null
  text: string | undefined
  personal: PersonalMacs | null
  state: 'active' | 'suspended' | 'erased' | 'without-accounts' | 'never-signed-in' | undefined
}

export interface ClientOrder {
  by: ClientColumn
  isDown: boolean
  /** The last row of the page before. */
  after: SortedPlace | null
  limit: number
}

const COLUMNS = { clientNo: 'client.client_no', createdAt: 'client.created_at', signedInAt: 'client.signed_in_at' }

/** Nobody's sign-in comes before everybody's. */
const valueOf = (by: ClientColumn): RawBuilder<string> => sql<string>`coalesce(${sql.ref(COLUMNS[by])}, '')`

/** An account that this client owns now and the asking person may see, of which more may be asked. */
const ownsOne = (
  { now, staffId }: ClientFilter,
  more: RawBuilder<SqlBool> = sql<SqlBool>`1 = 1`,
) => sql<SqlBool>`exists (
  select 1 from client_portfolio as owned inner join portfolio as p on p.id = owned.portfolio_id
  where owned.client_id = client.id and ${owns('owned', now)} and ${isSeenBy(staffId)} and ${more})`

const isSeenBy = (staffId: string | null) =>
  staffId === null
    ? sql<SqlBool>`1 = 1`
    : sql<SqlBool>`exists (select 1 from adviser_portfolio as mine
        where mine.staff_id = ${staffId} and mine.portfolio_id = owned.portfolio_id)`

function fitsText(filter: ClientFilter, text: string) {
  const like = `%${text.toLowerCase().replaceAll(/[!%_]/g, '!$&')}%`
  const ofAccount = sql<SqlBool>`(lower(p.code) like ${like} escape '!' or lower(p.name) like ${like} escape '!')`
  return sql<SqlBool>`(lower(client.client_no) like ${like} escape '!' or ${ownsOne(filter, ofAccount)})`
}

function fitsPerson({ name, idNumber, phone, tails }: PersonalMacs) {
  const whole = sql<SqlBool>`client.name_mac = ${name} or client.id_number_mac = ${idNumber} or client.phone_mac = ${phone}`
  if (tails === null) return sql<SqlBool>`(${whole})`
  return sql<SqlBool>`(${whole} or client.id_number_tail_mac = ${tails.idNumber} or client.phone_tail_mac = ${tails.phone})`
}

function fitsState(filter: ClientFilter): RawBuilder<SqlBool> {
  const known = sql<SqlBool>`client.erased_at is null`
  switch (filter.state) {
    case undefined:
      return sql<SqlBool>`1 = 1`
    case 'active':
      return sql<SqlBool>`client.suspended_at is null`
    case 'suspended':
      return sql<SqlBool>`client.suspended_at is not null and ${known}`
    case 'erased':
      return sql<SqlBool>`client.erased_at is not null`
    case 'never-signed-in':
      return sql<SqlBool>`client.signed_in_at is null and ${known}`
    case 'without-accounts':
      return sql<SqlBool>`${known} and not ${ownsOne(filter)} and not exists (
        select 1 from delegation as d where d.delegate_id = client.id and d.ends_at > ${filter.now})`
  }
}

const fitting = (db: Db, filter: ClientFilter) =>
  db
    .selectFrom('client')
    .where(fitsState(filter))
    .$if(filter.staffId !== null, (q) => q.where(ownsOne(filter)))
    .$if(filter.text !== undefined && filter.text !== '', (q) => q.where(fitsText(filter, filter.text ?? '')))
    .$if(filter.personal !== null, (q) => q.where(fitsPerson(filter.personal as PersonalMacs)))

export function selectClientPage(db: Db, filter: ClientFilter, { by, isDown, after, limit }: ClientOrder) {
  const value = valueOf(by)
  const beyond = isDown ? sql`<` : sql`>`
  return fitting(db, filter)
    .selectAll('client')
    .select(value.as('place'))
    .$if(after !== null, (q) =>
      q.where(
        sql<SqlBool>`(${value} ${beyond} ${after?.value} or (${value} = ${after?.value} and client.id ${beyond} ${after?.code}))`,
      ),
    )
    .orderBy(value, isDown ? 'desc' : 'asc')
    .orderBy('client.id', isDown ? 'desc' : 'asc')
    .limit(limit)
    .execute()
}

export async function countClients(db: Db, filter: ClientFilter): Promise<number> {
  const row = await fitting(db, filter)
    .select((e) => e.fn.countAll<number>().as('clients'))
    .executeTakeFirstOrThrow()
  return Number(row.clients)
}

/** Codes of the accounts that these clients own now, as far as the asking person may see them. */
export async function selectOwnedCodes(
  db: Db,
  { ids, now, staffId }: { ids: readonly string[]; now: string; staffId: string | null },
) {
  if (ids.length === 0) return []
  return db
    .selectFrom('client_portfolio as owned')
    .innerJoin('portfolio as p', 'p.id', 'owned.portfolio_id')
    .select(['owned.client_id', 'p.code'])
    .where('owned.client_id', 'in', ids)
    .where(owns('owned', now))
    .where(isSeenBy(staffId))
    .orderBy('p.code')
    .execute()
}
