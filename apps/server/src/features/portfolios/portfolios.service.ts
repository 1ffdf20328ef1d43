import type { listPortfolios, readCalendar, readPortfolio } from '@sma/contract/portfolios'
import { dayStates, nextDisclosure, type DayState } from '@sma/finance/calendar/disclosure'
import { moneyText } from '@sma/finance/decimal'
import type { Strategy } from '@sma/finance/facts'
import { navText, sharesText } from '@sma/finance/numbers'
import { pointAt, type NavPoint } from '@sma/finance/nav/nav-series'
import { dayFigures, periodFigures } from '@sma/finance/periods/period-figures'
import { periodWindow } from '@sma/finance/periods/period-window'
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Db } from '../../db/schema'
import { AppError } from '../../http/errors'
import { dayClasses } from '../days/day-classes'
import type { Books, PortfolioRef } from '../days/book'
import { selectPortfoliosBy } from './portfolios.queries'
import { readLatestDay, type LatestDay } from '../days/latest-day'
import type { OpenBook } from '../days/open-book'
import { moneyOrNull, rateOrNull, reasonsFor } from '../days/reply-parts'

type PortfolioSummary = z.input<typeof listPortfolios.reply>['portfolios'][number]
/** An account's day without what depends on more than its book. */
export type PortfolioReply = Omit<z.input<typeof readPortfolio.reply>, 'readableUntil'>

/** Summaries of portfolios by revision: a list costs nothing for the portfolios that have not changed. */
export interface Summaries {
  of(portfolio: PortfolioRef): Promise<PortfolioSummary>
}

/** Changes exactly when one of the portfolios does; short however many there are. */
export function revisionsKey(portfolios: readonly PortfolioRef[]): string {
  const hash = createHash('sha256')
  for (const { id, revision } of portfolios) hash.update(`${id}@${revision},`)
  return hash.digest('base64url')
}

export function keepSummaries(db: Db, books: Books): Summaries {
  const kept = new Map<string, { revision: number; summary: PortfolioSummary }>()
  return {
    async of({ id, revision }) {
      const known = kept.get(id)
      if (known && known.revision >= revision) return known.summary
      const latest = await readLatestDay(db, books, { id, revision })
      const summary = portfolioSummary(latest)
      kept.set(id, { revision: latest.revision, summary })
      return summary
    },
  }
}

/** So many books of the past are in memory together. */
const AT_ONCE = 4

/** Summaries as they were at an instant, few portfolios at once: the whole house is asked for, and nothing is kept. */
export async function knownSummaries(
  db: Db,
  books: Books,
  { knownAt, of }: { knownAt: string; of: readonly { id: string }[] },
): Promise<PortfolioSummary[]> {
  const asked = new Set(of.map(({ id }) => id))
  const known = (await selectPortfoliosBy(db, knownAt)).filter(({ id }) => asked.has(id))
  const summaries: PortfolioSummary[] = []
  for (let from = 0; from < known.length; from += AT_ONCE) {
    const days = known.slice(from, from + AT_ONCE).map((row) => readLatestDay(db, books, { ...row, knownAt }))
    summaries.push(...(await Promise.all(days)).map(portfolioSummary))
  }
  return summaries
}

function portfolioSummary(book: LatestDay): PortfolioSummary {
  const point = book.series.points.at(-1)
  if (!point) return { ...identity(book), latest: null }
  const day = dayParts(book, point)
  const figures = Object.assign(navParts(book, point), day.figures)
  const reasons = reasonsFor(figures, { ...day.codes, accumulatedNav: 'not-stated' })
  return { latest: { date: point.date, baseDate: day.baseDate, ...figures, ...reasons }, ...identity(book) }
}

/** One portfolio on the published day at `index`. */
export async function portfolioDay(book: OpenBook, index: number): Promise<PortfolioReply> {
  const point = pointAt(book.series, index)
  const [first, last] = [book.dates[0], book.dates.at(-1)]
  if (!point || first === undefined || last === undefined) throw new AppError('no-valuation')
  const { classes, reason } = await dayClasses(book, index, await book.holdings(index))
  const day = dayParts(book, point)
  const life = lifeParts(book, point.date)
  const figures = Object.assign(navParts(book, point), day.figures, life.figures)
  const codes = { accumulatedNav: 'not-stated', ...day.codes, ...life.codes }
  const { reasons } = reasonsFor(figures, codes)
  return {
    manager: book.master.manager,
    benchmark: book.master.benchmark,
    benchmarkComponents: book.benchmarkSets.findLast(({ from }) => from <= point.date)?.components ?? [],
    date: point.date,
    firstDate: first,
    lastDate: last,
    ...identity(book),
    ...figures,
    shares: sharesText(point.sharesE4),
    classes,
    restated: book.restated.find(({ date }) => date === point.date) ?? null,
    withdrawn: [...book.withdrawn],
    next: nextFigures(book, last),
    ...(reasons || reason ? { reasons: { ...reasons, ...(reason ? { classes: reason } : {}) } } : {}),
  }
}

const LETTERS: Record<DayState, string> = { published: 'p', withdrawn: 'w', closed: 'c', missing: 'm', awaited: 'a' }

/** What each calendar day is, from the first published one to the day on which the next figures are expected. */
export function accountCalendar(book: OpenBook): z.input<typeof readCalendar.reply> {
  const { dates, withdrawn, calendar } = book
  const [first, last] = [dates[0], dates.at(-1)]
  if (first === undefined || last === undefined) throw new AppError('no-valuation')
  const to = nextFigures(book, last)?.expectedOn ?? last
  const states = dayStates({ published: dates, withdrawn, to }, calendar)
  return { from: first, to, days: states.map((state) => LETTERS[state]).join('') }
}

const nextFigures = ({ master, calendar }: OpenBook, last: string) =>
  nextDisclosure(last, master.valuationLag, calendar, master.closedOn)

function identity({ master }: LatestDay) {
  const { code, name, launchDate, state, liquidationFrom, closedOn } = master
  // Written by our own import, which knows no other word; the reply's schema checks it again.
  return { code, name, strategy: master.strategy as Strategy, launchDate, state, liquidationFrom, closedOn }
}

function navParts(book: LatestDay, point: NavPoint) {
  const { navDecimals } = book.series
  return {
    unitNav: navText(point.unitNavE8, navDecimals),
    accumulatedNav: point.accumulatedNavE8 === null ? null : navText(point.accumulatedNavE8, navDecimals),
    netAssets: moneyText(point.netAssetsE4),
  }
}

/** The day's gain over the valuation before (R-PER-6). */
function dayParts(book: LatestDay, point: NavPoint) {
  const { baseDate, gainE4, returnE8, reason } = dayFigures(book.series, book.calendar, point.date)
  return {
    baseDate,
    figures: { dayGain: moneyOrNull(gainE4), dayReturn: rateOrNull(returnE8) },
    codes: { dayGain: reason, dayReturn: reason },
  }
}

function lifeParts({ series, calendar }: OpenBook, date: string) {
  const window = periodWindow(series, calendar, 'since-inception', { from: date, to: date })
  const { gainE4, returnE8, reasons } = periodFigures(series, window)
  return {
    figures: { gainSinceInception: moneyOrNull(gainE4), returnSinceInception: rateOrNull(returnE8) },
    codes: { gainSinceInception: reasons['gain'], returnSinceInception: reasons['return'] },
  }
}
