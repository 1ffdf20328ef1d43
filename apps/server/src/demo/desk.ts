import type { AccountSpec, FlowBook, JournalRow, TradeBook } from './books'
import type { FundSpec } from './catalogue'
import {
  balance,
  BANK,
  DISTRIBUTION_DUE,
  EXCHANGE_CLEARING,
  PAID_IN,
  post,
  REDEMPTIONS_DUE,
  type Ledger,
  AUDIT_DUE,
  AUDIT_FEE,
  CUSTODIAN_DUE,
  CUSTODIAN_FEE,
  MANAGEMENT_DUE,
  MANAGEMENT_FEE,
} from './ledger'
import type { FundPath, Market, ValuationDay } from './market'
import { least, sum } from './numbers'
import { randomStream, type Random } from './random'

/** Digits that the moving-average cost keeps beyond E4, so that only its display rounds. */
export const COST_EXTRA = 10n ** 12n

export interface Position {
  path: FundPath
  sharesE4: bigint
  bookCostE4: bigint
  /** Moving average with fees, E4 × COST_EXTRA. */
  exactCost: bigint
  paidE4: bigint
  proceedsE4: bigint
  dividendsE4: bigint
  dividendTodayE4: bigint
  feesE4: bigint
}

export interface Order {
  kind: 'subscribe' | 'redeem' | 'switch'
  fund: FundSpec
  into: FundSpec | null
  /** Money of a subscription. */
  amountE4: bigint
  /** Shares of a redemption or switch. */
  sharesE4: bigint
  priceE8: bigint
  intoPriceE8: bigint
  dueIndex: number
}

/** Something that happens on a later trading day, mostly money that arrives or leaves. */
export interface Pending {
  dueIndex: number
  run: (desk: Desk) => void
}

/** A fee payable and what R-FEE-2 can know of it. */
export interface Payable {
  account: string
  expense: string
  monthEndsE4: bigint[]
  /** What the next payment settles; null while nothing is due. */
  billE4: bigint | null
  lastAccrualE4: bigint
  lastDays: number
}

/** One account while it is simulated: its books, what is under way and what today has written. */
export interface Desk {
  spec: AccountSpec
  market: Market
  random: Random
  launchIndex: number
  ledger: Ledger
  positions: Map<string, Position>
  orders: Order[]
  pending: Pending[]
  payables: { management: Payable; custodian: Payable; audit: Payable }
  sharesE4: bigint
  /** Σ distributions per share, E8. */
  distributedE8: bigint
  lastDate: string
  lastNavE8: bigint
  lastNetE4: bigint
  nextActionIndex: number
  nextFlowIndex: number
  lastDistributionYear: string
  /** Available cash as O3.2 counts it. */
  o32CashE4: bigint
  today: { day: ValuationDay; journal: JournalRow[]; trades: TradeBook[]; flows: FlowBook[] }
}

/** Opens an account on its launch day: the money is in the bank, the shares cost 1.0000 each. */
export function openDesk(spec: AccountSpec, market: Market, seed: number): Desk {
  const launchIndex = market.tradingDays.indexOf(spec.launchDate)
  const day = market.days.find(({ date }) => date === spec.launchDate)
  if (launchIndex < 0 || day === undefined)
    throw new RangeError(`${spec.code}: launch ${spec.launchDate} is no trading day`)
  const random = randomStream(seed, `account ${spec.code}`)
  const ledger: Ledger = new Map()
  post(ledger, BANK, PAID_IN, spec.initialAssetsE4)
  const payable = (account: string, expense: string): Payable => ({
    account,
    expense,
    monthEndsE4: [],
    billE4: null,
    lastAccrualE4: 0n,
    lastDays: 0,
  })
  return {
    spec,
    market,
    random,
    launchIndex,
    ledger,
    positions: new Map(),
    orders: [],
    pending: [],
    payables: {
      management: payable(MANAGEMENT_DUE, MANAGEMENT_FEE),
      custodian: payable(CUSTODIAN_DUE, CUSTODIAN_FEE),
      audit: payable(AUDIT_DUE, AUDIT_FEE),
    },
    sharesE4: spec.initialAssetsE4,
    distributedE8: 0n,
    lastDate: spec.launchDate,
    lastNavE8: 100_000_000n,
    lastNetE4: spec.initialAssetsE4,
    nextActionIndex: launchIndex + 22,
    nextFlowIndex: launchIndex + random.integer(50, 120),
    lastDistributionYear: '',
    o32CashE4: spec.initialAssetsE4,
    today: { day, journal: [], trades: [], flows: [] },
  }
}

/** The price that FA uses on the trading day `index`: QDII funds are a day behind. */
export function priceAt(path: FundPath, index: number): { priceE8: bigint; index: number } {
  const at = path.spec.kind === 'qdii' ? Math.max(0, index - 1) : index
  const priceE8 = path.navE8[at]
  if (priceE8 === undefined) throw new RangeError(`${path.spec.code}: no price at ${at}`)
  return { priceE8, index: at }
}

/** Money that may be spent: the bank less orders under way, debts to clients and what the exchange will take. */
export function spendable(desk: Desk): bigint {
  const ordered = sum(desk.orders.filter(({ kind }) => kind === 'subscribe').map(({ amountE4 }) => amountE4))
  const debts = balance(desk.ledger, REDEMPTIONS_DUE) + balance(desk.ledger, DISTRIBUTION_DUE)
  return balance(desk.ledger, BANK) - ordered + debts + least(0n, balance(desk.ledger, EXCHANGE_CLEARING))
}

export function positionOf(desk: Desk, fund: FundSpec): Position {
  const known = desk.positions.get(fund.code)
  if (known) return known
  const path = desk.market.funds.get(fund.code)
  if (path === undefined) throw new RangeError(`unknown fund ${fund.code}`)
  const zero = { sharesE4: 0n, bookCostE4: 0n, exactCost: 0n, paidE4: 0n, proceedsE4: 0n }
  const opened: Position = { path, ...zero, dividendsE4: 0n, dividendTodayE4: 0n, feesE4: 0n }
  desk.positions.set(fund.code, opened)
  return opened
}

/** Does something `days` trading days from now, in the order in which it was put off. */
export function later(desk: Desk, days: number, run: Pending['run']): void {
  desk.pending.push({ dueIndex: desk.today.day.index + days, run })
}

type JournalEntry = Partial<JournalRow> & Pick<JournalRow, 'operation' | 'account'>

/** Writes a journal row; the cash it moves changes O3.2's balance. */
export function note(desk: Desk, entry: JournalEntry): void {
  desk.o32CashE4 += entry.cashE4 ?? 0n
  const blank = { fund: null, priceE8: 0n, confirmedE4: 0n, qtyE4: 0n, cashE4: 0n, subjectE4: 0n }
  const fees = { commissionE4: 0n, handlingE4: 0n, otherFeeE4: 0n }
  desk.today.journal.push({ ...blank, ...fees, ...entry, balanceE4: desk.o32CashE4 })
}
