/** The disclosure calendar: duties of all accounts with their states, page by page, as a table, and in numbers for the board. */
import type { exportDuties, listDuties } from '@sma/contract/staff-disclosure'
import { reportPeriods, type ReportPeriod } from '@sma/finance/calendar/duties'
import { tradingCalendar, type TradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { addDays } from '@sma/finance/dates'
import type { z } from 'zod'
import { csvBytes } from '../../csv'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { Download } from '../../http/replies'
import { shanghaiDate, shanghaiMinute } from '../../shanghai'
import { noteEvent, type Actor } from '../audit/audit.service'
import { selectCalendarDays } from '../funds/fund-records.queries'
import { dailyRows } from './daily.service'
import {
  comparePlaces,
  isNewestFirst,
  PLACES,
  type DutyFilter,
  type DutyPlace,
  type DutyRow,
  type DutyScope,
  type DutyState,
} from './duties'
import { readReports, reportRows, type Reports } from './reports.service'
import { houseRule } from './rules.service'

type ReadDeps = Pick<Deps, 'db' | 'clock'>
type Query = z.output<typeof exportDuties.query>
type Page = z.input<typeof listDuties.reply>

const PAGE = 50
const MOST_ROWS = 50_000
/** What is due within so many days is soon. */
const SOON_DAYS = 7

interface Known {
  scope: DutyScope
  calendar: TradingCalendar
}

async function knownOf({ db, clock }: ReadDeps): Promise<Known> {
  const now = clock.now()
  const today = shanghaiDate(now)
  const calendar = tradingCalendar(await selectCalendarDays(db))
  const { house, earliest } = await houseRule(db, today)
  const periods = reportPeriods({ dueFrom: earliest, today }, calendar)
  const scope = { house, periods, today, now: now.toISOString() }
  return { calendar, scope }
}

const OPEN: readonly DutyState[] = ['late', 'due']

const filterOf = ({ state = 'open', kind, text, from, to }: Query): DutyFilter => ({
  states: state === 'open' ? OPEN : [state],
  kind,
  text,
  from,
  to,
})

interface Duties {
  days: readonly DutyRow[]
  reports: Reports
}

/** All under the filter, and how many there are of each state. */
async function readDuties({ db }: ReadDeps, { scope, calendar }: Known, filter: DutyFilter): Promise<Duties> {
  return {
    days: await dailyRows({ db }, scope, { calendar, filter }),
    reports: await readReports(db, scope, filter),
  }
}

/** Those of the filter's states from a place on, reports and days in one order. */
async function dutiesFrom(
  { db }: ReadDeps,
  { scope }: Known,
  { duties, filter, ...page }: { duties: Duties; filter: DutyFilter; after: DutyPlace | null; limit: number },
): Promise<DutyRow[]> {
  const sign = isNewestFirst(filter.states) ? -1 : 1
  const { after, limit } = page
  const days = duties.days.filter(
    (row) => filter.states.includes(row.state) && (after === null || sign * comparePlaces(placeOf(row), after) > 0),
  )
  const reports = await reportRows(db, scope, { reports: duties.reports, states: filter.states, ...page })
  return [...days, ...reports].sort((a, b) => sign * comparePlaces(placeOf(a), placeOf(b))).slice(0, limit)
}

const placeOf = ({ state, due_on, code, kind, period }: DutyRow): DutyPlace => ({
  place: PLACES[state],
  dueOn: due_on,
  code,
  kind,
  period,
})

/** One row more than a page is read, to know whether there is a next one. */
export async function dutiesPage(deps: ReadDeps, query: z.output<typeof listDuties.query>): Promise<Page> {
  const { limit = PAGE, cursor } = query
  const known = await knownOf(deps)
  const filter = filterOf(query)
  const after = cursor === undefined ? null : cursorPlace(cursor)
  const duties = await readDuties(deps, known, filter)
  const rows = await dutiesFrom(deps, known, { duties, filter, after, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const counts = countsOf(known, duties)
  return {
    today: known.scope.today,
    items: page.map((row) => shown(row, known.scope.periods)),
    next: rows.length > limit && last ? Buffer.from(JSON.stringify(placeOf(last))).toString('base64url') : null,
    counts: { late: counts.late, due: counts.due, waived: counts.waived, covered: counts.covered },
  }
}

function cursorPlace(cursor: string): DutyPlace {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (isPlace(read)) return read
  } catch {
    // No text of ours: refused like any other.
  }
  throw new AppError('cursor-invalid')
}

const isPlace = (read: unknown): read is DutyPlace =>
  typeof read === 'object' &&
  read !== null &&
  'place' in read &&
  Object.values<unknown>(PLACES).includes(read.place) &&
  ['dueOn', 'code', 'kind', 'period'].every((key) => typeof Reflect.get(read, key) === 'string')

interface Counts extends Record<DutyState, number> {
  lateSince: string | null
  soon: number
  soonSince: string | null
}

function countsOf({ scope }: Known, { days, reports }: Duties): Counts {
  const soonBy = addDays(scope.today, SOON_DAYS)
  const of = (state: DutyState) => {
    const dueDays = new Map(reports.dueDays[state])
    for (const row of days) if (row.state === state) dueDays.set(row.due_on, (dueDays.get(row.due_on) ?? 0) + 1)
    const counted = [...dueDays].sort(([a], [b]) => (a < b ? -1 : 1))
    const sum = (some: readonly (readonly [string, number])[]) => some.reduce((total, [, count]) => total + count, 0)
    return { duties: sum(counted), soon: sum(counted.filter(([day]) => day <= soonBy)), first: counted[0]?.[0] ?? null }
  }
  const [late, due] = [of('late'), of('due')]
  return {
    late: late.duties,
    lateSince: late.first,
    due: due.duties,
    soon: due.soon,
    soonSince: due.soon > 0 ? due.first : null,
    waived: of('waived').duties,
    covered: of('covered').duties,
  }
}

/** How much is late, since when the oldest is, and how much is due soon: for the board. */
export async function disclosureNumbers(deps: ReadDeps): Promise<Counts & { soonBy: string }> {
  const known = await knownOf(deps)
  const duties = await readDuties(deps, known, filterOf({}))
  return { ...countsOf(known, duties), soonBy: addDays(known.scope.today, SOON_DAYS) }
}

function shown(row: DutyRow, periods: readonly ReportPeriod[]): Page['items'][number] {
  const known = periods.find(({ kind, period }) => kind === row.kind && period === row.period)
  const isMarked = row.marked_by !== null
  return {
    portfolio: row.code,
    name: row.name,
    kind: row.kind,
    period: row.period,
    title: row.title,
    dueOn: row.due_on,
    provisional: known?.provisional ?? false,
    state: row.state,
    coveredAt: row.covered_at,
    publication: row.publication,
    mark: isMarked ? { note: row.note ?? '', by: row.marked_by ?? '' } : null,
    waiver: row.state === 'waived' ? waiverOf(row) : null,
  }
}

const waiverOf = ({ kind, note }: DutyRow) =>
  kind === 'daily' ? { reason: 'explained' as const, note } : { reason: 'young' as const, note: null }

const HEADINGS = ['组合代码', '组合名称', '披露事项', '期间', '事件', '应披露日', '状态', '披露时间', '说明', '登记人']
const KIND_WORDS = { daily: '净值', monthly: '月报', quarterly: '季报', annual: '年报', event: '重大事项' } as const
const STATE_WORDS = { late: '逾期', due: '待披露', waived: '豁免', covered: '已披露' } as const

export async function dutiesCsv(deps: Deps, actor: Actor, query: Query): Promise<Download> {
  const known = await knownOf(deps)
  const filter = filterOf(query)
  const duties = await readDuties(deps, known, filter)
  const rows = await dutiesFrom(deps, known, { duties, filter, after: null, limit: MOST_ROWS })
  const { state = 'open', kind = null, from = null, to = null } = query
  const detail = { state, kind, from, to, rows: rows.length }
  await noteEvent(deps, { actor, action: 'export-disclosure', object: { kind: 'disclosure', id: 'export' }, detail })
  return { name: `披露日历_${known.scope.today}.csv`, bytes: csvBytes([HEADINGS, ...rows.map(cellsOf)]) }
}

const cellsOf = (row: DutyRow): string[] => [
  row.code,
  row.name,
  KIND_WORDS[row.kind],
  row.period,
  row.title ?? '',
  row.due_on,
  STATE_WORDS[row.state],
  row.covered_at === null ? '' : shanghaiMinute(new Date(row.covered_at)),
  row.state === 'waived' && row.kind !== 'daily' ? '存续不足三个月' : (row.note ?? ''),
  row.marked_by ?? '',
]
