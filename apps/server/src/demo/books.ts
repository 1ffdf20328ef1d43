import type { AssetClass, FlowKind, Operation, Strategy } from '@sma/finance/facts'
import type { FundSpec } from './catalogue'
import type { ValuationDay } from './market'

/** How one account is run and how its custodian writes sheets. Money and shares E4. */
export interface AccountSpec {
  code: string
  shortName: string
  /** The product's name as FA writes it. */
  faName: string
  ledgerNo: string
  strategy: Strategy
  launchDate: string
  initialAssetsE4: bigint
  /** Yearly rates in millionths of net assets. */
  managementPpm: number
  custodianPpm: number
  /** Yearly audit fee, E4; 0 accrues none. */
  auditE4: bigint
  feesPaid: 'monthly' | 'quarterly'
  /** True where cash dividends are taken as shares. */
  reinvests: boolean
  /** True where FA's 1203 names the fund (R-HLD-6: income from the ex-date). */
  namesDividends: boolean
  distributes: boolean
  hasFeeFile: boolean
  benchmark: string | null
  sheetLayout: 'plain' | 'dotted' | 'currency'
}

/** A row of the O3.2 journal; `qty` is signed, empty fee parts are zero. */
export interface JournalRow {
  fund: FundSpec | null
  operation: string
  priceE8: bigint
  confirmedE4: bigint
  qtyE4: bigint
  cashE4: bigint
  balanceE4: bigint
  account: string
  subjectE4: bigint
  commissionE4: bigint
  handlingE4: bigint
  otherFeeE4: bigint
}

export interface TradeBook {
  date: string
  fundCode: string
  operation: Operation
  amountE4: bigint
  sharesE4: bigint
  priceE8: bigint
  feeE4: bigint
}

export interface FlowBook {
  date: string
  kind: FlowKind
  amountE4: bigint
  sharesE4: bigint
  unitNavE8: bigint | null
}

export interface HoldingBook {
  fund: FundSpec
  sharesE4: bigint
  /** FA's and O3.2's cost, without fees. */
  bookCostE4: bigint
  /** Moving average with fees (R-HLD-2), to the cent. */
  costE4: bigint
  feesE4: bigint
  priceE8: bigint
  priceDate: string
  marketValueE4: bigint
  /** R-HLD-3. */
  profitE4: bigint
  dividendsE4: bigint
  dividendTodayE4: bigint
}

/** One account's books at the end of one valuation day. */
export interface DayBook {
  day: ValuationDay
  netAssetsE4: bigint
  sharesE4: bigint
  unitNavE8: bigint
  previousNavE8: bigint
  accumulatedNavE8: bigint
  /** Ledger balances by account; the writers print them. */
  balances: ReadonlyMap<string, bigint>
  /** Every fund ever held, in the order of first purchase. */
  holdings: HoldingBook[]
  classes: Record<AssetClass, bigint>
  accrued: { managementE4: bigint; custodianE4: bigint; auditE4: bigint }
  journal: JournalRow[]
  trades: TradeBook[]
  flows: FlowBook[]
}
