/**
 * What readers return: records and problems, nothing else. A reader is pure: bytes in, values out.
 * Money and shares are E4, prices and NAVs E8 (finance/decimal.ts); dates `YYYY-MM-DD`.
 */
import type { FileKind } from '@sma/contract/file-kinds'
import type { IdType } from '@sma/contract/identity'
import type { NewsCategory } from '@sma/contract/news-categories'
import type { ProblemCode } from '@sma/contract/problem-codes'
import type { AccountState, AssetClass, FlowKind, FundClass, Operation, Strategy } from '@sma/finance/facts'

/** `error` refuses, `review` waits for a person, `warning` is shown. */
export type Severity = 'error' | 'review' | 'warning'

/** How a file names a portfolio. `fa-name` is the product's name as the sheet or the file name writes it. */
export interface PortfolioKey {
  by: 'code' | 'fa-ledger' | 'o32-fund' | 'fa-name'
  value: string
}

/** Imperfect data, shown to people. Words are made from `code` by the contract's catalogue. */
export interface Problem {
  code: ProblemCode
  severity: Severity
  sheet: string | null
  /** 1-based row as a spreadsheet shows it. */
  row: number | null
  column: string | null
  found: string | null
  expected: string | null
  /** What the problem holds: null portfolio = the whole file; null date = every day of that portfolio in the file. */
  portfolio: PortfolioKey | null
  date: string | null
}

/** Where in the file a record stands. */
export interface SourceRow {
  sheet: string | null
  row: number
}

/** Column letters by figure, as a spreadsheet shows them; empty where the figure has no column of its own. */
export type Columns<Figure extends string> = Partial<Record<Figure, string>>

export const VALUATION_FIGURES = [
  'totalAssets',
  'totalLiabilities',
  'netAssets',
  'shares',
  'unitNav',
  'accumulatedNav',
] as const
export type ValuationFigure = (typeof VALUATION_FIGURES)[number]

/** `cells` are whole names ("H34"), as each figure may have a row of its own; `columns` are those of the fund rows. */
export interface ValuationSource extends SourceRow {
  cells: Partial<Record<ValuationFigure, string>>
  columns: Columns<'shares' | 'unitNav' | 'marketValue' | 'cost'>
}

interface Dated {
  portfolio: PortfolioKey
  /** Further names that the file gives the same portfolio: resolved where `portfolio` fails; another match is a conflict. */
  alternatives?: PortfolioKey[]
  date: string
  source: SourceRow
}

/** One FA account (科目) with a balance, for checks, payables and the trail. `level` counts from 1. */
export interface AccountRow {
  code: string
  name: string
  level: number
  marketValueE4: bigint
  costE4: bigint | null
  row: number
  /** The fund that a dividend receivable (1203) names, where its code does (R-HLD-6). */
  fundCode?: string | null
}

/** A fund leaf under 1105/1109 of an FA sheet. */
export interface FundLeaf {
  fundCode: string
  fundName: string
  market: string | null
  sharesE4: bigint
  costE4: bigint | null
  unitNavE8: bigint | null
  /** The day of the price, where the table tells it. */
  priceDate: string | null
  marketValueE4: bigint
  row: number
}

export interface ValuationRecord extends Dated {
  kind: 'valuation'
  source: ValuationSource
  origin: 'fa-sheet' | 'fa-dump' | 'neutral'
  totalAssetsE4: bigint | null
  totalLiabilitiesE4: bigint | null
  netAssetsE4: bigint
  sharesE4: bigint
  unitNavE8: bigint
  accumulatedNavE8: bigint | null
  previousNavE8: bigint | null
  /** 净值(成本) of amortised-cost products, the net assets that the unit NAV belongs to. */
  netAssetsAtCostE4: bigint | null
  /** Empty for neutral valuations; FA rows of level 1, and every row under 12xx, 2xxx and 3xxx. */
  accounts: AccountRow[]
  /** Null where the source lists no holdings (neutral valuations). */
  funds: FundLeaf[] | null
}

export interface HoldingRecord extends Dated {
  kind: 'holding'
  source: SourceRow & { columns: Columns<'shares' | 'unitNav' | 'marketValue' | 'cost' | 'profit'> }
  fundCode: string
  sharesE4: bigint
  unitNavE8: bigint | null
  priceDate: string | null
  marketValueE4: bigint
  costE4: bigint | null
  profitE4: bigint | null
}

export interface O32HoldingRecord extends Dated {
  kind: 'o32-holding'
  source: SourceRow & { columns: Columns<'marketValue' | 'costWithFees' | 'totalProfit'> }
  fundCode: string
  fundName: string | null
  market: string | null
  sharesE4: bigint
  marketValueE4: bigint
  costE4: bigint | null
  costWithFeesE4: bigint | null
  floatingProfitE4: bigint | null
  totalProfitE4: bigint | null
}

export interface TransactionRecord extends Dated {
  kind: 'transaction'
  fundCode: string
  fundName: string | null
  operation: Operation
  amountE4: bigint | null
  sharesE4: bigint | null
  priceE8: bigint | null
  feeE4: bigint | null
  /** Identity within portfolio, day and origin: `source_no`, or `#n`, the row's place there, counted from 1. */
  place: string
  /** O3.2's transactions of a day yield to a transactions file, as its flows do (R-FLW-1). */
  origin: 'o32' | 'neutral'
}

export interface FlowRecord extends Dated {
  kind: 'flow'
  flowKind: FlowKind
  amountE4: bigint
  sharesE4: bigint | null
  unitNavE8: bigint | null
  feeE4: bigint | null
  place: string
  /** O3.2 flows yield to a flows file (R-FLW-1). */
  origin: 'o32' | 'neutral'
}

export interface FeeRecord extends Dated {
  kind: 'fee'
  managementE4: bigint | null
  custodianE4: bigint | null
  auditE4: bigint | null
  performanceE4: bigint | null
  otherE4: bigint | null
}

export interface BenchmarkRecord extends Dated {
  kind: 'benchmark'
  valueE8: bigint
}

export interface PortfolioRecord {
  kind: 'portfolio'
  source: SourceRow
  code: string
  name: string
  strategy: Strategy
  launchDate: string
  initialAssetsE4: bigint
  initialSharesE4: bigint
  benchmark: string | null
  manager: string | null
  valuationLag: number | null
  navDecimals: number | null
  o32FundNo: string | null
  faLedgerNo: string | null
  faName: string | null
  /** Null: the file says nothing of it, and both dates are null. */
  state: AccountState | null
  liquidationFrom: string | null
  closedOn: string | null
}

export interface FundRecord {
  kind: 'fund'
  source: SourceRow
  code: string
  name: string
  /** Left out: what it was said to be stays. */
  shortName?: string | null
  /** Null, with a day: none begins on it; no file says so. */
  assetClass: FundClass | null
  /** The first day of the class; null: it is the class of every day (R-CLS-3). */
  classFrom: string | null
  fundKind: string | null
  priceLag: number | null
}

export interface ClientRecord {
  kind: 'client'
  source: SourceRow
  clientNo: string
  name: string
  idType: IdType
  idNumber: string
  phone: string
  portfolioCodes: string[]
}

export interface FundNavRecord {
  kind: 'fund-nav'
  source: SourceRow
  fundCode: string
  date: string
  unitNavE8: bigint
  accumulatedNavE8: bigint | null
  dividendE8: bigint | null
}

/** The class of a level-1 account that is neither fund nor cash (R-CHK-14). */
export interface AccountClassRecord {
  kind: 'account-class'
  source: SourceRow
  /** Whose account it is; null: of every portfolio that has no class of its own for it. */
  portfolio: PortfolioKey | null
  accountCode: string
  assetClass: AssetClass
}

export interface TradingDayRecord {
  kind: 'trading-day'
  source: SourceRow
  date: string
  isTradingDay: boolean
}

export interface ContactRecord {
  kind: 'contact'
  source: SourceRow
  portfolio: PortfolioKey
  name: string
  company: string | null
  mobile: string | null
  telephone: string | null
  email: string | null
  address: string | null
}

/** An announcement or an article for clients; its file is a PDF that is received beside it. */
export interface PublicationRecord {
  kind: 'publication'
  source: SourceRow
  publicationKind: 'announcement' | 'article'
  /** Null: for all. */
  portfolio: PortfolioKey | null
  title: string
  category: string | null
  /** ISO instant in UTC. */
  publishedAt: string
  /** The PDF's path beside the table. */
  file: string | null
}

export interface NewsRecord {
  kind: 'news'
  source: SourceRow
  category: NewsCategory
  title: string
  /** Who published it, as readers know them. */
  publisher: string
  /** ISO, UTC. */
  publishedAt: string
  url: string | null
  /** Text or HTML. */
  body: string
}

export type ImportRecord =
  | ValuationRecord
  | HoldingRecord
  | O32HoldingRecord
  | TransactionRecord
  | FlowRecord
  | FeeRecord
  | BenchmarkRecord
  | PortfolioRecord
  | FundRecord
  | AccountClassRecord
  | ClientRecord
  | FundNavRecord
  | TradingDayRecord
  | ContactRecord
  | PublicationRecord
  | NewsRecord

/** A (portfolio, day) that the file covers, with what of it the file replaces as a whole. Empty exports cover nothing. */
export interface ReadResult {
  /** Null: the content is of no known kind; `problems` says why. */
  kind: FileKind | null
  records: ImportRecord[]
  problems: Problem[]
}

/** What a reader is given besides the bytes. The name is a hint that must not contradict the content. */
export interface ReadOptions {
  fileName: string
}
