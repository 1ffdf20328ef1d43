import { divideRound, formatScaled, moneyText } from '@sma/finance/decimal'
import type { Strategy } from '@sma/finance/facts'
import type { AccountSpec, DayBook } from './books'
import { FUNDS, type FundKind } from './catalogue'
import type { Market } from './market'
import { nav4 } from './numbers'
import type { DemoClient } from './plan'

/** Lines of a neutral CSV file (docs/files.md). */
export class CsvText {
  readonly #lines: string[]

  constructor(columns: readonly string[]) {
    this.#lines = [columns.join(',')]
  }

  add(cells: readonly string[]): void {
    this.#lines.push(cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','))
  }

  get isEmpty(): boolean {
    return this.#lines.length === 1
  }

  bytes(): Buffer {
    return Buffer.from(`${this.#lines.join('\n')}\n`, 'utf8')
  }
}

const MANAGER = '示例资产管理'

export function portfoliosCsv(specs: readonly AccountSpec[]): CsvText {
  const csv = new CsvText([
    'portfolio_code',
    'portfolio_name',
    'strategy',
    'launch_date',
    'initial_assets',
    'initial_shares',
    'benchmark',
    'manager',
    'valuation_lag',
    'nav_decimals',
    'o32_fund_no',
    'fa_ledger_no',
    'fa_name',
  ])
  for (const spec of specs) {
    const initial = moneyText(spec.initialAssetsE4)
    const start = [spec.code, spec.shortName, spec.strategy, spec.launchDate, initial, initial]
    csv.add([...start, spec.benchmark ?? '', MANAGER, '1', '4', spec.ledgerNo, spec.ledgerNo, spec.faName])
  }
  return csv
}

/** Trading days that a price may be old; money funds have none to tell (R-CHK-9). */
const LAGS: Record<FundKind, string> = { 'open-end': '1', etf: '1', lof: '1', qdii: '2', private: '2', money: '' }

export function fundsCsv(leftOut: readonly string[] = []): CsvText {
  const csv = new CsvText(['fund_code', 'fund_name', 'asset_class', 'kind', 'price_lag'])
  const told = FUNDS.filter(({ code }) => !leftOut.includes(code))
  for (const { code, name, assetClass, kind } of told) csv.add([code, name, assetClass, kind, LAGS[kind]])
  return csv
}

export function clientsCsv(clients: readonly DemoClient[]): CsvText {
  const csv = new CsvText(['client_no', 'client_name', 'id_type', 'id_number', 'phone', 'portfolio_codes'])
  for (const { clientNo, name, idNumber, phone, portfolioCodes } of clients) {
    csv.add([clientNo, name, 'id-card', idNumber, phone, portfolioCodes.join(';')])
  }
  return csv
}

export function contactsCsv(specs: readonly AccountSpec[]): CsvText {
  const csv = new CsvText(['portfolio_code', 'name', 'company', 'mobile', 'telephone', 'email', 'address'])
  specs.forEach(({ code }, at) => {
    const name = at % 2 === 0 ? '示例客户经理甲' : '示例客户经理乙'
    csv.add([
      code,
      name,
      MANAGER,
      `1390000${String((at % 2) + 1).padStart(4, '0')}`,
      '400-000-0000',
      'service@example.com',
      '示例市示例路1号',
    ])
  })
  return csv
}

/** What the funds themselves publish; money funds publish no such NAV. */
export function fundNavsCsv(market: Market): CsvText {
  const csv = new CsvText(['fund_code', 'date', 'unit_nav'])
  for (const { spec, navE8 } of market.funds.values()) {
    if (spec.kind === 'money') continue
    navE8.forEach((nav, at) => csv.add([spec.code, market.tradingDays[at] ?? '', nav4(nav)]))
  }
  return csv
}

const EQUITY_PERCENT: Record<Strategy, bigint> = {
  cash: 0n,
  'fixed-income': 0n,
  balanced: 50n,
  growth: 70n,
  equity: 100n,
  cta: 20n,
}

/** Benchmark values of every trading day of every account that has one: mixed indices that begin at 1,000. */
export function benchmarksCsv(specs: readonly AccountSpec[], market: Market): CsvText {
  const csv = new CsvText(['portfolio_code', 'date', 'value'])
  for (const spec of specs) {
    if (spec.benchmark === null) continue
    const start = market.tradingDays.indexOf(spec.launchDate)
    for (let at = start; at < market.tradingDays.length; at++) {
      csv.add([spec.code, market.tradingDays[at] ?? '', benchmarkValue(market, spec.strategy, start, at)])
    }
  }
  return csv
}

function benchmarkValue(market: Market, strategy: Strategy, start: number, at: number): string {
  const scaled = (values: readonly bigint[], weight: bigint) =>
    divideRound((values[at] ?? 0n) * 1000n * 10_000n * weight, (values[start] ?? 1n) * 100n)
  const equity = EQUITY_PERCENT[strategy]
  return formatScaled(scaled(market.equityIndexE8, equity) + scaled(market.bondIndexE8, 100n - equity), 4, 4)
}

export const feesCsv = (): CsvText =>
  new CsvText(['portfolio_code', 'date', 'management', 'custodian', 'audit', 'performance', 'other'])

/** Fees accrued since the valuation before; only accounts whose FA sends such a file. */
export function addFees(csv: CsvText, spec: AccountSpec, book: DayBook): void {
  if (!spec.hasFeeFile) return
  const { managementE4, custodianE4, auditE4 } = book.accrued
  csv.add([spec.code, book.day.date, ...[managementE4, custodianE4, auditE4, 0n, 0n].map(moneyText)])
}

export const flowsCsv = (): CsvText =>
  new CsvText(['portfolio_code', 'date', 'kind', 'amount', 'shares', 'unit_nav', 'fee'])

/** All flows of accounts that distribute: O3.2 does not show distributions, and a flows file wins over it (R-FLW-1). */
export function addFlows(csv: CsvText, spec: AccountSpec, book: DayBook): void {
  if (!spec.distributes) return
  for (const { date, kind, amountE4, sharesE4, unitNavE8 } of book.flows) {
    const shares = kind === 'distribution' ? '' : moneyText(sharesE4)
    csv.add([spec.code, date, kind, moneyText(amountE4), shares, unitNavE8 === null ? '' : nav4(unitNavE8), ''])
  }
}
