/** What is due to clients, and by when: pure dates, no state of anything (docs/rules/11-disclosure.md). */
import { addDays, addMonths, monthEnd, monthOf, monthStart, yearOf } from '../dates'
import { expectedOn } from './disclosure'
import type { TradingCalendar } from './trading-calendar'

export type ReportKind = 'monthly' | 'quarterly' | 'annual'

/** A period of which a report is due: `period` is `2026-10`, `2026-Q4` or `2026`. */
export interface ReportPeriod {
  kind: ReportKind
  period: string
  from: string
  to: string
  dueOn: string
  /** The calendar only assumes the trading days that `dueOn` is counted in (R-DAY-2). */
  provisional: boolean
  /** Accounts launched later, yet within the period, ran it for less than three months (R-DSC-3). */
  launchedBy: string
  /** Accounts that closed earlier, yet within the period, ran it for less than three months. */
  closedFrom: string
}

/** A month's report is due so many trading days after its end (R-DSC-2). */
const MONTHLY_TRADING_DAYS = 5
const QUARTERLY_MONTHS = 1
const ANNUAL_MONTHS = 4
const WAIVED_MONTHS = 3
const EVENT_DAYS = 5

/** Months before the first due day in which a period that is due then can have ended. */
const LONGEST_TERM_MONTHS = 4

/** Every period that has ended by `today` and whose report is due on `dueFrom` or later, by the day it ended (R-DSC-2). */
export function reportPeriods(
  { dueFrom, today }: { dueFrom: string; today: string },
  calendar: TradingCalendar,
): ReportPeriod[] {
  const periods: ReportPeriod[] = []
  let end = monthEnd(addMonths(monthStart(dueFrom), -LONGEST_TERM_MONTHS - 1))
  for (; end <= today; end = monthEnd(addDays(end, 1))) {
    for (const period of endingOn(end, calendar)) if (period.dueOn >= dueFrom) periods.push(period)
  }
  return periods
}

function endingOn(to: string, calendar: TradingCalendar): ReportPeriod[] {
  const [year, month] = [yearOf(to), monthOf(to)]
  const dueOn = expectedOn(to, MONTHLY_TRADING_DAYS, calendar)
  const provisional = calendar.isProvisional(dueOn)
  const monthly = {
    kind: 'monthly' as const,
    period: to.slice(0, 7),
    from: monthStart(to),
    to,
    launchedBy: to,
    closedFrom: monthStart(to),
  }
  const periods: ReportPeriod[] = [{ ...monthly, dueOn, provisional }]
  const sure = { to, provisional: false, launchedBy: addMonths(addDays(to, 1), -WAIVED_MONTHS) }
  if (month % 3 === 0) {
    const [from, due] = [monthStart(addMonths(monthStart(to), -2)), addMonths(to, QUARTERLY_MONTHS)]
    periods.push({
      ...sure,
      kind: 'quarterly',
      period: `${year}-Q${month / 3}`,
      from,
      closedFrom: closedFrom(from),
      dueOn: due,
    })
  }
  if (month === 12)
    periods.push({
      ...sure,
      kind: 'annual',
      period: String(year),
      from: `${year}-01-01`,
      closedFrom: closedFrom(`${year}-01-01`),
      dueOn: addMonths(to, ANNUAL_MONTHS),
    })
  return periods
}

const closedFrom = (from: string): string => addDays(addMonths(from, WAIVED_MONTHS), -1)

/** Whether an account ran for less than three months in all: it owes no quarterly and no annual report (R-DSC-3). */
export const ranTooShort = ({ launchDate, closedOn }: { launchDate: string; closedOn: string }): boolean =>
  closedOn < closedFrom(launchDate)

/** By when a material event has to be told (R-DSC-4). */
export const eventDueOn = (happenedOn: string): string => addDays(happenedOn, EVENT_DAYS)
