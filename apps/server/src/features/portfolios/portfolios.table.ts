import type { AccountState } from '@sma/finance/facts'
import type { Generated } from 'kysely'
import type { KnownSince } from '../history/history.table'

export interface PortfolioTable extends KnownSince {
  id: string
  code: string
  name: string
  strategy: string
  launch_date: string
  initial_assets_e4: bigint
  initial_shares_e4: bigint
  benchmark: string | null
  manager: string | null
  valuation_lag: number
  nav_decimals: number
  o32_fund_no: string | null
  fa_ledger_no: string | null
  fa_name: string | null
  state: Generated<AccountState>
  /** Since when it is wound up, and its last day; null where the state has none. */
  liquidation_from: string | null
  closed_on: string | null
  /** Grows with everything published for this portfolio and every change of master data that its replies show. */
  revision: number
}

/** A number or name that stands for an account in files, on the days from `valid_from` to `valid_to`; null: since ever, for good. */
export interface PortfolioAliasTable {
  id: string
  portfolio_id: string
  kind: 'o32-fund' | 'fa-ledger' | 'fa-name'
  value: string
  valid_from: string | null
  valid_to: string | null
  set_by: string
  set_at: string
}

/** What a benchmark is made of from a day on. One that is taken back stays, for what clients were shown while it stood. */
export interface BenchmarkSetTable {
  id: string
  portfolio_id: string
  valid_from: string
  /** `BenchmarkComponent`s as JSON. */
  components: string
  set_by: string
  set_at: string
  removed_by: string | null
  removed_at: string | null
}

export interface PortfolioContactTable extends KnownSince {
  portfolio_id: string
  name: string
  company: string | null
  mobile: string | null
  telephone: string | null
  email: string | null
  address: string | null
}

export interface BenchmarkValueTable extends KnownSince {
  portfolio_id: string
  date: string
  value_e8: bigint
}
