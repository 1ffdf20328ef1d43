/** From a figure to the version, file, sheet and row it came from, one level at a time. */
import type { DayTrailFigure, FundTrailFigure, readTrail } from '@sma/contract/staff-trail'
import type { AssetClass, FundFacts } from '@sma/finance/facts'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { Books, PortfolioRef } from '../days/book'
import { selectPublishedBeside, selectVersions } from '../days/day-records.queries'
import type { ValuationTable } from '../days/days.table'
import { fundsOn, selectFunds } from '../funds/fund-records.queries'
import { selectPortfolios } from '../portfolios/portfolio-records.queries'
import { fundTrail, openingProfit, type ShownDay } from './fund-trail'
import { periodTrail } from './period-trail'
import { classFigure, openDay, shownAt, STATED_DAY, STATED_FUND, statedDayFigure, statedFundFigure } from './trail-day'
import type { TrailDay } from './trail-day'
import { unknownFigure, type OpenedFigure, type Placed, type TrailReply } from './trail-parts'
import { selectTrailFiles, type TrailFile } from './trail.queries'

type Query = z.output<typeof readTrail.query>

interface Asked {
  deps: Pick<Deps, 'db'>
  books: Books
  portfolio: PortfolioRef
  query: Query
}

/** A version among all of its day, opened. */
interface Found {
  asked: Asked
  row: ValuationTable
  versions: readonly ValuationTable[]
  day: TrailDay
  funds: ReadonlyMap<string, FundFacts>
}

/** Errors: `not-found` for a version or fund that never was, `no-valuation` where clients see, or saw, nothing. */
export async function figureTrail(asked: Asked): Promise<TrailReply> {
  const { db } = asked.deps
  const portfolio = (await selectPortfolios(db)).find(({ id }) => id === asked.portfolio.id)
  if (!portfolio) throw new AppError('not-found')
  const version = await findVersion(asked)
  const day = await openDay(db, version.row, portfolio.nav_decimals)
  const funds = fundsOn(await selectFunds(db), version.row.date)
  const found = { asked, ...version, day, funds }
  const opened = await openFigure(found)
  if (!opened) throw new AppError('not-found')
  return replyOf(found, portfolio.code, opened)
}

async function findVersion({ deps: { db }, portfolio: { id, knownAt }, query }: Asked) {
  const date = query.date ?? (await selectPublishedBeside(db, id, { date: '9999-12-31', side: 'on-or-before' }))?.date
  if (date === undefined) throw new AppError('no-valuation')
  const versions = await selectVersions(db, id, date)
  const shown = shownAt(versions, knownAt ?? null)
  if (query.version === undefined) {
    if (!shown) throw new AppError('no-valuation')
    return { row: shown, versions }
  }
  const row = versions.find(({ version }) => version === query.version)
  if (!row || (knownAt !== undefined && row !== shown)) throw new AppError('not-found')
  return { row, versions }
}

async function openFigure(found: Found): Promise<OpenedFigure | null> {
  const { day, funds, asked } = found
  const [what = '', name = '', ofFund] = asked.query.figure.split(':')
  if (what === 'class') return classFigure(day, name as AssetClass, funds)
  if (what === 'fund') return openFundFigure(found, name, ofFund as FundTrailFigure)
  const figure = what as DayTrailFigure
  const stated = STATED_DAY[figure]
  if (stated) return statedDayFigure(day, stated)
  const shown = await shownIn(found)
  if (!shown) return unknownFigure(figure === 'day-gain' ? 'money' : 'rate', null, 'not-shown')
  return periodTrail(shown, figure as Parameters<typeof periodTrail>[1])
}

async function openFundFigure(found: Found, code: string, figure: FundTrailFigure): Promise<OpenedFigure | null> {
  const { day, funds } = found
  if (!funds.has(code)) return null
  const stated = STATED_FUND[figure]
  if (stated) return statedFundFigure(day, code, stated)
  if (figure === 'opening-profit') return openingProfit(day, code)
  const shown = await shownIn(found)
  return shown
    ? fundTrail(shown, code, figure === 'cost' ? 'cost' : 'profit')
    : unknownFigure('money', null, 'not-shown')
}

/**
 * The book in which clients saw the version: today's for the one they see, for an earlier one that of the moment before it was
 * replaced or taken back. Null where they never saw it.
 */
async function shownIn({ asked, row, versions, day }: Found): Promise<ShownDay | null> {
  const { deps, books, portfolio } = asked
  const instant = portfolio.knownAt ?? (row.state === 'published' ? null : lastInstant(row, versions))
  if (instant === undefined || shownAt(versions, instant) !== row) return null
  const book = await books.open(instant === null ? portfolio : { ...portfolio, knownAt: instant })
  return { db: deps.db, day, book, instant }
}

/** Undefined for a version that was never shown. */
function lastInstant(row: ValuationTable, versions: readonly ValuationTable[]): string | undefined {
  if (row.published_at === null) return undefined
  const next = versions.find(({ version, published_at }) => version > row.version && published_at !== null)
  const ends = [row.withdrawn_at, next?.published_at].filter((at) => typeof at === 'string').sort()
  const end = ends[0]
  return end === undefined ? undefined : new Date(Date.parse(end) - 1).toISOString()
}

async function replyOf({ asked, row, funds }: Found, code: string, opened: OpenedFigure): Promise<TrailReply> {
  const { figure } = asked.query
  const ids = [opened, ...opened.parts].flatMap(({ place }) => (place ? [place.fileId] : []))
  const files = await selectTrailFiles(asked.deps.db, [...new Set(ids)])
  const nameOf = (fundCode: string | null | undefined) => (fundCode && funds.get(fundCode)?.name) || null
  const { place, sourceReason, parts, ...rest } = opened
  return {
    code,
    date: row.date,
    figure,
    fundName: figure.startsWith('fund:') ? nameOf(figure.split(':')[1]) : null,
    ...rest,
    version: {
      version: row.version,
      state: row.state,
      madeAt: row.created_at,
      publishedAt: row.published_at,
      reason: row.reason,
    },
    ...sourceOf({ place, sourceReason }, files),
    parts: parts.map(({ place: at, sourceReason: why, ...part }) => ({
      ...part,
      fundName: nameOf(part.fundCode),
      ...sourceOf({ place: at, sourceReason: why }, files),
    })),
  }
}

function sourceOf({ place, sourceReason }: Placed, files: ReadonlyMap<string, TrailFile>) {
  const file = place && files.get(place.fileId)
  if (!place || !file) return { source: null, sourceReason }
  const { id, name, receivedAt, by } = file
  const { sheet, row, column } = place
  return { source: { fileId: id, fileName: name, sheet, row, column, receivedAt, by }, sourceReason: null }
}
