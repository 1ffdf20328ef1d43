/** What stands around a day besides the valuation before it: public NAVs, the benchmark, earlier returns, earlier accruals. */
import type { AccrualPoints } from '@sma/finance/checks/accrual'
import type { DayContext } from '@sma/finance/checks/check-day'
import { JUMP_DAYS, standsOut, type JumpContext } from '@sma/finance/checks/jump'
import { dayMovePpm, payout } from '@sma/finance/checks/movement'
import type { PublicNavLookup } from '@sma/finance/checks/public-navs'
import { addDays } from '@sma/finance/dates'
import { divideRound } from '@sma/finance/decimal'
import { selectFundNavs } from '../funds/fund-records.queries'
import { selectBenchmarkValues } from '../portfolios/portfolio-records.queries'
import type { DayPlace } from './day-findings.service'
import { selectEarlierNavs, selectPreviousDay } from './day-records.queries'
import type { ValuationTable } from './days.table'

type Surroundings = Pick<DayContext, 'publicNavOf' | 'benchmark' | 'history' | 'accruals'>

export async function surroundingsOf(
  place: DayPlace,
  context: DayContext,
  previous: ValuationTable | undefined,
): Promise<Surroundings> {
  return {
    publicNavOf: await publicNavs(place, context),
    benchmark: await benchmarkOf(place, previous),
    ...(await historyOf(place, context)),
    accruals: previous ? await accrualsOf(place, context, previous) : null,
  }
}

/** Calendar days that certainly hold the trading days from which a price may come. */
const PRICE_WINDOW_DAYS = 30

async function publicNavs(
  { run, db, date }: DayPlace,
  { day, movements }: DayContext,
): Promise<PublicNavLookup | null> {
  if (!run.hasFundNavs) return null
  const transactions = movements.transactions ?? []
  const codes = new Set([...(day.holdings ?? []), ...transactions].map(({ fundCode }) => fundCode))
  const first = [date, ...transactions.map((each) => each.date)].sort()[0] ?? date
  const rows = await selectFundNavs(db, [...codes], { from: addDays(first, -PRICE_WINDOW_DAYS), to: date })
  const navs = new Map(rows.map((row) => [`${row.fund_code} ${row.date}`, row.unit_nav_e8]))
  return (fundCode, of) => navs.get(`${fundCode} ${of}`)
}

async function benchmarkOf(
  { db, portfolio, date }: DayPlace,
  previous: ValuationTable | undefined,
): Promise<JumpContext['benchmark']> {
  if (!previous) return null
  const values = await selectBenchmarkValues(db, portfolio.id, [previous.date, date])
  const [before, after] = [values.get(previous.date), values.get(date)]
  return before === undefined || after === undefined ? null : { before, after }
}

/** Read only where the day's move is large enough to stand out. */
async function historyOf({ db, portfolio, date }: DayPlace, context: DayContext): Promise<Pick<DayContext, 'history'>> {
  const { day, previous, movements, calendar, limits } = context
  const { strategy } = context.portfolio
  const move = dayMovePpm(day, previous, { strategy, flows: movements.flows, calendar })
  if (move === null || !standsOut(move, limits?.movePpm)) return {}
  const navs = await selectEarlierNavs(db, portfolio.id, { before: date, count: JUMP_DAYS + 1 })
  if (navs.length <= JUMP_DAYS) return { history: null }
  return { history: navs.slice(1).map((nav, index) => movePpm(navs[index] ?? nav, nav)) }
}

type EarlierNav = Awaited<ReturnType<typeof selectEarlierNavs>>[number]

function movePpm(from: EarlierNav, to: EarlierNav): bigint {
  if (from.unit_nav_e8 <= 0n) return 0n
  const sides = [from, to].map(({ date, unit_nav_e8, accumulated_nav_e8 }) => ({
    date,
    unitNavE8: unit_nav_e8,
    accumulatedNavE8: accumulated_nav_e8,
    netAssetsE4: 0n,
    sharesE4: 0n,
    holdings: null,
  }))
  const [before, after] = sides
  const distributed = before && after ? payout(after, before, []) : 0n
  return divideRound((to.unit_nav_e8 + distributed - from.unit_nav_e8) * 1_000_000n, from.unit_nav_e8)
}

async function accrualsOf(
  { db, portfolio, date }: DayPlace,
  { day }: DayContext,
  previous: ValuationTable,
): Promise<AccrualPoints | null> {
  const { netAssetsE4, managementPayableE4 = null } = day
  if (managementPayableE4 === null || previous.management_payable_e4 === null) return null
  const first = await selectPreviousDay(db, portfolio.id, previous.date)
  if (!first) return null
  return [pointOf(first), pointOf(previous), { date, netAssetsE4, managementPayableE4 }]
}

const pointOf = (row: ValuationTable): AccrualPoints[0] => ({
  date: row.date,
  netAssetsE4: row.net_assets_e4,
  managementPayableE4: row.management_payable_e4,
})
