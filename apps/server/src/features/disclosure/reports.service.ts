/** Reports and events that accounts owe, with their states (R-DSC-2 to R-DSC-6): told in memory from rows that are read flat. */
import { ranTooShort, type ReportPeriod } from '@sma/finance/calendar/duties'
import type { Db } from '../../db/schema'
import { groupBy } from '../../group-by'
import type { DisclosureMarkTable, DutyKind } from './disclosure.table'
import {
  comparePlaces,
  isDueWithin,
  isNamed,
  isNewestFirst,
  PLACES,
  type DutyFilter,
  type DutyPlace,
  type DutyRow,
  type DutyScope,
  type DutyState,
} from './duties'
import {
  selectBroadReports,
  selectCovered,
  selectCovers,
  selectDutyAccounts,
  selectEvents,
  selectReportMarks,
  type BroadReport,
  type DutyAccount,
} from './duties.queries'

type ReportKind = Exclude<DutyKind, 'daily'>

/** What an account owes: of one of the calendar's periods, or of a day on which something happened. */
interface Owed {
  kind: ReportKind
  period: string
  dueOn: string
  title: string | null
  isYoung: boolean
}

interface Report {
  account: DutyAccount
  owed: Owed
  state: DutyState
}

export interface Reports {
  /** Those of the filter's states, by due day, code, kind and period within each. */
  byState: Record<DutyState, Report[]>
  /** How many are due on a day, of every state. */
  dueDays: Record<DutyState, Map<string, number>>
  marks: ReadonlyMap<string, DisclosureMarkTable>
  broad: readonly BroadReport[]
}

const KINDS: readonly ReportKind[] = ['monthly', 'quarterly', 'annual', 'event']
const STATES: readonly DutyState[] = ['late', 'due', 'waived', 'covered']
const keyOf = (portfolioId: string, { kind, period }: { kind: DutyKind; period: string }) =>
  `${portfolioId} ${kind} ${period}`

/** All under the filter: those of its states one by one, the others in numbers. */
export async function readReports(db: Db, scope: DutyScope, filter: DutyFilter): Promise<Reports> {
  const all = await selectDutyAccounts(db)
  const accounts = all.filter((account) => isNamed(account, filter))
  const marks = new Map((await selectReportMarks(db)).map((row) => [keyOf(row.portfolio_id, row), row]))
  const broad = await selectBroadReports(db, scope.now)
  const byState: Reports['byState'] = { late: [], due: [], waived: [], covered: [] }
  const dueDays: Reports['dueDays'] = { late: new Map(), due: new Map(), waived: new Map(), covered: new Map() }
  const kinds = KINDS.filter((kind) => filter.kind === undefined || filter.kind === kind)
  if (kinds.length === 0 || accounts.length === 0) return { byState, dueDays, marks, broad }
  const portfolioIds = accounts.length === all.length ? null : accounts.map(({ id }) => id)
  const covered = await coveredBy(db, { kinds, now: scope.now, portfolioIds })
  for (const [account, owed] of owedBy(accounts, scope, { filter, kinds, events: await eventsByDueDay(db) })) {
    const isCovered =
      covered.get(owed.kind)?.get(owed.period)?.has(account.id) === true ||
      (marks.size > 0 && marks.has(keyOf(account.id, owed))) ||
      broad.some((report) => isFor(report, account, owed))
    const open = owed.dueOn < scope.today ? 'late' : 'due'
    const state = isCovered ? 'covered' : owed.isYoung ? 'waived' : open
    dueDays[state].set(owed.dueOn, (dueDays[state].get(owed.dueOn) ?? 0) + 1)
    if (filter.states.includes(state)) byState[state].push({ account, owed, state })
  }
  return { byState, dueDays, marks, broad }
}

type Covered = ReadonlyMap<ReportKind, ReadonlyMap<string, ReadonlySet<string>>>

/** Ids of accounts by kind and period. */
async function coveredBy(
  db: Db,
  { kinds, ...of }: { kinds: readonly ReportKind[]; now: string; portfolioIds: readonly string[] | null },
): Promise<Covered> {
  const covered = new Map<ReportKind, Map<string, Set<string>>>()
  for (const kind of kinds) {
    const periods = new Map<string, Set<string>>()
    for (const { id, period } of await selectCovered(db, { kind, ...of })) {
      const ids = periods.get(period ?? '') ?? new Set()
      periods.set(period ?? '', ids.add(id))
    }
    covered.set(kind, periods)
  }
  return covered
}

const isFor = ({ strategy, ...report }: BroadReport, account: DutyAccount, { kind, period }: Owed): boolean =>
  report.report_kind === kind && report.report_period === period && (strategy === null || strategy === account.strategy)

type Events = ReadonlyMap<string, ReadonlyMap<string, Owed[]>>

/** By due day and account. */
async function eventsByDueDay(db: Db): Promise<Events> {
  const days = groupBy(await selectEvents(db), ({ due_on }) => due_on)
  const eventOwed = ({ happened_on, due_on, title }: Awaited<ReturnType<typeof selectEvents>>[number]): Owed => ({
    kind: 'event',
    period: happened_on,
    dueOn: due_on,
    title,
    isYoung: false,
  })
  return new Map(
    [...days].map(([day, events]) => {
      const accounts = groupBy(events, ({ portfolio_id }) => portfolio_id)
      return [day, new Map([...accounts].map(([id, own]) => [id, own.map(eventOwed)]))]
    }),
  )
}

/** What accounts owe by due day, then code, kind and period: the order of pages. */
function* owedBy(
  accounts: readonly DutyAccount[],
  { house, periods }: DutyScope,
  { filter, kinds, events }: { filter: DutyFilter; kinds: readonly ReportKind[]; events: Events },
): Generator<[DutyAccount, Owed]> {
  // Accounts are many: what they all owe for a period is told once, as it is and as a young account owes it.
  const reports = periods.filter(({ kind }) => kinds.includes(kind)).map((period) => ({ period, ...owedOf(period) }))
  const asked = groupBy(
    reports.sort((a, b) => byKind(a.period, b.period)),
    ({ period }) => period.dueOn,
  )
  const told: Events = kinds.includes('event') ? events : new Map()
  const days = [...new Set([...asked.keys(), ...told.keys()])].filter((day) => isDueWithin(day, filter)).sort()
  const known = accounts.map((account) => ({ account, isShort: isShort(account), since: account.since ?? house.since }))
  for (const day of days)
    for (const { account, isShort, since } of known) {
      const own: Owed[] = []
      for (const { period, owed, young } of day < since ? [] : (asked.get(day) ?? [])) {
        if (!isOwed(period, account, house)) continue
        own.push(hasRunShort(period, account) || (period.kind !== 'monthly' && isShort) ? young : owed)
      }
      const happened = told.get(day)?.get(account.id)
      for (const one of happened ? [...own, ...happened].sort(byKind) : own) yield [account, one]
    }
}

function owedOf({ kind, period, dueOn }: ReportPeriod) {
  const owed: Owed = { kind, period, dueOn, title: null, isYoung: false }
  return { owed, young: { ...owed, isYoung: true } }
}

type Named = Pick<Owed, 'kind' | 'period'>
const byKind = (a: Named, b: Named): number =>
  a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.period < b.period ? -1 : 1

const isShort = ({ launch_date, closed_on }: DutyAccount): boolean =>
  closed_on !== null && ranTooShort({ launchDate: launch_date, closedOn: closed_on })

/** It has to be of one's rule, and the account has to have run within it. */
function isOwed({ kind, from, to }: ReportPeriod, account: DutyAccount, house: DutyScope['house']): boolean {
  const { launch_date, closed_on } = account
  return (account[kind] ?? house[kind]) === 1 && launch_date <= to && (closed_on === null || closed_on >= from)
}

const hasRunShort = (
  { launchedBy, closedFrom }: Pick<ReportPeriod, 'launchedBy' | 'closedFrom'>,
  { launch_date, closed_on }: DutyAccount,
): boolean => launch_date > launchedBy || (closed_on !== null && closed_on < closedFrom)

/** Those of some states from a place on, with what covers them. */
export async function reportRows(
  db: Db,
  { now }: DutyScope,
  page: { reports: Reports; states: readonly DutyState[]; after: DutyPlace | null; limit: number },
): Promise<DutyRow[]> {
  const { after, limit, states, reports } = page
  const inOrder = STATES.filter((state) => states.includes(state)).flatMap((state) => reports.byState[state])
  const isBackwards = isNewestFirst(states)
  if (isBackwards) inOrder.reverse()
  const sign = isBackwards ? -1 : 1
  const first = after === null ? 0 : inOrder.findIndex((report) => sign * comparePlaces(placeOf(report), after) > 0)
  const shown = first < 0 ? [] : inOrder.slice(first, first + limit)
  const coverOf = await coversOf(db, { shown, now })
  return shown.map((report) => rowOf(report, { ...reports, cover: coverOf(report) }))
}

const placeOf = ({ account, owed, state }: Report): DutyPlace => ({
  place: PLACES[state],
  dueOn: owed.dueOn,
  code: account.code,
  kind: owed.kind,
  period: owed.period,
})

interface Cover {
  at: string | null
  publication: string | null
}

/** Since when the covered ones are, and by what. */
async function coversOf(db: Db, { shown, now }: { shown: readonly Report[]; now: string }) {
  const covers = new Map<string, Cover>()
  const covered = shown.filter(({ state }) => state === 'covered')
  for (const kind of KINDS) {
    const reports = covered.filter(({ owed }) => owed.kind === kind)
    if (reports.length === 0) continue
    const portfolioIds = [...new Set(reports.map(({ account }) => account.id))]
    const periods = [...new Set(reports.map(({ owed }) => owed.period))]
    for (const { id, period, ...cover } of await selectCovers(db, { kind, now, portfolioIds, periods }))
      covers.set(keyOf(id, { kind, period: period ?? '' }), cover)
  }
  return ({ account, owed }: Report): Cover | undefined => covers.get(keyOf(account.id, owed))
}

function rowOf(
  { account, owed, state }: Report,
  { cover, marks, broad }: Pick<Reports, 'marks' | 'broad'> & { cover: Cover | undefined },
): DutyRow {
  const mark = marks.get(keyOf(account.id, owed))
  const wide = broad.filter((report) => isFor(report, account, owed))
  const first = (texts: (string | null | undefined)[]) => texts.flatMap((text) => text ?? []).sort()[0] ?? null
  return {
    portfolio_id: account.id,
    code: account.code,
    name: account.name,
    kind: owed.kind,
    period: owed.period,
    title: owed.title,
    due_on: owed.dueOn,
    state,
    covered_at: first([cover?.at, ...wide.map(({ published_at }) => published_at)]) ?? mark?.marked_at ?? null,
    publication: first([cover?.publication, ...wide.map(({ id }) => id)]),
    note: mark?.note ?? null,
    marked_by: mark?.marked_by ?? null,
  }
}
