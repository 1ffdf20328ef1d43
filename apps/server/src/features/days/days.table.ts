/**
 * The days of a portfolio. A day is a row of figures per version; `published_day` points to the version that clients see.
 * Rows of a published version never change: a correction is a new version with a reason.
 */
export interface ValuationTable {
  portfolio_id: string
  date: string
  version: number
  /**
   * `held` has a blocking problem, `checked` has none and waits for a person, `approved` was let through by one, `published`
   * is shown to clients from `published_at` on, `superseded` was until a newer version was, `withdrawn` until it was taken back.
   */
  state: DayState
  reason: string | null
  total_assets_e4: bigint | null
  total_liabilities_e4: bigint | null
  net_assets_e4: bigint
  shares_e4: bigint
  unit_nav_e8: bigint
  accumulated_nav_e8: bigint | null
  holdings_known: number
  management_payable_e4: bigint | null
  custodian_payable_e4: bigint | null
  audit_payable_e4: bigint | null
  performance_payable_e4: bigint | null
  /** FA's whole 1203 (R-HLD-6). */
  dividend_receivable_e4: bigint | null
  /** What stands beside funds and cash, by account (day-figures.ts); null: nothing. */
  classed_accounts: string | null
  /** SHA-256 of the figures: equal figures make no version. */
  figures_hash: string
  source_file_id: string
  created_at: string
  published_at: string | null
  published_by: string | null
  created_by: string | null
  approved_at: string | null
  approved_by: string | null
  withdrawal_asked_at: string | null
  withdrawal_asked_by: string | null
  withdrawal_reason: string | null
  withdrawn_at: string | null
  withdrawn_by: string | null
  /** New with each making of the version: who acts on a version names it, so that nobody acts on other figures than seen. */
  stamp: string | null
}

/** Where the figures of a version came from (day-sources.ts); apart from it, so that no other read carries it. */
export interface ValuationSourceTable {
  portfolio_id: string
  date: string
  version: number
  tables: string
}

export type DayState = 'held' | 'checked' | 'approved' | 'published' | 'superseded' | 'withdrawn'

export interface PublishedDayTable {
  portfolio_id: string
  date: string
  version: number
}

export interface HoldingTable {
  portfolio_id: string
  date: string
  version: number
  fund_code: string
  shares_e4: bigint
  unit_nav_e8: bigint | null
  price_date: string | null
  market_value_e4: bigint
  source_cost_e4: bigint | null
  source_profit_e4: bigint | null
  o32_cost_e4: bigint | null
  o32_profit_e4: bigint | null
  o32_market_value_e4: bigint | null
  dividend_receivable_e4: bigint | null
  source_row: number | null
}

/** Transactions, flows and fees go through the gate with the day: `staged` until a day on or after theirs is published. */
type RecordState = 'staged' | 'published' | 'superseded'

interface Staged {
  state: RecordState
  /** Of a staged row that restates a day which is shown: that day, with a version of which it is shown; null: with any. */
  waits_for: string | null
}

/** Who says it: where both speak of a portfolio's day, the neutral file is in force (R-FLW-1). */
export type RecordOrigin = 'o32' | 'neutral'

export interface FundTransactionTable extends Staged {
  id: string
  portfolio_id: string
  date: string
  /** Identity within portfolio and day: `source_no` or `#n`. */
  place: string
  version: number
  origin: RecordOrigin
  /** Order within the day. */
  position: number
  fund_code: string
  operation: string
  amount_e4: bigint | null
  shares_e4: bigint | null
  price_e8: bigint | null
  fee_e4: bigint | null
  source_file_id: string
  source_row: number
  source_sheet: string | null
  /** From when to when clients were shown it. */
  published_at: string | null
  superseded_at: string | null
}

export interface ClientFlowTable extends Staged {
  id: string
  portfolio_id: string
  date: string
  place: string
  version: number
  origin: RecordOrigin
  kind: string
  amount_e4: bigint
  shares_e4: bigint | null
  unit_nav_e8: bigint | null
  fee_e4: bigint | null
  source_file_id: string
  source_row: number
  source_sheet: string | null
  /** From when to when clients were shown it. */
  published_at: string | null
  superseded_at: string | null
}

export interface FeeAccrualTable extends Staged {
  portfolio_id: string
  date: string
  version: number
  management_e4: bigint | null
  custodian_e4: bigint | null
  audit_e4: bigint | null
  performance_e4: bigint | null
  other_e4: bigint | null
  source_file_id: string
  source_row: number
  /** From when to when clients were shown it. */
  published_at: string | null
  superseded_at: string | null
}

/** A day that has to be checked again: what it was checked against has changed. */
export interface DayRecheckTable {
  portfolio_id: string
  date: string
  /** The file that brought the change; null where a person did. */
  source_file_id: string | null
}
