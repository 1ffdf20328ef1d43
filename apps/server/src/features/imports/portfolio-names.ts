/** Which portfolio a file means: code, ledger number, O3.2 number or product name, the present one or one of former days. */
import type { PortfolioKey, PortfolioRecord } from '@sma/importers/records'
import type { PortfolioRow } from '../portfolios/portfolio-records.queries'

/** NFKC, no blanks, no case. */
const normal = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toUpperCase()

/** "08001", "8001.0" and "8001" are one number. */
const normalNumber = (text: string): string =>
  normal(text)
    .replace(/^(\d+)\.0+$/, '$1')
    .replace(/^0+(?=\d)/, '')

export type NamedPortfolio = { found: PortfolioRow } | { found: null; reason: 'portfolio-unknown' | 'product-conflict' }

/** `date`: the day that the file speaks of, on which an alias has to be valid; null where it speaks of none. */
type Resolve = (key: PortfolioKey, alternatives: readonly PortfolioKey[], date: string | null) => NamedPortfolio

const resolvers = new WeakMap<readonly PortfolioRow[], Resolve>()

/** Resolves keys of files; the same list of portfolios has one for all of them. */
export function portfolioNames(portfolios: readonly PortfolioRow[]): Resolve {
  const resolve = resolvers.get(portfolios) ?? resolverOf(portfolios)
  resolvers.set(portfolios, resolve)
  return resolve
}

function resolverOf(portfolios: readonly PortfolioRow[]): Resolve {
  const known = portfolios.map(knownOf)
  const found = new Map<string, Hit[]>()
  const lookUp = (key: PortfolioKey): Hit[] => {
    const id = `${key.by} ${key.value}`
    const hits = found.get(id) ?? matches(known, key)
    found.set(id, hits)
    return hits
  }
  return (key, alternatives, date) => {
    const candidates = [key, ...alternatives]
      .map((each) => strongest(lookUp(each), date))
      .filter((rows) => rows.length > 0)
    const first = candidates[0]
    if (!first) return { found: null, reason: 'portfolio-unknown' }
    const agreed = candidates.reduce((kept, next) => kept.filter((portfolio) => next.includes(portfolio)), first)
    const only = agreed[0]
    return only && agreed.length === 1 ? { found: only } : { found: null, reason: 'product-conflict' }
  }
}

/** What may stand for a portfolio in a file, in normal form, and on which days. */
interface Mark {
  text: string
  from: string | null
  to: string | null
}

interface Known {
  portfolio: PortfolioRow
  code: string
  /** Present ones, and those of the aliases. */
  names: Mark[]
  numbers: Record<NumberKind, { own: string | null; aliases: Mark[] }>
}

type NumberKind = 'fa-ledger' | 'o32-fund'

/** Of two portfolios that a key fits, the one that it fits better is meant. */
interface Hit extends Mark {
  portfolio: PortfolioRow
  strength: number
}

const ALWAYS = { from: null, to: null }
const numberOrNull = (text: string | null): string | null => (text === null ? null : normalNumber(text))

function knownOf(portfolio: PortfolioRow): Known {
  const marksOf = (wanted: PortfolioRow['aliases'][number]['kind']): Mark[] =>
    portfolio.aliases
      .filter(({ kind }) => kind === wanted)
      .map(({ value, valid_from, valid_to }) => ({ text: aliasText(wanted, value), from: valid_from, to: valid_to }))
  const names = [portfolio.fa_name, portfolio.name].flatMap((name) => (name === null ? [] : normal(name)))
  const numbers = (kind: NumberKind, own: string | null) => ({ own: numberOrNull(own), aliases: marksOf(kind) })
  return {
    portfolio,
    code: normal(portfolio.code),
    names: [...names.map((text) => ({ text, ...ALWAYS })), ...marksOf('fa-name')].filter(({ text }) => text !== ''),
    numbers: {
      'fa-ledger': numbers('fa-ledger', portfolio.fa_ledger_no),
      'o32-fund': numbers('o32-fund', portfolio.o32_fund_no),
    },
  }
}

/** An alias as it is compared. */
export const aliasText = (kind: 'o32-fund' | 'fa-ledger' | 'fa-name', value: string): string =>
  kind === 'fa-name' ? normal(value) : normalNumber(value)

/** What tells accounts apart in files, in normal form; null where an account has none. */
export const keysOf = ({
  code,
  o32FundNo,
  faLedgerNo,
}: Pick<PortfolioRecord, 'code' | 'o32FundNo' | 'faLedgerNo'>) => ({
  code: normal(code),
  o32FundNo: numberOrNull(o32FundNo),
  faLedgerNo: numberOrNull(faLedgerNo),
})

/** Without a day every alias may be meant. */
const isValid = ({ from, to }: Mark, date: string | null): boolean =>
  date === null || ((from === null || from <= date) && (to === null || date <= to))

function strongest(hits: readonly Hit[], date: string | null): PortfolioRow[] {
  const valid = hits.filter((hit) => isValid(hit, date))
  const most = Math.max(...valid.map(({ strength }) => strength))
  return [...new Set(valid.filter(({ strength }) => strength === most).map(({ portfolio }) => portfolio))]
}

function matches(portfolios: readonly Known[], { by, value }: PortfolioKey): Hit[] {
  if (by === 'code') {
    const wanted = normal(value)
    return portfolios.flatMap(({ portfolio, code }) =>
      code === wanted ? [{ portfolio, text: code, strength: 1, ...ALWAYS }] : [],
    )
  }
  return by === 'fa-name' ? byName(portfolios, normal(value)) : byNumber(portfolios, by, normalNumber(value))
}

/** An alias says on which days it is meant, and goes before the present number of another. */
const STRENGTH = { alias: 3, own: 2, shared: 1 } as const

function byNumber(portfolios: readonly Known[], by: NumberKind, wanted: string): Hit[] {
  const shared = by === 'fa-ledger' ? 'o32-fund' : 'fa-ledger'
  return portfolios.flatMap(({ portfolio, numbers }) => {
    const hit = (strength: number, mark: Omit<Mark, 'text'>): Hit => ({ portfolio, text: wanted, strength, ...mark })
    const { own, aliases } = numbers[by]
    const hits = aliases.filter(({ text }) => text === wanted).map((mark) => hit(STRENGTH.alias, mark))
    if (own === wanted) hits.push(hit(STRENGTH.own, ALWAYS))
    // The two systems share their numbers, unless a portfolio states another one.
    if (own === null && numbers[shared].own === wanted) hits.push(hit(STRENGTH.shared, ALWAYS))
    return hits
  })
}

/** The portfolio whose keyword or name the product's name contains; the longest one where one contains the other. */
const byName = (portfolios: readonly Known[], value: string): Hit[] =>
  portfolios.flatMap(({ portfolio, names }) =>
    names
      .filter(({ text }) => value.includes(text))
      .map((mark) => ({ portfolio, strength: mark.text.length, ...mark })),
  )
