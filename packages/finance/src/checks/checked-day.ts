/** What the checks look at: one day's valuation, its holdings, and what is known of the days around it. */
import type { AssetClass, Flow, Holding, Transaction } from '../facts'
import type { CheckId, CheckSeverity } from './limits'

/** One level-1 account of FA's sheet. */
export interface LevelOneAccount {
  code: string
  name: string
  balanceE4: bigint
  row: number
}

export type CheckedHolding = Pick<Holding, 'fundCode' | 'sharesE4' | 'unitNavE8' | 'priceDate' | 'marketValueE4'>

/** Money and shares E4, NAVs E8. */
export interface CheckedDay {
  date: string
  totalAssetsE4: bigint | null
  totalLiabilitiesE4: bigint | null
  netAssetsE4: bigint
  sharesE4: bigint
  unitNavE8: bigint
  accumulatedNavE8: bigint | null
  /** 昨日单位净值 as the sheet itself states it (R-CHK-19). */
  previousNavE8?: bigint | null
  /** 应付管理人报酬 (R-CHK-26); null where the source does not say. */
  managementPayableE4?: bigint | null
  /** 净值(成本) of amortised-cost products: what the unit NAV belongs to (R-CHK-2). */
  netAssetsAtCostE4: bigint | null
  /** Null where the source lists no accounts. */
  accounts: readonly LevelOneAccount[] | null
  /** The classes that the house set for level-1 accounts (R-CHK-14); none where it is left out. */
  accountClasses?: ReadonlyMap<string, AssetClass>
  /** Null where the day has no holdings. */
  holdings: readonly CheckedHolding[] | null
  holdingsFrom: 'fa' | 'neutral' | null
}

/** The valuation before: the last one that was not held back. */
export type PreviousDay = Pick<
  CheckedDay,
  'date' | 'netAssetsE4' | 'sharesE4' | 'unitNavE8' | 'accumulatedNavE8' | 'holdings'
>

/** A position as O3.2 reports it for the same day. */
export interface O32Position {
  fundCode: string
  sharesE4: bigint
  marketValueE4: bigint
}

/** Client flows and fund transactions dated after the previous valuation, up to this day. */
export interface Movements {
  flows: readonly Flow[]
  /** Null where no transaction of this portfolio was ever loaded. */
  transactions: readonly Transaction[] | null
}

/** A finding of a check; `subject` is the fund or account concerned. */
export interface Finding {
  check: CheckId
  severity: CheckSeverity
  subject: string | null
  row: number | null
  found: string
  expected: string
}
