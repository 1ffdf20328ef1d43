/** A day's board: for each portfolio how far the day has come whose files should be there by then. */
import type { readBoard } from '@sma/contract/staff-board'
import { tradingCalendar, type TradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { addDays } from '@sma/finance/dates'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import { shanghaiDate, startOfDay } from '../../shanghai'
import { selectCalendarDays } from '../funds/fund-records.queries'
import {
  countRefusedFiles,
  selectBoardPortfolios,
  selectHeldByReaders,
  selectOpenFindings,
  selectSources,
  selectStates,
  selectWaiting,
} from './board.queries'

type BoardReply = z.input<typeof readBoard.reply>
type BoardRow = BoardReply['portfolios'][number]
type PortfolioRow = Awaited<ReturnType<typeof selectBoardPortfolios>>[number]

/** The board of `asked`, as it stands now; today's where it is left out or lies ahead. */
export async function boardOf(deps: Deps, asked: string | undefined): Promise<BoardReply> {
  const { db, clock } = deps
  const now = clock.now()
  const today = shanghaiDate(now)
  const date = asked !== undefined && asked < today ? asked : today
  const calendar = tradingCalendar(await selectCalendarDays(db))
  const portfolios = await selectBoardPortfolios(db, date)
  const expected = new Map(portfolios.map((row) => [row.id, expectedDay(calendar, date, row)]))
  const dates = [...new Set([...expected.values()].filter((day) => day !== null))]
  const days = await readDays(db, { portfolioIds: portfolios.map(({ id }) => id), dates })
  const waiting = countsOf(await selectWaiting(db, date), ({ days: count }) => count)
  const findings = countsOf(await selectOpenFindings(db, date), ({ findings: count }) => count)
  return {
    today,
    date,
    at: now.toISOString(),
    files: await refusedFiles(db, date),
    portfolios: portfolios.map((row) => {
      const day = expected.get(row.id) ?? null
      return {
        code: row.code,
        name: row.name,
        expectedDate: day,
        ...days(row.id, day),
        lastPublished: row.last_published,
        ...missingDays(calendar, row, day),
        waiting: waiting.get(row.id) ?? 0,
        findings: findings.get(row.id) ?? 0,
      }
    }),
  }
}

/** How far each of these days has come, and what came for it. */
async function readDays(db: Deps['db'], asked: { portfolioIds: readonly string[]; dates: readonly string[] }) {
  const states = lastByDay(await selectStates(db, asked), ({ state }) => state)
  const sources = allByDay(await selectSources(db, asked))
  const refused = lastByDay(await selectHeldByReaders(db, asked.dates), () => 'held')
  return (portfolioId: string, date: string | null): Pick<BoardRow, 'state' | 'sources'> => {
    const key = `${portfolioId} ${date}`
    const state = date === null ? null : stateOf(states.get(key) ?? refused.get(key), sources.get(key))
    return { state, sources: sources.get(key) ?? [] }
  }
}

async function refusedFiles(db: Deps['db'], date: string): Promise<BoardReply['files']> {
  const rows = await countRefusedFiles(db, { from: startOfDay(date), before: startOfDay(addDays(date, 1)) })
  const files = new Map(rows.map((row) => [row.status, Number(row.files)]))
  return { held: files.get('held') ?? 0, rejected: files.get('rejected') ?? 0 }
}

const countsOf = <R extends { portfolio_id: string }>(rows: readonly R[], of: (row: R) => number) =>
  new Map(rows.map((row) => [row.portfolio_id, Number(of(row))]))

/** The last trading day whose valuation is due by today, and of a closed account its last one; null before the launch. */
function expectedDay(calendar: TradingCalendar, today: string, row: PortfolioRow): string | null {
  let day = calendar.isTradingDay(today) ? today : calendar.previousTradingDay(today)
  for (let lag = row.valuation_lag; lag > 0; lag -= 1) day = calendar.previousTradingDay(day)
  if (row.closed_on !== null && row.closed_on < day)
    day = calendar.isTradingDay(row.closed_on) ? row.closed_on : calendar.previousTradingDay(row.closed_on)
  return day < row.launch_date ? null : day
}

function stateOf(state: string | undefined, sources: BoardRow['sources'] | undefined): BoardRow['state'] {
  // A version is superseded only by a newer one that is shown.
  if (state === 'superseded') return 'published'
  if (state !== undefined) return state as BoardRow['state']
  return sources ? 'arrived' : 'missing'
}

function missingDays(calendar: TradingCalendar, row: PortfolioRow, expected: string | null) {
  const none = { missingSince: null, missingDays: 0 }
  if (expected === null) return none
  const first = row.last_valued === null ? firstDay(calendar, row) : calendar.nextTradingDay(row.last_valued)
  if (first > expected) return none
  return { missingSince: first, missingDays: calendar.tradingDaysBetween(first, expected).length }
}

const firstDay = (calendar: TradingCalendar, { launch_date }: PortfolioRow): string =>
  calendar.isTradingDay(launch_date) ? launch_date : calendar.nextTradingDay(launch_date)

interface DayRow {
  portfolio_id: string
  date: string
}

function lastByDay<R extends DayRow, T>(rows: readonly R[], valueOf: (row: R) => T): Map<string, T> {
  return new Map(rows.map((row) => [`${row.portfolio_id} ${row.date}`, valueOf(row)]))
}

function allByDay(rows: Awaited<ReturnType<typeof selectSources>>): Map<string, BoardRow['sources']> {
  const all = new Map<string, BoardRow['sources']>()
  for (const { portfolio_id, date, kind } of rows) {
    const key = `${portfolio_id} ${date}`
    const kinds = all.get(key) ?? []
    if (!kinds.includes(kind)) kinds.push(kind)
    all.set(key, kinds)
  }
  return all
}
