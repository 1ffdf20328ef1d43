/** Which portfolio a file means: code, ledger number, O3.2 number or product name. */
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

type Resolve = (key: PortfolioKey, alternatives: readonly PortfolioKey[]) => NamedPortfolio

const resolvers = new WeakMap<readonly PortfolioRow[], Resolve>()

/** Resolves keys of files; the same list of portfolios has one for all of them. */
export function portfolioNames(portfolios: readonly PortfolioRow[]): Resolve {
  const resolve = resolvers.get(portfolios) ?? resolverOf(portfolios)
  resolvers.set(portfolios, resolve)
  return resolve
}

function resolverOf(portfolios: readonly PortfolioRow[]): Resolve {
  const known = portfolios.map(knownOf)
  const found = new Map<string, PortfolioRow[]>()
  const lookUp = (key: PortfolioKey): PortfolioRow[] => {
    const id = `${key.by} ${key.value}`
    const rows = found.get(id) ?? matches(known, key)
    found.set(id, rows)
    return rows
  }
  return (key, alternatives) => {
    const candidates = [key, ...alternatives].map(lookUp).filter((rows) => rows.length > 0)
    const first = candidates[0]
    if (!first) return { found: null, reason: 'portfolio-unknown' }
    const agreed = candidates.reduce((kept, next) => kept.filter((portfolio) => next.includes(portfolio)), first)
    const only = agreed[0]
    return only && agreed.length === 1 ? { found: only } : { found: null, reason: 'product-conflict' }
  }
}

/** A portfolio with what may stand for it in a file, in normal form. */
interface Known {
  portfolio: PortfolioRow
  code: string
  names: string[]
  faLedger: string | null
  o32Fund: string | null
}

const knownOf = (portfolio: PortfolioRow): Known => ({
  portfolio,
  code: normal(portfolio.code),
  names: [portfolio.fa_name, portfolio.name].flatMap((name) => (name === null ? [] : normal(name))),
  faLedger: numberOrNull(portfolio.fa_ledger_no),
  o32Fund: numberOrNull(portfolio.o32_fund_no),
})

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

const numberOrNull = (text: string | null): string | null => (text === null ? null : normalNumber(text))

function matches(portfolios: readonly Known[], { by, value }: PortfolioKey): PortfolioRow[] {
  const where = (isMeant: (known: Known) => boolean) => portfolios.filter(isMeant).map(({ portfolio }) => portfolio)
  if (by === 'code') {
    const wanted = normal(value)
    return where(({ code }) => code === wanted)
  }
  if (by === 'fa-name') return byName(portfolios, normal(value))
  const wanted = normalNumber(value)
  const [asked, shared] = by === 'fa-ledger' ? (['faLedger', 'o32Fund'] as const) : (['o32Fund', 'faLedger'] as const)
  const own = where((known) => known[asked] === wanted)
  if (own.length > 0) return own
  // The two systems share their numbers, unless a portfolio states another one.
  return where((known) => known[asked] === null && known[shared] === wanted)
}

/** The portfolio whose keyword or name the product's name contains; the longest one where one contains the other. */
function byName(portfolios: readonly Known[], value: string): PortfolioRow[] {
  const hits = portfolios.flatMap(({ portfolio, names }) => {
    const lengths = names.filter((word) => word !== '' && value.includes(word)).map((word) => word.length)
    return lengths.length > 0 ? [{ portfolio, length: Math.max(...lengths) }] : []
  })
  const longest = Math.max(...hits.map((hit) => hit.length))
  return hits.filter((hit) => hit.length === longest).map((hit) => hit.portfolio)
}
