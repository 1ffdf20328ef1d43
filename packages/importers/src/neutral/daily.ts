/** Neutral kinds that state a day as a whole: valuations, holdings, fees, benchmarks, fund NAVs, the calendar. */
import type { ImportRecord, ValuationSource } from '../records'
import type { FieldOf } from './columns'
import type { Row } from '../row'
import { type Builder, neutralReader } from './read'
import { needChoice, needPortfolioDay } from './values'
import { YES_NO } from './words'

/** Key of a record that stands once per portfolio and day, and fund where it has one. */
function dayKey(record: ImportRecord): string | null {
  if (!('portfolio' in record) || !('date' in record)) return null
  return JSON.stringify([record.portfolio.value, record.date, 'fundCode' in record ? record.fundCode : null])
}

const VALUATION_COLUMNS = {
  totalAssets: 'total_assets',
  totalLiabilities: 'total_liabilities',
  netAssets: 'net_assets',
  shares: 'shares',
  unitNav: 'unit_nav',
  accumulatedNav: 'accumulated_nav',
} as const

function cellsOf(row: Row<FieldOf<'valuations'>>): ValuationSource['cells'] {
  const columns = Object.entries(row.columnsOf(VALUATION_COLUMNS))
  return Object.fromEntries(columns.map(([figure, column]) => [figure, `${column}${row.number}`]))
}

const valuations: Builder<'valuations'> = {
  kind: 'valuations',
  column: 'date',
  key: dayKey,
  build: (row) => ({
    kind: 'valuation',
    origin: 'neutral',
    ...needPortfolioDay(row),
    source: { ...row.source, cells: cellsOf(row), columns: {} },
    totalAssetsE4: row.money('total_assets'),
    totalLiabilitiesE4: row.money('total_liabilities'),
    netAssetsE4: row.needMoney('net_assets'),
    sharesE4: needShares(row),
    unitNavE8: row.needPositivePrice('unit_nav'),
    accumulatedNavE8: row.price('accumulated_nav'),
    previousNavE8: null,
    netAssetsAtCostE4: null,
    accounts: [],
    funds: null,
  }),
}

/** Without shares there is no unit NAV (R-CHK-18). */
function needShares(row: Row<FieldOf<'valuations'>>): bigint {
  const shares = row.needMoney('shares')
  if (shares <= 0n && !row.refused) row.refuse('R-CHK-18', 'shares', { expected: '> 0' })
  return shares
}

const HOLDING_COLUMNS = {
  shares: 'shares',
  unitNav: 'unit_nav',
  marketValue: 'market_value',
  cost: 'cost',
  profit: 'profit',
} as const

const holdings: Builder<'holdings'> = {
  kind: 'holdings',
  column: 'fund_code',
  key: dayKey,
  build: (row) => ({
    kind: 'holding',
    ...needPortfolioDay(row),
    source: { ...row.source, columns: row.columnsOf(HOLDING_COLUMNS) },
    fundCode: row.needFundCode('fund_code'),
    sharesE4: notNegative(row, 'shares'),
    unitNavE8: row.price('unit_nav'),
    priceDate: row.day('price_date'),
    marketValueE4: row.needMoney('market_value'),
    costE4: row.money('cost'),
    profitE4: row.money('profit'),
  }),
}

function notNegative(row: Row<FieldOf<'holdings'>>, field: 'shares'): bigint {
  const value = row.needMoney(field)
  if (value < 0n) row.refuse('value-invalid', field, { expected: '≥ 0' })
  return value
}

const fees: Builder<'fees'> = {
  kind: 'fees',
  column: 'date',
  key: dayKey,
  build: (row) => ({
    kind: 'fee',
    ...needPortfolioDay(row),
    managementE4: row.money('management'),
    custodianE4: row.money('custodian'),
    auditE4: row.money('audit'),
    performanceE4: row.money('performance'),
    otherE4: row.money('other'),
  }),
}

const benchmarks: Builder<'benchmarks'> = {
  kind: 'benchmarks',
  column: 'date',
  key: dayKey,
  build: (row) => ({ kind: 'benchmark', ...needPortfolioDay(row), valueE8: row.needPositivePrice('value') }),
}

const fundNavs: Builder<'fund-navs'> = {
  kind: 'fund-navs',
  column: 'fund_code',
  key: (record) => (record.kind === 'fund-nav' ? `${record.fundCode} ${record.date}` : null),
  build: (row) => ({
    kind: 'fund-nav',
    source: row.source,
    fundCode: row.needFundCode('fund_code'),
    date: row.needDay('date'),
    unitNavE8: row.needPositivePrice('unit_nav'),
    accumulatedNavE8: row.price('accumulated_nav'),
    dividendE8: row.price('dividend'),
  }),
}

const calendar: Builder<'calendar'> = {
  kind: 'calendar',
  column: 'date',
  key: (record) => (record.kind === 'trading-day' ? record.date : null),
  build: (row) => ({
    kind: 'trading-day',
    source: row.source,
    date: row.needDay('date'),
    isTradingDay: needChoice(row, 'is_trading_day', { words: YES_NO, placeholder: false }),
  }),
}

export const dailyReaders = [
  neutralReader(valuations),
  neutralReader(holdings),
  neutralReader(fees),
  neutralReader(benchmarks),
  neutralReader(fundNavs),
  neutralReader(calendar),
]
