import type { KnownSince } from '../history/history.table'

export interface FundTable extends KnownSince {
  code: string
  name: string
  /** Null: seen in a file, class not yet set (R-CHK-8). */
  asset_class: string | null
  kind: string | null
  price_lag: number
}

export interface FundNavTable extends KnownSince {
  fund_code: string
  date: string
  unit_nav_e8: bigint
  accumulated_nav_e8: bigint | null
  dividend_e8: bigint | null
}

/** Imported calendar days; they go before the calendar that ships (R-DAY-2). */
export interface CalendarDayTable extends KnownSince {
  date: string
  is_trading_day: number
}
