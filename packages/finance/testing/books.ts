/** Small books for tests: figures as text, everything that a test does not name left at the plain case. */
import { parseE4, parseE8 } from '../src/decimal'
import type { Book, Flow, Holding, Operation, Payables, PortfolioFacts, Transaction, Valuation } from '../src/facts'

export const e4 = (text: string): bigint => parsed(parseE4(text), text)
export const e8 = (text: string): bigint => parsed(parseE8(text), text)

function parsed(value: bigint | null, text: string): bigint {
  if (value === null) throw new TypeError(`${text} is no decimal`)
  return value
}

const NO_PAYABLES: Payables = { managementE4: null, custodianE4: null, auditE4: null, performanceE4: null }

export function portfolio(given: Partial<PortfolioFacts> = {}): PortfolioFacts {
  const amounts = { initialAssetsE4: e4('10000000'), initialSharesE4: e4('10000000') }
  return { code: 'SA0001', launchDate: '2020-10-14', navDecimals: 4, ...amounts, ...given }
}

/** A valuation whose net assets follow from NAV and shares, unless they are named; no accumulated NAV unless named. */
export function valuation(
  date: string,
  nav: string,
  given: { shares?: string; netAssets?: string; accumulated?: string } = {},
): Valuation {
  const sharesE4 = e4(given.shares ?? '10000000')
  return {
    date,
    sharesE4,
    netAssetsE4: given.netAssets === undefined ? (sharesE4 * e8(nav)) / 10n ** 8n : e4(given.netAssets),
    unitNavE8: e8(nav),
    accumulatedNavE8: given.accumulated === undefined ? null : e8(given.accumulated),
    holdingsKnown: false,
    payables: NO_PAYABLES,
  }
}

export function flow(date: string, kind: Flow['kind'], given: { amount: string; shares?: string; nav?: string }): Flow {
  const sharesE4 = given.shares === undefined ? null : e4(given.shares)
  return { date, kind, amountE4: e4(given.amount), sharesE4, unitNavE8: given.nav === undefined ? null : e8(given.nav) }
}

export function book(valuations: Valuation[], given: Partial<Book> = {}): Book {
  const empty = { transactions: [], flows: [], fees: [], benchmark: [], dividends: [] }
  return { portfolio: portfolio(), valuations, ...empty, ...given }
}

export interface GivenTransaction {
  amount?: string
  shares?: string
  price?: string
  fee?: string
  fund?: string
}

export function transaction(date: string, operation: Operation, given: GivenTransaction): Transaction {
  const optional = (text: string | undefined) => (text === undefined ? null : e4(text))
  return {
    date,
    operation,
    fundCode: given.fund ?? '000001',
    amountE4: optional(given.amount),
    sharesE4: optional(given.shares),
    priceE8: given.price === undefined ? null : e8(given.price),
    feeE4: optional(given.fee),
  }
}

export function holding(fundCode: string, shares: string, marketValue: string, given: Partial<Holding> = {}): Holding {
  return {
    fundCode,
    sharesE4: e4(shares),
    unitNavE8: null,
    priceDate: null,
    marketValueE4: e4(marketValue),
    sourceCostE4: null,
    sourceProfitE4: null,
    o32CostE4: null,
    o32ProfitE4: null,
    o32MarketValueE4: null,
    dividendReceivableE4: null,
    ...given,
  }
}
