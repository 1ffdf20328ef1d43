import type { Reply } from '@sma/contract/api'
import { NOT_RUN_WORDS, type Language } from '@sma/contract/problem-words'
import { queryText } from '@sma/ui/app/url-state'
import { MISSING, signOf, sumDecimals } from '@sma/ui/format/decimal-text'
import { formatFigure, type FigureKind } from '@sma/ui/format/figures'
import type { LocationQuery } from 'vue-router'
import { instantText } from '../files/files-view'
import { checkLabel, CHECKS } from '../findings/findings-view'

type DayReply = Reply<'readDay'>
export type DayVersion = DayReply['versions'][number]
export type FundBeside = NonNullable<DayReply['funds']>[number]

/** States in which a version waits for a person. */
export const WAITING_STATES: readonly DayVersion['state'][] = ['held', 'checked', 'approved']

/** The figures of a valuation, in the order in which they are read, and their names in a trail. */
export const FIGURES = [
  ['netAssets', 'money', 'net-assets'],
  ['shares', 'shares', 'shares'],
  ['unitNav', 'nav', 'unit-nav'],
  ['accumulatedNav', 'nav', 'accumulated-nav'],
  ['totalAssets', 'money', 'total-assets'],
  ['totalLiabilities', 'money', 'total-liabilities'],
] as const satisfies [keyof DayVersion, FigureKind, string][]

/** Who had a hand in a version, and when. */
export const HANDS = [
  ['imported', 'broughtBy', 'createdAt'],
  ['approved', 'approvedBy', 'approvedAt'],
  ['published', 'publishedBy', 'publishedAt'],
  ['withdrawalAsked', 'withdrawalAskedBy', null],
  ['withdrawn', 'withdrawnBy', 'withdrawnAt'],
] as const satisfies [string, keyof DayVersion, keyof DayVersion | null][]

/** `lin 2026-01-05 09:30`; a dash where nobody did it. */
export function handText(version: DayVersion, [, by, at]: (typeof HANDS)[number]): string {
  const when = at === null ? null : version[at]
  return [version[by], when && instantText(when)].filter(Boolean).join(' ') || MISSING
}

/** A decimal as its field is printed; dates and other words as they are. */
export const figureText = (kind: FigureKind | null, value: string | null): string =>
  value === null ? MISSING : kind === null ? value : formatFigure(kind, value)

const DIFFERENCE_KINDS: Record<string, FigureKind | null> = {
  ...Object.fromEntries(FIGURES.map(([field, kind]) => [field, kind])),
  priceDate: null,
  portfolioName: null,
  manager: null,
  benchmark: null,
  benchmarkComponents: null,
  benchmarkValue: 'nav',
  fundName: null,
}

/** One side of a difference; whatever is no number of shares, NAV or date is money. */
export function differenceText(field: string, value: string | null): string {
  const kind = field in DIFFERENCE_KINDS ? (DIFFERENCE_KINDS[field] ?? null) : 'money'
  return figureText(kind, value)
}

/** Ours less theirs; null where one of them is not known. */
export function difference(ours: string | null, theirs: string | null): string | null {
  if (ours === null || theirs === null) return null
  return sumDecimals([ours, theirs.startsWith('-') ? theirs.slice(1) : `-${theirs}`])
}

/** The funds with how far O3.2 stands from the valuation. */
export function fundRows(funds: readonly FundBeside[]) {
  return funds.map((fund) => {
    const sharesGap = difference(fund.o32Shares, fund.shares)
    return {
      ...fund,
      sharesGap,
      costGap: difference(fund.o32Cost, fund.cost),
      valueGap: difference(fund.o32MarketValue, fund.marketValue),
      /** Worth a look: the shares differ, or one side alone holds the fund. */
      differs: sharesGap === null ? true : signOf(sharesGap) !== 0,
    }
  })
}

/** The two versions that are compared: those that the URL names, else the newest with the one before. */
export function comparedVersions(
  query: LocationQuery,
  versions: readonly DayVersion[],
): { from: number; to: number } | null {
  const known = versions.map(({ version }) => version)
  const [newest, before] = [known.at(-1), known.at(-2)]
  if (newest === undefined || before === undefined) return null
  const named = (name: string, otherwise: number) =>
    known.find((version) => String(version) === queryText(query, name)) ?? otherwise
  return { from: named('from', before), to: named('to', newest) }
}

const MINUTE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/

/** The instant asked for in the URL, as the field shows it: minutes in Shanghai. */
export function knownMinute(query: LocationQuery): string | undefined {
  const text = queryText(query, 'knownAt')
  return text && MINUTE.test(text) && !Number.isNaN(Date.parse(`${text}:00+08:00`)) ? text : undefined
}

/** Why a check was not run. */
export function notRunText(reason: string, language: Language): string {
  const known = Object.entries(NOT_RUN_WORDS).find(([code]) => code === reason)
  return known ? known[1][language] : reason
}

/** A check by its name; its id alone where nobody has words for it. */
export function notRunLabel(check: string, language: Language): string {
  const known = CHECKS.find((one) => one === check)
  return known ? checkLabel(known, language) : check
}
