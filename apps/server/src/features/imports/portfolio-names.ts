/** Which portfolio a file means: code, ledger number, O3.2 number or product name. */
import type { PortfolioKey } from '@sma/importers/records'
import type { PortfolioRow } from '../portfolios/portfolio-records.queries'

/** NFKC, no blanks, no case. */
const normal = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toUpperCase()

/** "08001", "8001.0" and "8001" are one number. */
const normalNumber = (text: string): string =>
  normal(text)
    .replace(/^(\d+)\.0+$/, '$1')
    .replace(/^0+(?=\d)/, '')

export type NamedPortfolio = { found: PortfolioRow } | { found: null; reason: 'portfolio-unknown' | 'product-conflict' }

/** Resolves keys of a file; built anew when portfolios change. */
export function portfolioNames(
  portfolios: readonly PortfolioRow[],
): (key: PortfolioKey, alternatives: readonly PortfolioKey[]) => NamedPortfolio {
  const known = new Map<string, PortfolioRow[]>()
  const lookUp = (key: PortfolioKey): PortfolioRow[] => {
    const id = `${key.by} ${key.value}`
    const found = known.get(id) ?? matches(portfolios, key)
    known.set(id, found)
    return found
  }
  return (key, alternatives) => {
    const candidates = [key, ...alternatives].map(lookUp).filter((found) => found.length > 0)
    const first = candidates[0]
    if (!first) return { found: null, reason: 'portfolio-unknown' }
    const agreed = candidates.reduce((kept, next) => kept.filter((portfolio) => next.includes(portfolio)), first)
    const only = agreed[0]
    return only && agreed.length === 1 ? { found: only } : { found: null, reason: 'product-conflict' }
  }
}

function matches(portfolios: readonly PortfolioRow[], { by, value }: PortfolioKey): PortfolioRow[] {
  if (by === 'code') return portfolios.filter(({ code }) => normal(code) === normal(value))
  if (by === 'fa-name') return byName(portfolios, normal(value))
  const wanted = normalNumber(value)
  const isNumber = (number: string | null) => number !== null && normalNumber(number) === wanted
  const own = portfolios.filter((row) => isNumber(by === 'fa-ledger' ? row.fa_ledger_no : row.o32_fund_no))
  if (own.length > 0) return own
  // The two systems share their numbers, unless a portfolio states another one.
  return portfolios.filter((row) =>
    by === 'fa-ledger'
      ? row.fa_ledger_no === null && isNumber(row.o32_fund_no)
      : row.o32_fund_no === null && isNumber(row.fa_ledger_no),
  )
}

/** The portfolio whose keyword or name the product's name contains; the longest one where one contains the other. */
function byName(portfolios: readonly PortfolioRow[], value: string): PortfolioRow[] {
  const hits = portfolios.flatMap((portfolio) => {
    const words = [portfolio.fa_name, portfolio.name].filter((name) => name !== null).map(normal)
    const lengths = words.filter((word) => word !== '' && value.includes(word)).map((word) => word.length)
    return lengths.length > 0 ? [{ portfolio, length: Math.max(...lengths) }] : []
  })
  const longest = Math.max(...hits.map((hit) => hit.length))
  return hits.filter((hit) => hit.length === longest).map((hit) => hit.portfolio)
}
