/**
 * The facts that figures are computed from: what the published days of one portfolio hold.
 * Plain values; money and shares in E4, prices and NAVs in E8 (see decimal.ts), dates `YYYY-MM-DD` in Asia/Shanghai (R-DAY-1).
 */

export const ASSET_CLASSES = ['fixed-income', 'equity', 'alternative', 'money', 'cash'] as const
export type AssetClass = (typeof ASSET_CLASSES)[number]
/** A class that a fund can have; cash is what remains (R-CLS-1). */
export type FundClass = Exclude<AssetClass, 'cash'>

export const OPERATIONS = [
  'subscribe',
  'redeem',
  'switch-in',
  'switch-out',
  'buy',
  'sell',
  'dividend',
  'reinvest',
  'split',
  'adjust-in',
  'adjust-out',
  'transfer-in',
  'transfer-out',
] as const
export type Operation = (typeof OPERATIONS)[number]

export const FLOW_KINDS = ['subscription', 'redemption', 'distribution', 'performance-fee'] as const
export type FlowKind = (typeof FLOW_KINDS)[number]

export const STRATEGIES = ['cash', 'fixed-income', 'balanced', 'growth', 'equity', 'cta'] as const
export type Strategy = (typeof STRATEGIES)[number]

/** 运作中, 清算中, 已终止. */
export const ACCOUNT_STATES = ['running', 'in-liquidation', 'closed'] as const
export type AccountState = (typeof ACCOUNT_STATES)[number]

export interface PortfolioFacts {
  code: string
  launchDate: string
  initialAssetsE4: bigint
  initialSharesE4: bigint
  /** Decimals of the official unit NAV (R-NAV-1). */
  navDecimals: number
}

export interface Valuation {
  date: string
  netAssetsE4: bigint
  sharesE4: bigint
  unitNavE8: bigint
  accumulatedNavE8: bigint | null
  /** False where the day was published without holdings (R-HLD-1). */
  holdingsKnown: boolean
  payables: Payables
  /** All dividends receivable (FA 1203), whether a fund is named or not; absent where the source does not say (R-HLD-6). */
  dividendReceivableE4?: bigint | null
}

/** What FA owes at the end of the day; null where the sheet does not say (R-FEE-2, R-FEE-3). */
export interface Payables {
  managementE4: bigint | null
  custodianE4: bigint | null
  auditE4: bigint | null
  performanceE4: bigint | null
}

/** One fund's row of one published valuation (R-HLD-1). */
export interface Holding {
  fundCode: string
  sharesE4: bigint
  unitNavE8: bigint | null
  /** The price's own date where it is known and differs from the valuation's. */
  priceDate: string | null
  marketValueE4: bigint
  /** FA 成本 or the neutral file's cost: used for opening lots only (R-HLD-5). */
  sourceCostE4: bigint | null
  /** Neutral file's `profit`: total since the first purchase (R-HLD-5). */
  sourceProfitE4: bigint | null
  /** O3.2 含费用成本, 总体盈亏 and 市值 of the same day (R-HLD-5). */
  o32CostE4: bigint | null
  o32ProfitE4: bigint | null
  o32MarketValueE4: bigint | null
  /** Dividend receivable named for this fund (FA 1203) at the end of the day (R-HLD-6). */
  dividendReceivableE4: bigint | null
}

/** A level-1 account that is neither fund nor cash, with the class that it counts to (R-CLS-1). */
export interface ClassedAccount {
  code: string
  name: string
  assetClass: AssetClass
  marketValueE4: bigint
}

/** A confirmed transaction in a fund (R-TRX-1..4). Order: by date, then the source's order. */
export interface Transaction {
  date: string
  fundCode: string
  operation: Operation
  /** Money paid (fee inside) or received (fee deducted); null where only shares were confirmed. */
  amountE4: bigint | null
  sharesE4: bigint | null
  priceE8: bigint | null
  feeE4: bigint | null
}

/** The account's own subscriptions, redemptions, distributions and performance-fee deductions (R-FLW-1). */
export interface Flow {
  date: string
  kind: FlowKind
  amountE4: bigint
  sharesE4: bigint | null
  unitNavE8: bigint | null
}

/** Fees accrued on one day, from a fee file (R-FEE-2). */
export interface FeeAccrual {
  date: string
  managementE4: bigint | null
  custodianE4: bigint | null
  auditE4: bigint | null
  performanceE4: bigint | null
  otherE4: bigint | null
}

export interface BenchmarkValue {
  date: string
  valueE8: bigint
}

/** A public fund NAV or dividend per share (R-HLD-6). */
export interface FundDividend {
  fundCode: string
  date: string
  dividendE8: bigint
}

export interface FundFacts {
  code: string
  name: string
  assetClass: FundClass | null
  /** Trading days by which the fund's prices and confirmations lag (R-CHK-4, R-CHK-9); absent: the rule's default. */
  priceLag?: number | null
}

/** Everything published of one portfolio but its holdings rows; arrays in date order, transactions also in source order. */
export interface Book {
  portfolio: PortfolioFacts
  valuations: Valuation[]
  transactions: Transaction[]
  flows: Flow[]
  fees: FeeAccrual[]
  benchmark: BenchmarkValue[]
  dividends: FundDividend[]
}
