/** What the checks of a day look at, gathered from what is stored. */
import { checkDay, type DayContext } from '@sma/finance/checks/check-day'
import type { Finding, PreviousDay } from '@sma/finance/checks/checked-day'
import { fundsHaveClass } from '@sma/finance/checks/fund-rows'
import { limitsOf } from '@sma/finance/checks/limits'
import { addDays } from '@sma/finance/dates'
import type { Db } from '../../db/schema'
import type { PortfolioRow } from '../portfolios/portfolio-records.queries'
import type { AssembledDay } from './assemble-day'
import { surroundingsOf } from './day-surroundings.service'
import { figuresOf, selectHoldingRows, selectPreviousDay } from './day-records.queries'
import type { ValuationTable } from './days.table'
import { earliestStaged, everHadTransactions, fundsOfDay, hadO32Before, type ImportRun } from './import-run'
import { flowOf, inForce, selectFlowRows, selectTransactionRows, transactionOf } from './staged-rows.queries'

/** A portfolio's day, inside a transaction. */
export interface DayPlace {
  run: ImportRun
  db: Db
  portfolio: PortfolioRow
  date: string
}

/** Calendar days that certainly span a trading day, whatever holidays lie around it. */
const CALENDAR_DAYS_PER_TRADING_DAY = 7

/** Runs the checks of a day against the day before, the movements in between and O3.2 (R-CHK-*). */
export async function findingsOf(place: DayPlace, assembled: AssembledDay): Promise<Finding[]> {
  const context = await contextOf(place, assembled)
  const after = context.previous ? addDays(context.previous.date, 1) : FIRST_DAY
  const overdue = await overdueRows(place, after)
  return [...checkDay(context), ...overdue, ...(await missingO32(place, assembled.checked.holdingsFrom, assembled.o32))]
}

const FIRST_DAY = '0000-01-01'

/** All that the checks of a day look at. */
export async function contextOf(place: DayPlace, { checked, o32 }: AssembledDay): Promise<DayContext> {
  const { run, db, portfolio, date } = place
  const limits = limitsOf(portfolio.strategy, run.tolerances.get(portfolio.id), run.deps.config.tolerances)
  const previousRow = await selectPreviousDay(db, portfolio.id, date)
  const previous = previousRow ? await previousDay(db, previousRow) : null
  const after = previous ? addDays(previous.date, 1) : FIRST_DAY
  const withTransactions = await everHadTransactions(run, db, portfolio.id)
  const transit = Number(limits.transitDays) * CALENDAR_DAYS_PER_TRADING_DAY
  const earliest = o32 && previous ? earlier(after, addDays(date, -transit)) : after
  const latest = o32 ? addDays(date, transit) : date
  const around = withTransactions
    ? inForce(await selectTransactionRows(db, portfolio.id, { from: earliest, to: latest })).map(transactionOf)
    : []
  const flows = inForce(await selectFlowRows(db, portfolio.id, { from: after, to: date })).map(flowOf)
  const context: DayContext = {
    portfolio: {
      launchDate: portfolio.launch_date,
      closedOn: portfolio.closed_on,
      navDecimals: portfolio.nav_decimals,
      strategy: portfolio.strategy,
    },
    day: checked,
    previous,
    movements: {
      flows,
      transactions: withTransactions ? around.filter((row) => row.date >= after && row.date <= date) : null,
    },
    o32,
    transactionsAround: around,
    fund: fundsOfDay(run, date),
    calendar: run.calendar,
    today: run.today,
    limits,
  }
  return { ...context, ...(await surroundingsOf(place, context, previousRow)) }
}

/** R-CHK-8 for late transactions that would be published with this day. */
async function overdueRows({ run, db, portfolio, date }: DayPlace, before: string): Promise<Finding[]> {
  const from = await earliestStaged(run, db, portfolio.id)
  if (from === null || from >= before) return []
  const rows = await selectTransactionRows(db, portfolio.id, { from, to: addDays(before, -1) })
  const staged = rows.filter((row) => row.state === 'staged').map((row) => row.fund_code)
  return fundsHaveClass(staged, fundsOfDay(run, date))
}

const earlier = (left: string, right: string): string => (left < right ? left : right)

async function previousDay(db: Db, row: ValuationTable): Promise<PreviousDay> {
  const holdings = row.holdings_known === 1 ? await selectHoldingRows(db, row.portfolio_id, row) : []
  const figures = figuresOf(row, holdings)
  return { ...figures, date: row.date }
}

/** R-CHK-4 warns on a trading day without an O3.2 file, where this portfolio had O3.2 files before. */
async function missingO32(place: DayPlace, from: 'fa' | 'neutral' | null, o32: unknown): Promise<Finding[]> {
  const { run, db, portfolio, date } = place
  if (o32 !== null || from !== 'fa' || !run.calendar.isTradingDay(date)) return []
  if (!(await hadO32Before(run, db, { portfolioId: portfolio.id, date }))) return []
  return [{ check: 'R-CHK-4', severity: 'warning', subject: null, row: null, found: '', expected: `O3.2 ${date}` }]
}
