import type { KnownSince } from '../history/history.table'

export interface FundTable extends KnownSince {
  code: string
  name: string
  short_name: string | null
  /** On days before the first of `fund_class`. Null: seen in a file, class not yet set (R-CHK-8). */
  asset_class: string | null
  kind: string | null
  price_lag: number
}

/** The class of a fund from a day on (R-CLS-3). */
export interface FundClassTable extends KnownSince {
  fund_code: string
  class_from: string
  /** Null: taken back; the class before goes on. */
  asset_class: string | null
}

/** The class of a level-1 account of FA that is neither fund nor cash (R-CHK-14), for every portfolio. */
export interface AccountClassTable {
  account_code: string
  asset_class: string
  set_by: string
  set_at: string
  source_file_id: string | null
}

/** The class of such an account in one portfolio, before that of the house. */
export interface OwnAccountClassTable extends AccountClassTable {
  portfolio_id: string
}

/** A name by which a file calls a fund, other than its own. */
export interface FundAliasTable {
  fund_code: string
  name: string
  first_seen_at: string
  source_file_id: string | null
}

export interface FundNavTable extends KnownSince {
  fund_code: string
  date: string
  unit_nav_e8: bigint
  accumulated_nav_e8: bigint | null
  dividend_e8: bigint | null
  /** In its file; null: by hand, or before rows were kept. */
  source_row: number | null
}

/** Imported calendar days; they go before the calendar that ships (R-DAY-2). */
export interface CalendarDayTable extends KnownSince {
  date: string
  is_trading_day: number
}
