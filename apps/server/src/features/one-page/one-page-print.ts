/** Everything that the printed page says; text of others goes in as data and stays text. */
import { componentsText } from '@sma/contract/benchmark-words'
import type { AssetClass } from '@sma/finance/facts'
import { CLASS_WORDS, OPERATION_WORDS } from '../../figure-words'
import type { Language } from '../../http/error-words'
import { CURVE_COLOURS, curveSvg } from './curve-svg'
import type { OnePage } from './one-page-parts'
import { ONE_PAGE_WORDS } from './one-page-words'
import { asStated, gain, longDate, money, oneLine, rate, ratio } from './printed'

const CLASS_COLOURS: Record<AssetClass, string> = {
  'fixed-income': '#1f3550',
  equity: '#9b3a2e',
  alternative: '#a5742a',
  money: '#8aaca2',
  cash: '#cfc7b6',
}

export interface House {
  name: string
  /** As `#8f1d22`. */
  accent: string
  footnote: string | null
}

/** A figure with the sign by which it is coloured. */
interface Toned {
  text: string
  tone: 'rise' | 'fall' | 'flat'
}

const toned = (text: string): Toned => ({
  text,
  tone: text.startsWith('+') ? 'rise' : text.startsWith('−') ? 'fall' : 'flat',
})

/** Everything that the template prints. */
export function printedPage(page: OnePage, house: House, language: Language) {
  const { account, holdings, contribution, operations, outlook } = page
  const words = ONE_PAGE_WORDS[language]
  return {
    lang: words.lang,
    words: words.labels,
    page: words.page,
    house: oneLine(house.name),
    accent: house.accent,
    footnote: house.footnote && shortened(oneLine(house.footnote)),
    name: oneLine(account.name),
    about: aboutLine(page, language),
    date: longDate(account.date, language),
    key: keyFigures(page, language),
    curve: curvePart(page, house.accent, language),
    near: page.near.map((row) => nearRow(row, language)),
    statistics: statisticsRows(page.statistics, language),
    classes: classRows(page, language),
    total: { marketValue: money(account.netAssets), profit: toned(gain(contribution.gain)) },
    funds: [
      ...contribution.largest.map((row) => ({
        name: oneLine(row.fundName),
        code: row.fundCode,
        profit: toned(gain(row.profit)),
      })),
      ...(contribution.rest
        ? [{ name: words.rest(contribution.rest.count), code: '', profit: toned(gain(contribution.rest.profit)) }]
        : []),
    ],
    holdings: holdings.largest.map((row) => holdingRow(row, language)),
    holdingsRest: holdings.rest && {
      name: words.rest(holdings.rest.count),
      marketValue: money(holdings.rest.marketValue),
      ratio: ratio(holdings.rest.ratio),
    },
    holdingsNote: holdings.reasons ? words.holdingsAway : holdings.count === 0 ? words.noHoldings : null,
    operations: operations.latest.map((row) => operationRow(row, language)),
    operationsNote:
      operations.total > operations.latest.length
        ? words.ofOperations(operations.total, operations.latest.length)
        : null,
    outlook: outlook && { date: longDate(outlook.date, language), lines: outlook.text.split('\n').map(oneLine) },
    notes: notesOf(page, language),
  }
}

/** Two lines of small type. */
const MOST_FOOTNOTE = 160

const shortened = (text: string): string =>
  text.length <= MOST_FOOTNOTE ? text : `${text.slice(0, MOST_FOOTNOTE - 1)}…`

function aboutLine({ account }: OnePage, language: Language): string {
  const words = ONE_PAGE_WORDS[language]
  const manager = account.manager === null ? [] : [words.manager(oneLine(account.manager))]
  const launched = words.launched(longDate(account.launchDate, language))
  return [account.code, launched, ...stateOf(account, language), ...manager].join(words.gap)
}

function stateOf({ state, liquidationFrom, closedOn }: OnePage['account'], language: Language): string[] {
  const words = ONE_PAGE_WORDS[language]
  if (state === 'closed' && closedOn !== null) return [words.closed(longDate(closedOn, language))]
  if (state === 'in-liquidation' && liquidationFrom !== null)
    return [words.inLiquidation(longDate(liquidationFrom, language))]
  return []
}

function keyFigures({ account }: OnePage, language: Language) {
  const { key } = ONE_PAGE_WORDS[language]
  const plain = (text: string): Toned => ({ text, tone: 'flat' })
  return [
    { label: key.netAssets, ...plain(money(account.netAssets)) },
    { label: key.unitNav, ...plain(asStated(account.unitNav)) },
    { label: key.accumulatedNav, ...plain(asStated(account.accumulatedNav)) },
    { label: key.dayGain, ...toned(gain(account.dayGain)) },
    { label: key.gain, ...toned(gain(account.gainSinceInception)) },
    { label: key.return, ...toned(rate(account.returnSinceInception)) },
  ]
}

function curvePart({ curve, rebalancing, account, near }: OnePage, accent: string, language: Language) {
  const words = ONE_PAGE_WORDS[language]
  const colours = { ...CURVE_COLOURS, portfolio: accent }
  const marks = new Set(rebalancing.map(({ markDate }) => markDate))
  const life = near.at(-1)
  return {
    svg: curveSvg({
      dates: curve.dates,
      portfolio: curve.adjustedNav.map(Number),
      benchmark: curve.benchmark?.map((value) => (value === null ? null : Number(value))) ?? null,
      marks,
      colours,
    }),
    isEmpty: curve.dates.length === 0,
    colours,
    benchmark: curve.benchmark === null ? null : oneLine(account.benchmark ?? words.benchmark),
    excess: curve.benchmark === null || !life ? null : toned(rate(life.excess)),
    marks: rebalancing.length === 0 ? null : words.rebalancing(rebalancing.length),
  }
}

const nearRow = (row: OnePage['near'][number], language: Language) => ({
  name: ONE_PAGE_WORDS[language].near[row.key] + (row.status === 'short' ? '*' : ''),
  return: toned(rate(row.return)),
  benchmark: toned(rate(row.benchmark)),
  excess: toned(rate(row.excess)),
})

function statisticsRows({ annualisedReturn, volatility, drawdown, calmar }: OnePage['statistics'], language: Language) {
  const { statistics } = ONE_PAGE_WORDS[language]
  return [
    { name: statistics.annualisedReturn, value: rate(annualisedReturn) },
    { name: statistics.volatility, value: ratio(volatility) },
    { name: statistics.drawdown, value: rate(drawdown?.depth ?? null) },
    { name: statistics.calmar, value: asStated(calmar) },
  ]
}

function classRows({ account, contribution }: OnePage, language: Language) {
  return contribution.classes.map(({ assetClass, profit }) => {
    const part = account.classes.find((row) => row.assetClass === assetClass)
    return {
      name: CLASS_WORDS[language][assetClass],
      colour: CLASS_COLOURS[assetClass],
      ratio: ratio(part?.ratio ?? null),
      share: shareOf(part?.ratio ?? null),
      marketValue: money(part?.marketValue ?? null),
      profit: toned(gain(profit)),
    }
  })
}

/** Length of a bar, 0 to 1. */
const shareOf = (value: string | null): number => Math.min(1, Math.max(0, Number(value ?? 0)))

const holdingRow = (row: OnePage['holdings']['largest'][number], language: Language) => ({
  code: row.fundCode,
  name: oneLine(row.fundName),
  class: row.assetClass === null ? '—' : CLASS_WORDS[language][row.assetClass],
  unitNav: asStated(row.unitNav),
  marketValue: money(row.marketValue),
  ratio: ratio(row.ratio),
  profit: toned(gain(row.profit)),
})

const operationRow = (row: OnePage['operations']['latest'][number], language: Language) => ({
  date: row.date,
  code: row.fundCode,
  name: oneLine(row.fundName),
  operation: OPERATION_WORDS[language][row.operation],
  amount: money(row.amount),
  shares: asStated(row.shares),
  price: asStated(row.price),
})

function notesOf({ near, statistics, curve, account }: OnePage, language: Language): string[] {
  const words = ONE_PAGE_WORDS[language]
  const { drawdown } = statistics
  const methods = words.methods({
    hasBenchmark: curve.benchmark !== null,
    components: oneLine(componentsText(account.benchmarkComponents)),
    isShort: near.some(({ status }) => status === 'short'),
  })
  return [methods + (drawdown ? words.drawdown(drawdown) : ''), words.contribution]
}
