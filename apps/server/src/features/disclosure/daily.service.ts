/** Days whose net value is not shown to clients: what is late, what is due, and what staff have explained (R-DSC-1). */
import { expectedOn } from '@sma/finance/calendar/disclosure'
import type { TradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { addDays } from '@sma/finance/dates'
import type { Deps } from '../../deps'
import {
  selectDailyAccounts,
  selectDailyMarks,
  selectMissingDays,
  selectUnpublishedDays,
  type DailyAccount,
} from './disclosure.queries'
import { isDueWithin, isNamed, type DutyFilter, type DutyRow, type DutyScope } from './duties'

/** No net value is due later than so many days after its own. */
const LONGEST_LAG_DAYS = 60

interface OpenDay {
  date: string
  /** What staff said of a missing day. */
  explanation: string | null
}

/** All of every account under the filter, whatever their state and in no order: few, as published days are not among them. */
export async function dailyRows(
  { db }: Pick<Deps, 'db'>,
  { house, today }: DutyScope,
  { calendar, filter }: { calendar: TradingCalendar; filter: DutyFilter },
): Promise<DutyRow[]> {
  if (filter.kind !== undefined && filter.kind !== 'daily') return []
  const accounts = (await selectDailyAccounts(db)).filter((account) => isNamed(account, filter))
  const between = await daysBetweenValuations(db)
  const marks = new Map((await selectDailyMarks(db)).map((mark) => [`${mark.portfolio_id} ${mark.period}`, mark]))
  return accounts
    .filter(({ daily }) => (daily ?? house.daily) === 1)
    .flatMap((account) => {
      const since = account.since ?? house.since
      const around = daysAround(account, { since, today }, calendar)
      // A withdrawn day is missing, too, and stands once.
      const days = new Map([...around, ...(between.get(account.id) ?? [])].map((day) => [day.date, day]))
      return [...days.values()]
        .filter(({ date }) => date >= account.launch_date && date <= (account.closed_on ?? date))
        .filter(({ date }) => calendar.isTradingDay(date))
        .map((day) => ({ ...day, dueOn: expectedOn(day.date, account.valuation_lag, calendar) }))
        .filter(({ dueOn }) => dueOn >= since && isDueWithin(dueOn, filter))
        .map((day) => rowOf(account, { ...day, mark: marks.get(`${account.id} ${day.date}`), today }))
    })
}

async function daysBetweenValuations(db: Deps['db']): Promise<Map<string, OpenDay[]>> {
  const days = new Map<string, OpenDay[]>()
  const add = (portfolioId: string, day: OpenDay) => {
    const known = days.get(portfolioId)
    if (known) known.push(day)
    else days.set(portfolioId, [day])
  }
  for (const { portfolio_id, date, state, note } of await selectMissingDays(db))
    add(portfolio_id, { date, explanation: state === 'explained' ? (note ?? '') : null })
  for (const { portfolio_id, date } of await selectUnpublishedDays(db)) add(portfolio_id, { date, explanation: null })
  return days
}

/** Trading days before the first valuation and after the newest. */
function daysAround(
  { first_valued, last_valued }: DailyAccount,
  { since, today }: { since: string; today: string },
  calendar: TradingCalendar,
): OpenDay[] {
  const from = addDays(since, -LONGEST_LAG_DAYS)
  const later = last_valued === null ? from : addDays(last_valued, 1)
  const spans = [{ from: later > from ? later : from, to: today }]
  if (first_valued !== null) spans.push({ from, to: addDays(first_valued, -1) })
  return spans.flatMap(({ from: begin, to }) =>
    calendar.tradingDaysBetween(begin, to).map((date) => ({ date, explanation: null })),
  )
}

function rowOf(
  { id, code, name }: DailyAccount,
  {
    date,
    dueOn,
    explanation,
    mark,
    today,
  }: OpenDay & {
    dueOn: string
    mark: Awaited<ReturnType<typeof selectDailyMarks>>[number] | undefined
    today: string
  },
): DutyRow {
  const open = dueOn < today ? 'late' : 'due'
  return {
    portfolio_id: id,
    code,
    name,
    kind: 'daily',
    period: date,
    title: null,
    due_on: dueOn,
    state: mark ? 'covered' : explanation === null ? open : 'waived',
    covered_at: mark?.marked_at ?? null,
    publication: null,
    note: mark?.note ?? explanation,
    marked_by: mark?.marked_by ?? null,
  }
}
