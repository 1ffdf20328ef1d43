import type { Operation } from '@sma/finance/facts'
import type { FundSpec } from './catalogue'
import { COST_EXTRA, later, note, positionOf, type Desk, type Order, type Position } from './desk'
import { BANK, EXCHANGE_CLEARING, FUND_CLEARING, fundCost, INVESTMENT_INCOME, post, TRADING_FEE } from './ledger'
import { part, proportion, sharesFor, worth, yuan } from './numbers'

const HOLDINGS_ACCOUNT = '基金投资'

interface Trade {
  fund: FundSpec
  operation: Operation
  sharesE4: bigint
  priceE8: bigint
  /** Paid with the fee inside, or received with the fee deducted. */
  amountE4: bigint
  feeE4: bigint
}

/** Adds a purchase to the position and to today's trades; `against` gives the money. */
function book(desk: Desk, trade: Trade, against: string): void {
  const position = positionOf(desk, trade.fund)
  const { amountE4, feeE4, sharesE4 } = trade
  post(desk.ledger, fundCost(trade.fund.code), against, amountE4 - feeE4)
  post(desk.ledger, TRADING_FEE, against, feeE4)
  position.sharesE4 += sharesE4
  position.bookCostE4 += amountE4 - feeE4
  position.exactCost += amountE4 * COST_EXTRA
  position.paidE4 += amountE4
  record(desk, position, trade)
}

/** Takes a sale out of the position; `into` receives the money. */
function unbook(desk: Desk, trade: Trade, into: string): void {
  const position = positionOf(desk, trade.fund)
  const { amountE4, feeE4, sharesE4 } = trade
  const all = sharesE4 === position.sharesE4
  const removed = all ? position.bookCostE4 : proportion(position.bookCostE4, sharesE4, position.sharesE4)
  const cost = fundCost(trade.fund.code)
  post(desk.ledger, into, cost, removed)
  post(desk.ledger, into, INVESTMENT_INCOME, amountE4 + feeE4 - removed)
  post(desk.ledger, TRADING_FEE, into, feeE4)
  position.exactCost -= all ? position.exactCost : (position.exactCost * sharesE4) / position.sharesE4
  position.bookCostE4 -= removed
  position.sharesE4 -= sharesE4
  position.proceedsE4 += amountE4
  record(desk, position, trade)
}

function record(desk: Desk, position: Position, trade: Trade): void {
  position.feesE4 += trade.feeE4
  const { fund, operation, amountE4, sharesE4, priceE8, feeE4 } = trade
  const date = desk.today.day.date
  desk.today.trades.push({ date, fundCode: fund.code, operation, amountE4, sharesE4, priceE8, feeE4 })
}

/** Splits a payment into fee and shares (R-HLD-4). */
function purchase(amountE4: bigint, feePpm: number, priceE8: bigint): { feeE4: bigint; sharesE4: bigint } {
  const netE4 = proportion(amountE4, 1_000_000n, BigInt(1_000_000 + feePpm))
  return { feeE4: amountE4 - netE4, sharesE4: sharesFor(netE4, priceE8) }
}

/** Confirms an order of an earlier day at the NAV it was placed for (R-TRX-1). */
export function confirm(desk: Desk, order: Order): void {
  if (order.kind === 'subscribe') return confirmSubscription(desk, order)
  const { fund, sharesE4, priceE8 } = order
  const gross = worth(sharesE4, priceE8)
  if (order.into !== null) return confirmSwitch(desk, order, gross)
  const feeE4 = part(gross, fund.sellFeePpm)
  const amountE4 = gross - feeE4
  unbook(desk, { fund, operation: 'redeem', sharesE4, priceE8, amountE4, feeE4 }, FUND_CLEARING)
  note(desk, {
    fund,
    operation: '开放式基金赎回成交确认',
    priceE8,
    confirmedE4: sharesE4,
    qtyE4: -sharesE4,
    cashE4: amountE4,
    account: HOLDINGS_ACCOUNT,
    subjectE4: amountE4,
    otherFeeE4: feeE4,
  })
  const wait = fund.kind === 'money' ? 1 : fund.kind === 'qdii' ? 5 : 2
  later(desk, wait, ({ ledger }) => post(ledger, BANK, FUND_CLEARING, amountE4))
}

function confirmSubscription(desk: Desk, order: Order): void {
  const { fund, amountE4, priceE8 } = order
  const { feeE4, sharesE4 } = purchase(amountE4, fund.buyFeePpm, priceE8)
  book(desk, { fund, operation: 'subscribe', sharesE4, priceE8, amountE4, feeE4 }, BANK)
  note(desk, {
    fund,
    operation: '开放式基金申购成交确认',
    priceE8,
    confirmedE4: sharesE4,
    qtyE4: sharesE4,
    cashE4: -amountE4,
    account: HOLDINGS_ACCOUNT,
    subjectE4: -amountE4,
    otherFeeE4: feeE4,
  })
}

/** Both legs are confirmed together; what leaves one fund is paid into the other. */
function confirmSwitch(desk: Desk, order: Order, gross: bigint): void {
  const { fund, into, sharesE4, priceE8, intoPriceE8 } = order
  if (into === null) return
  const outFee = part(gross, Math.floor(fund.sellFeePpm / 2))
  const amountE4 = gross - outFee
  unbook(desk, { fund, operation: 'switch-out', sharesE4, priceE8, amountE4, feeE4: outFee }, FUND_CLEARING)
  const outRow = { priceE8, confirmedE4: sharesE4, qtyE4: -sharesE4, subjectE4: amountE4, otherFeeE4: outFee }
  note(desk, { fund, operation: '开放式基金转换转出成交确认', account: HOLDINGS_ACCOUNT, ...outRow })
  const bought = purchase(amountE4, Math.floor(into.buyFeePpm / 2), intoPriceE8)
  const { sharesE4: intoShares, feeE4: inFee } = bought
  const inTrade: Trade = {
    fund: into,
    operation: 'switch-in',
    sharesE4: intoShares,
    priceE8: intoPriceE8,
    amountE4,
    feeE4: inFee,
  }
  book(desk, inTrade, FUND_CLEARING)
  const inRow = {
    priceE8: intoPriceE8,
    confirmedE4: intoShares,
    qtyE4: intoShares,
    subjectE4: -amountE4,
    otherFeeE4: inFee,
  }
  note(desk, { fund: into, operation: '开放式基金转换转入成交确认', account: HOLDINGS_ACCOUNT, ...inRow })
}

/** A trade on the exchange, today and at today's prices; it settles on the next trading day through 3003. */
export function tradeOnExchange(desk: Desk, fund: FundSpec, signedSharesE4: bigint, priceE8: bigint): void {
  const buys = signedSharesE4 > 0n
  const sharesE4 = buys ? signedSharesE4 : -signedSharesE4
  const gross = worth(sharesE4, priceE8)
  const rated = part(gross, 200)
  const commissionE4 = rated > yuan(5) ? rated : yuan(5)
  const handlingE4 = part(gross, 40)
  const otherFeeE4 = part(gross, 20)
  const feeE4 = commissionE4 + handlingE4 + otherFeeE4
  const amountE4 = buys ? gross + feeE4 : gross - feeE4
  const trade: Trade = { fund, operation: buys ? 'buy' : 'sell', sharesE4, priceE8, amountE4, feeE4 }
  if (buys) book(desk, trade, EXCHANGE_CLEARING)
  else unbook(desk, trade, EXCHANGE_CLEARING)
  note(desk, {
    fund,
    operation: buys ? '证券买入' : '证券卖出',
    priceE8,
    confirmedE4: sharesE4,
    qtyE4: signedSharesE4,
    cashE4: buys ? -amountE4 : amountE4,
    account: HOLDINGS_ACCOUNT,
    subjectE4: buys ? -gross : gross,
    commissionE4,
    handlingE4,
    otherFeeE4,
  })
  const settle = buys ? { debit: EXCHANGE_CLEARING, credit: BANK } : { debit: BANK, credit: EXCHANGE_CLEARING }
  later(desk, 1, ({ ledger }) => post(ledger, settle.debit, settle.credit, amountE4))
}

/** Income taken as shares at `priceE8`: no money moves, cost rises by shares × price (R-HLD-3). */
export function reinvest(desk: Desk, fund: FundSpec, sharesE4: bigint, priceE8: bigint): bigint {
  const amountE4 = worth(sharesE4, priceE8)
  const position = positionOf(desk, fund)
  position.sharesE4 += sharesE4
  position.bookCostE4 += amountE4
  position.exactCost += amountE4 * COST_EXTRA
  const trade: Trade = { fund, operation: 'reinvest', sharesE4, priceE8, amountE4, feeE4: 0n }
  record(desk, position, trade)
  const row = { priceE8, confirmedE4: sharesE4, qtyE4: sharesE4 }
  note(desk, { fund, operation: '开放式基金红利再投资', account: HOLDINGS_ACCOUNT, ...row })
  return amountE4
}
