import type { AssetClass } from '@sma/finance/facts'
import type { DemoClient } from './plan'

/** `[fundCode, shares, cost, price, marketValue, profit]`; sold-out funds stay, with zero shares and cost. */
export type TruthHolding = [string, string, string, string, string, string]

/** Each flow kind's sum of a period. */
export interface TruthPeriod {
  key: 'month-to-date' | 'year-to-date' | 'three-years' | 'since-inception'
  from: string
  to: string
  baseDate: string
  openingAssets: string
  subscriptions: string
  redemptions: string
  distributions: string
  gain: string
  closingAssets: string
  return: string
  fees: string
}

/** One account in truth.json: the day columns are of equal length; money has two decimals, NAVs four, rates eight. */
export interface TruthPortfolio {
  code: string
  name: string
  strategy: string
  launchDate: string
  initialAssets: string
  initialShares: string
  /** True where dividends count from the ex-date (R-HLD-6). */
  dividendsFromExDate: boolean
  /** True where management, custodian and audit fees come from a file; else from FA's payables. */
  feesFromFile: boolean
  days: {
    date: string[]
    isTradingDay: boolean[]
    netAssets: string[]
    shares: string[]
    unitNav: string[]
    accumulatedNav: string[]
    /** In the order of `assetClasses`. */
    classes: string[][]
    holdings: TruthHolding[][]
    management: string[]
    custodian: string[]
    audit: string[]
    subscriptionFee: string[]
    redemptionFee: string[]
  }
  /** `[date, fundCode, operation, amount, shares, price, fee]` in journal order. */
  transactions: string[][]
  /** `[date, kind, amount, shares]`. */
  flows: string[][]
  periods: TruthPeriod[]
}

/** truth.json: the simulator's own books, written without the figures of packages/finance. */
export interface Truth {
  seed: number
  until: string
  assetClasses: readonly AssetClass[]
  clients: DemoClient[]
  portfolios: TruthPortfolio[]
}
