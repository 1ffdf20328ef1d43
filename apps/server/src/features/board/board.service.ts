/** Today's board: for each portfolio how far the day has come whose files should be there by now. */
import type { readBoard } from '@sma/contract/staff-board'
import { tradingCalendar, type TradingCalendar } from '@sma/finance/calendar/trading-calendar'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import { signInAlarms } from '../auth/alarms.service'
import { failingSenders } from '../auth/sender-health.service'
import { shanghaiDate } from '../days/import-run'
import { selectCalendarDays } from '../funds/fund-records.queries'
import { selectBoardPortfolios, selectSources, selectStates, selectWaiting } from './board.queries'

type BoardReply = z.input<typeof readBoard.reply>
type BoardRow = BoardReply['portfolios'][number]
type PortfolioRow = Awaited<ReturnType<typeof selectBoardPortfolios>>[number]

export async function readTodaysBoard(deps: Deps): Promise<BoardReply> {
  const { db, clock } = deps
  const now = clock.now()
  const today = shanghaiDate(now)
  const calendar = tradingCalendar(await selectCalendarDays(db))
  const portfolios = await selectBoardPortfolios(db)
  const expected = new Map(portfolios.map((row) => [row.id, expectedDay(calendar, today, row)]))
  const dates = [...new Set([...expected.values()].filter((date) => date !== null))]
  const states = lastByDay(await selectStates(db, dates), ({ state }) => state)
  const sources = allByDay(await selectSources(db, dates))
  const waiting = new Map((await selectWaiting(db)).map(({ portfolio_id, days }) => [portfolio_id, Number(days)]))
  return {
    today,
    at: now.toISOString(),
    senders: await failingSenders(deps),
    alarms: await signInAlarms(deps),
    portfolios: portfolios.map((row) => {
      const date = expected.get(row.id) ?? null
      const key = `${row.id} ${date}`
      return {
        code: row.code,
        name: row.name,
        expectedDate: date,
        state: date === null ? null : stateOf(states.get(key), sources.get(key)),
        sources: sources.get(key) ?? [],
        lastPublished: row.last_published,
        ...missingDays(calendar, row, date),
        waiting: waiting.get(row.id) ?? 0,
      }
    }),
  }
}

/** The last trading day whose valuation is due by today; null before the launch. */
function expectedDay(calendar: TradingCalendar, today: string, row: PortfolioRow): string | null {
  let day = calendar.isTradingDay(today) ? today : calendar.previousTradingDay(today)
  for (let lag = row.valuation_lag; lag > 0; lag -= 1) day = calendar.previousTradingDay(day)
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
