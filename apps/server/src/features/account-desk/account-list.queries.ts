/** Accounts as the console lists them: filtered, sorted and cut into pages by the database. */
import { sql, type Expression, type SqlBool } from 'kysely'
import type { AccountState } from '@sma/finance/facts'
import type { Db } from '../../db/schema'
import type { SortedPlace } from '../../sorted-cursor'

export type SortColumn = 'code' | 'name' | 'launch_date' | 'last_day'

export interface AccountFilter {
  /** Part of code, names, numbers or an adviser's login, whatever its case. */
  text?: string
  strategy?: string
  state?: AccountState
  /** A login; `none`: assigned to nobody. */
  adviser?: string
  /** Only those assigned to this person; null: all. */
  assignedTo: string | null
}

export interface AccountPlace {
  column: SortColumn
  isDown: boolean
  after: SortedPlace | null
  limit: number
}

/** One page under the filter. Accounts with equal values stand by code, in the same direction. */
export function selectAccountPage(db: Db, filter: AccountFilter, { column, isDown, after, limit }: AccountPlace) {
  const direction = isDown ? 'desc' : 'asc'
  const beyond = isDown ? '<' : '>'
  return db
    .selectFrom(filtered(db, filter).as('a'))
    .selectAll()
    .$if(after !== null, (q) =>
      q.where((e) =>
        e.or([
          e(e.ref(column), beyond, after?.value ?? ''),
          e.and([e(e.ref(column), '=', after?.value ?? ''), e('code', beyond, after?.code ?? '')]),
        ]),
      ),
    )
    .orderBy(column, direction)
    .$if(column !== 'code', (q) => q.orderBy('code', direction))
    .limit(limit)
    .execute()
}

export type AccountRow = Awaited<ReturnType<typeof selectAccountPage>>[number]

export async function countAccounts(db: Db, filter: AccountFilter): Promise<number> {
  const row = await db
    .selectFrom(filtered(db, filter).as('a'))
    .select((e) => e.fn.countAll<number | bigint>().as('accounts'))
    .executeTakeFirstOrThrow()
  return Number(row.accounts)
}

/** `last_day` is empty before the first published one, which sorts first. */
function filtered(db: Db, { text, strategy, state, adviser, assignedTo }: AccountFilter) {
  return db
    .selectFrom('portfolio as p')
    .select(['p.id', 'p.code', 'p.name', 'p.strategy', 'p.launch_date', 'p.o32_fund_no', 'p.fa_ledger_no'])
    .select(['p.nav_decimals', 'p.state'])
    .select((e) =>
      e.fn
        .coalesce(
          e
            // Not as a maximum: MySQL would read every day of each account for it.
            .selectFrom('published_day as d')
            .select('d.date')
            .whereRef('d.portfolio_id', '=', 'p.id')
            .orderBy('d.date', 'desc')
            .limit(1),
          sql<string>`''`,
        )
        .as('last_day'),
    )
    .$if(Boolean(text), (q) => q.where(hasText(text ?? '')))
    .$if(strategy !== undefined, (q) => q.where('p.strategy', '=', strategy ?? ''))
    .$if(state !== undefined, (q) => q.where('p.state', '=', state ?? 'running'))
    .$if(adviser === 'none', (q) => q.where((e) => e.not(e.exists(assignments(db)))))
    .$if(adviser !== undefined && adviser !== 'none', (q) =>
      q.where((e) => e.exists(assignments(db).where('s.login', '=', adviser ?? ''))),
    )
    .$if(assignedTo !== null, (q) =>
      q.where((e) => e.exists(assignments(db).where('own.staff_id', '=', assignedTo ?? ''))),
    )
}

/** Whose account the row of `p` is. */
const assignments = (db: Db) =>
  db
    .selectFrom('adviser_portfolio as own')
    .innerJoin('staff as s', 's.id', 'own.staff_id')
    .select('own.staff_id')
    .where(sql<boolean>`own.portfolio_id = p.id`)

function hasText(text: string): Expression<SqlBool> {
  const like = `%${text.toLowerCase().replaceAll(/[!%_]/g, '!$&')}%`
  return sql<SqlBool>`(lower(p.code) like ${like} escape '!'
    or lower(p.name) like ${like} escape '!'
    or lower(p.fa_name) like ${like} escape '!'
    or lower(p.o32_fund_no) like ${like} escape '!'
    or lower(p.fa_ledger_no) like ${like} escape '!'
    or exists (select 1 from portfolio_alias as alias where alias.portfolio_id = p.id and lower(alias.value) like ${like} escape '!')
    or exists (select 1 from adviser_portfolio as mine join staff on staff.id = mine.staff_id
      where mine.portfolio_id = p.id and lower(staff.login) like ${like} escape '!'))`
}

/** The published figures of some accounts on some days, by account. */
export function selectShownFigures(db: Db, accounts: readonly { id: string; last_day: string }[]) {
  const days = accounts.filter(({ last_day }) => last_day !== '')
  if (days.length === 0) return Promise.resolve([])
  return db
    .selectFrom('published_day as d')
    .innerJoin('valuation as v', (join) =>
      join
        .onRef('v.portfolio_id', '=', 'd.portfolio_id')
        .onRef('v.date', '=', 'd.date')
        .onRef('v.version', '=', 'd.version'),
    )
    .select(['d.portfolio_id', 'd.date', 'v.unit_nav_e8', 'v.net_assets_e4'])
    .where((e) =>
      e.or(days.map(({ id, last_day }) => e.and([e('d.portfolio_id', '=', id), e('d.date', '=', last_day)]))),
    )
    .execute()
}

/** Everybody who has an account, by login. */
export async function selectAssignedLogins(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('adviser_portfolio as own')
    .innerJoin('staff as s', 's.id', 'own.staff_id')
    .select('s.login')
    .distinct()
    .orderBy('s.login')
    .execute()
  return rows.map(({ login }) => login)
}

/** Who looks after some accounts, by login. */
export function selectAdvisersOf(db: Db, portfolioIds: readonly string[]) {
  if (portfolioIds.length === 0) return Promise.resolve([])
  return db
    .selectFrom('adviser_portfolio as own')
    .innerJoin('staff as s', 's.id', 'own.staff_id')
    .select(['own.portfolio_id', 's.login'])
    .where('own.portfolio_id', 'in', portfolioIds)
    .orderBy('s.login')
    .execute()
}
