/** Why a figure is null, or a period short: what `reasons` and `reason` can say. Stable; may grow. */
export const REASON_CODES = [
  // a period
  'since-launch',
  'history-not-loaded',
  'no-valuation-in-range',
  'no-earlier-valuation',
  'period-not-begun',
  'history-incomplete',
  'nav-not-positive',
  // a day's holdings
  'holdings-unavailable',
  'fund-class-missing',
  'net-assets-not-positive',
  'sold-out',
  // cost and profit of a fund
  'shares-unexplained',
  'shares-unknown',
  'amount-unknown',
  'opening-cost-unknown',
  'opening-profit-unknown',
  'left-without-sale',
  // a transaction, or what a source leaves out
  'not-stated',
  'not-applicable',
  'price-unknown',
  // fees of the account
  'accrual-unknown',
  'payment-unknown',
  // benchmark
  'no-benchmark',
  'benchmark-value-missing',
  // statistics and contribution
  'fund-profit-unknown',
  'too-few-days',
  'less-than-a-year',
  'no-drawdown',
] as const
export type ReasonCode = (typeof REASON_CODES)[number]
