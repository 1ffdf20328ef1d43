/** Duties whose periods have ended, for every account at once: the rules are dates of @sma/finance, the statement compares them. */
import type { ReportPeriod } from '@sma/finance/calendar/duties'
import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../db/schema'
import type { DisclosureRuleTable, DutyKind } from './disclosure.table'

export type DutyState = 'late' | 'due' | 'waived' | 'covered'

/** What counts where an account has no rule of its own. */
export type HouseRule = Pick<DisclosureRuleTable, 'daily' | 'monthly' | 'quarterly' | 'annual'> & { since: string }

export interface DutyScope {
  house: HouseRule
  /** Those that any account can owe; accounts owe those due since their own day. */
  periods: readonly ReportPeriod[]
  /** Ids of accounts that ran for less than three months in all. */
  short: readonly string[]
  broad: readonly BroadReport[]
  today: string
  now: string
}

export interface DutyFilter {
  states: readonly DutyState[]
  kind: DutyKind | undefined
  /** Part of code or name, whatever its case. */
  text: string | undefined
  from: string | undefined
  to: string | undefined
}

/** Where a page ended; `place` is the state's in {@link PLACES}. */
export interface DutyPlace {
  place: number
  dueOn: string
  code: string
  kind: string
  period: string
}

export interface DutyRow {
  portfolio_id: string
  code: string
  name: string
  kind: DutyKind
  period: string
  title: string | null
  due_on: string
  state: DutyState
  covered_at: string | null
  publication: string | null
  note: string | null
  marked_by: string | null
}

/** Late ones before all. */
export const PLACES: Record<DutyState, number> = { late: 0, due: 1, waived: 2, covered: 3 }

/** Of what is done the newest come first. */
export const isNewestFirst = (states: readonly DutyState[]): boolean =>
  !states.includes('late') && !states.includes('due')

export async function selectDuties(
  db: Db,
  scope: DutyScope,
  { after, limit, ...filter }: DutyFilter & { after: DutyPlace | null; limit: number },
): Promise<DutyRow[]> {
  if (filter.states.length === 0) return []
  const direction = sql.raw(isNewestFirst(filter.states) ? 'desc' : 'asc')
  const { rows } = await sql<DutyRow>`
    ${stated(scope, filter)}
    select portfolio_id, code, name, kind, period, title, due_on, state, covered_at, publication, note, marked_by
    from stated
    where state in (${sql.join(filter.states)}) ${after === null ? sql`` : sql`and ${isBeyond(after, filter.states)}`}
    order by place ${direction}, due_on ${direction}, code ${direction}, kind ${direction}, period ${direction}
    limit ${limit}`.execute(db)
  return rows
}

export interface DutyCount {
  state: DutyState
  duties: number
  /** The first day on which one of them was or is due. */
  first_due: string
  /** Of them, due by a day. */
  soon: number
}

/** By state, whatever the filter's states; `soonBy`: until when something that is due counts as soon. */
export async function countDuties(db: Db, scope: DutyScope, filter: DutyFilter, soonBy: string): Promise<DutyCount[]> {
  const { rows } = await sql<DutyCount>`
    ${stated(scope, filter)}
    select state, count(*) as duties, min(due_on) as first_due, sum(case when due_on <= ${soonBy} then 1 else 0 end) as soon
    from stated group by state`.execute(db)
  return rows.map((row) => ({ ...row, duties: Number(row.duties), soon: Number(row.soon) }))
}

/** `stated`: every duty under the filter, with its state. */
const stated = (scope: DutyScope, filter: DutyFilter) => sql`
  with period as (${periodRows(scope.periods)}),
  duty as (
    select p.id as portfolio_id, p.code, p.name, t.kind, t.period, null as title, t.due_on,
      case when p.launch_date > t.launched_by or p.closed_on < t.closed_from then 1
        when t.kind <> 'monthly' and ${isShort(scope.short)} then 1 else 0 end as is_young
    from portfolio p
    join period t on p.launch_date <= t.until and (p.closed_on is null or p.closed_on >= t.begins)
    left join disclosure_rule r on r.portfolio_id = p.id
    where t.due_on >= coalesce(r.since, ${scope.house.since}) and ${isOwed(scope.house)}
    union all
    select p.id, p.code, p.name, 'event', e.happened_on, e.title, e.due_on, 0
    from disclosure_event e join portfolio p on p.id = e.portfolio_id
  ),
  cover as (
    select portfolio_id, kind, period, min(published_at) as covered_at, min(publication) as publication
    from (${coverRows(scope)}) as each_cover group by portfolio_id, kind, period
  ),
  stated as (
    select every.*, case state when 'late' then 0 when 'due' then 1 when 'waived' then 2 else 3 end as place
    from (
      select d.portfolio_id, d.code, d.name, d.kind, d.period, d.title, d.due_on, m.note, m.marked_by,
        coalesce(c.covered_at, m.marked_at) as covered_at, c.publication,
        case when c.portfolio_id is not null or m.portfolio_id is not null then 'covered'
          when d.is_young = 1 then 'waived' when d.due_on < ${scope.today} then 'late' else 'due' end as state
      from duty d
      left join cover c on c.portfolio_id = d.portfolio_id and c.kind = d.kind and c.period = d.period
      left join disclosure_mark m on m.portfolio_id = d.portfolio_id and m.kind = d.kind and m.period = d.period
      where ${isUnder(filter)}
    ) as every
  )`

const isShort = (ids: readonly string[]) => (ids.length === 0 ? sql`1 = 0` : sql`p.id in (${sql.join(ids)})`)

const NO_PERIOD = { kind: '', period: '', dueOn: '', from: '', to: '', launchedBy: '', closedFrom: '' }

/** SQLite joins 500 selects in one statement; decades of months are more. */
const ROWS_AT_ONCE = 400

function periodRows(periods: readonly ReportPeriod[]): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = []
  for (let at = 0; at <= periods.length; at += ROWS_AT_ONCE)
    parts.push(sql`select * from (${rowsOf(periods.slice(at, at + ROWS_AT_ONCE))}) as part`)
  return sql.join(parts, sql` union all `)
}

const rowsOf = (periods: readonly ReportPeriod[]) =>
  sql.join(
    [NO_PERIOD, ...periods].map(
      ({ kind, period, dueOn, from, to, launchedBy, closedFrom }) =>
        sql`select ${kind} as kind, ${period} as period, ${dueOn} as due_on, ${to} as until, ${launchedBy} as launched_by,
          ${from} as begins, ${closedFrom} as closed_from`,
    ),
    sql` union all `,
  )

const isOwed = ({ monthly, quarterly, annual }: HouseRule): RawBuilder<boolean> => sql`
  case t.kind when 'monthly' then coalesce(r.monthly, ${monthly})
    when 'quarterly' then coalesce(r.quarterly, ${quarterly})
    else coalesce(r.annual, ${annual}) end = 1`

/** A report that all clients, or those of a strategy, can read now. */
export interface BroadReport {
  id: string
  strategy: string | null
  report_kind: string | null
  report_period: string | null
  published_at: string | null
}

/** Few, and read apart: joined with every account in the statement they would be looked for among all publications each time. */
export function selectBroadReports(db: Db, now: string): Promise<BroadReport[]> {
  return db
    .selectFrom('publication')
    .select(['id', 'strategy', 'report_kind', 'report_period', 'published_at'])
    .where('report_kind', 'is not', null)
    .where('audience', '!=', 'accounts')
    .where('state', '=', 'released')
    .where('published_at', '<=', now)
    .orderBy('id')
    .execute()
}

/** What clients of an account can read now, of those that name a report. */
const coverRows = ({ now, broad }: DutyScope) =>
  sql.join(
    [
      sql`select x.portfolio_id, b.report_kind as kind, b.report_period as period, b.published_at, b.id as publication
  from publication b join publication_portfolio x on x.publication_id = b.id
  where b.report_kind is not null and b.audience = 'accounts' and b.state = 'released' and b.published_at <= ${now}`,
      ...broad.map(
        ({ id, strategy, report_kind, report_period, published_at }) =>
          sql`select id, ${report_kind}, ${report_period}, ${published_at}, ${id} from portfolio
  where ${strategy === null ? sql`1 = 1` : sql`strategy = ${strategy}`}`,
      ),
    ],
    sql` union all `,
  )

function isUnder({ kind, text, from, to }: DutyFilter): RawBuilder<boolean> {
  const conditions = [sql<boolean>`1 = 1`]
  if (kind !== undefined) conditions.push(sql`d.kind = ${kind}`)
  if (from !== undefined) conditions.push(sql`d.due_on >= ${from}`)
  if (to !== undefined) conditions.push(sql`d.due_on <= ${to}`)
  if (text !== undefined && text !== '') {
    const like = `%${text.toLowerCase().replaceAll(/[!%_]/g, '!$&')}%`
    conditions.push(sql`(lower(d.code) like ${like} escape '!' or lower(d.name) like ${like} escape '!')`)
  }
  return sql.join(conditions, sql` and `)
}

function isBeyond({ place, dueOn, code, kind, period }: DutyPlace, states: readonly DutyState[]): RawBuilder<boolean> {
  const beyond = sql.raw(isNewestFirst(states) ? '<' : '>')
  return sql`(place ${beyond} ${place} or (place = ${place} and (due_on ${beyond} ${dueOn} or (due_on = ${dueOn} and
    (code ${beyond} ${code} or (code = ${code} and (kind ${beyond} ${kind} or (kind = ${kind} and period ${beyond} ${period}))))))))`
}
