/** From published rows to the facts that figures are computed from. */
import type { BenchmarkComponent } from '@sma/contract/benchmark-words'
import type {
  BenchmarkValue,
  Book,
  FeeAccrual,
  Flow,
  FlowKind,
  FundClass,
  FundFacts,
  Holding,
  Operation,
  Payables,
  Transaction,
  Valuation,
} from '@sma/finance/facts'
import { classOn, type FundClasses } from '@sma/finance/holdings/class-periods'
import type {
  selectBenchmark,
  selectBenchmarkSets,
  selectFees,
  selectFlows,
  selectFunds,
  selectHoldings,
  selectPortfolio,
  selectTransactions,
  selectValuations,
} from './book.queries'

type Row<Q extends (...args: never[]) => Promise<unknown>> =
  Awaited<ReturnType<Q>> extends (infer Each)[] ? Each : Awaited<ReturnType<Q>>

/** One copy of texts that many rows share (dates, fund codes): books stay small. */
export type Shared = (text: string) => string

export function shareTexts(): Shared {
  const texts = new Map<string, string>()
  return (text) => {
    const known = texts.get(text)
    if (known !== undefined) return known
    texts.set(text, text)
    return text
  }
}

/** One copy of lists that are equal text by text: most accounts are valued on the same days. */
export function shareLists(): (list: string[]) => string[] {
  const lists = new Map<string, string[]>()
  return (list) => {
    const name = `${list.length} ${list[0]} ${list.at(-1)}`
    const known = lists.get(name)
    if (known?.every((text, index) => text === list[index])) return known
    lists.set(name, list)
    return list
  }
}

export function portfolioFacts(row: Row<typeof selectPortfolio>): Book['portfolio'] {
  return {
    code: row.code,
    launchDate: row.launch_date,
    initialAssetsE4: row.initial_assets_e4,
    initialSharesE4: row.initial_shares_e4,
    navDecimals: row.nav_decimals,
  }
}

const NO_PAYABLES: Payables = { managementE4: null, custodianE4: null, auditE4: null, performanceE4: null }

/** Figures that repeat from row to row are kept once. */
export function valuationFacts(rows: Row<typeof selectValuations>[], shared: Shared): Valuation[] {
  let sharesE4 = 0n
  return rows.map((row) => {
    if (row.shares_e4 !== sharesE4) sharesE4 = row.shares_e4
    return {
      date: shared(row.date),
      netAssetsE4: row.net_assets_e4,
      sharesE4,
      unitNavE8: row.unit_nav_e8,
      accumulatedNavE8: row.accumulated_nav_e8 === row.unit_nav_e8 ? row.unit_nav_e8 : row.accumulated_nav_e8,
      holdingsKnown: row.holdings_known === 1,
      payables: payables(row),
      dividendReceivableE4: row.dividend_receivable_e4,
    }
  })
}

function payables(row: Row<typeof selectValuations>): Payables {
  const { management_payable_e4, custodian_payable_e4, audit_payable_e4, performance_payable_e4 } = row
  const all = [management_payable_e4, custodian_payable_e4, audit_payable_e4, performance_payable_e4]
  if (all.every((payable) => payable === null)) return NO_PAYABLES
  return {
    managementE4: management_payable_e4,
    custodianE4: custodian_payable_e4,
    auditE4: audit_payable_e4,
    performanceE4: performance_payable_e4,
  }
}

export function transactionFacts(row: Row<typeof selectTransactions>, shared: Shared): Transaction {
  return {
    date: shared(row.date),
    fundCode: shared(row.fund_code),
    // Written by our own import, which knows no other word.
    operation: shared(row.operation) as Operation,
    amountE4: row.amount_e4,
    sharesE4: row.shares_e4,
    priceE8: row.price_e8,
    feeE4: row.fee_e4,
  }
}

export function flowFacts(row: Row<typeof selectFlows>, shared: Shared): Flow {
  return {
    date: shared(row.date),
    kind: shared(row.kind) as FlowKind,
    amountE4: row.amount_e4,
    sharesE4: row.shares_e4,
    unitNavE8: row.unit_nav_e8,
  }
}

export function feeFacts(row: Row<typeof selectFees>, shared: Shared): FeeAccrual {
  return {
    date: shared(row.date),
    managementE4: row.management_e4,
    custodianE4: row.custodian_e4,
    auditE4: row.audit_e4,
    performanceE4: row.performance_e4,
    otherE4: row.other_e4,
  }
}

export function benchmarkFacts(row: Row<typeof selectBenchmark>, shared: Shared): BenchmarkValue {
  return { date: shared(row.date), valueE8: row.value_e8 }
}

/** What the benchmark is made of from a day on. */
export interface BenchmarkSet {
  from: string
  components: BenchmarkComponent[]
}

export const benchmarkSet = (row: Row<typeof selectBenchmarkSets>): BenchmarkSet => ({
  from: row.valid_from,
  // Written by our own desk.
  components: JSON.parse(row.components) as BenchmarkComponent[],
})

export function holdingFacts(row: Row<typeof selectHoldings>): Holding {
  return {
    fundCode: row.fund_code,
    sharesE4: row.shares_e4,
    unitNavE8: row.unit_nav_e8,
    priceDate: row.price_date,
    marketValueE4: row.market_value_e4,
    sourceCostE4: row.source_cost_e4,
    sourceProfitE4: row.source_profit_e4,
    o32CostE4: row.o32_cost_e4,
    o32ProfitE4: row.o32_profit_e4,
    o32MarketValueE4: row.o32_market_value_e4,
    dividendReceivableE4: row.dividend_receivable_e4,
  }
}

/** A fund of a book, whatever the day. */
export type BookFund = Omit<FundFacts, 'assetClass'> & FundClasses

export function bookFund(row: Row<typeof selectFunds>): BookFund {
  return {
    code: row.code,
    name: row.name,
    firstClass: row.asset_class as FundClass | null,
    laterClasses: row.laterClasses,
    priceLag: row.price_lag,
  }
}

/** The fund with the class of a day (R-CLS-3). */
export const fundOn = ({ firstClass, laterClasses, ...fund }: BookFund, date: string): FundFacts => ({
  assetClass: classOn({ firstClass, laterClasses }, date),
  ...fund,
})
