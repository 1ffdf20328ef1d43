import { describe, expect, it } from 'vitest'
import type { Operation, Transaction } from '../facts'
import { parseE4, parseE8 } from '../decimal'
import { signedShares, transactionMoney, transactionShares } from './money-and-shares'

interface Given {
  amount?: string
  shares?: string
  price?: string
  fee?: string
}

function confirmation(operation: Operation, given: Given): Transaction {
  const e4 = (text: string | undefined) => (text === undefined ? null : parseE4(text))
  const priceE8 = given.price === undefined ? null : parseE8(given.price)
  const money = { amountE4: e4(given.amount), sharesE4: e4(given.shares), feeE4: e4(given.fee) }
  return { date: '2021-01-11', fundCode: '000216', operation, priceE8, ...money }
}

describe('money of a confirmation (R-TRX-3)', () => {
  it('takes the amount that is stated', () => {
    const stated = confirmation('subscribe', { amount: '150000.00', shares: '1.00', price: '9' })
    expect(transactionMoney(stated)).toEqual({ valueE4: 1_500_000_000n, derived: false })
  })

  it('adds the fee for purchases and takes it off for sales', () => {
    // 50,000.00 × 1.3994 = 69,970.00; − 69.97 = 69,900.03
    const out = confirmation('switch-out', { shares: '50000.00', price: '1.3994', fee: '69.97' })
    expect(transactionMoney(out)).toEqual({ valueE4: 699_000_300n, derived: true })
    // 52,216.04 × 1.3155 = 68,690.20062; − 68.69 = 68,621.51062
    const redeemed = confirmation('redeem', { shares: '52216.04', price: '1.3155', fee: '68.69' })
    expect(transactionMoney(redeemed).valueE4).toBe(686_215_100n)
    const bought = confirmation('switch-in', { shares: '100.00', price: '1.00005', fee: '0.10' })
    expect(transactionMoney(bought).valueE4).toBe(1_001_100n)
  })

  it('counts 0 beside shares as not stated, and stays unknown without a price', () => {
    const given = { amount: '0', shares: '100.00', price: '2.0000' }
    expect(transactionMoney(confirmation('subscribe', given)).valueE4).toBe(2_000_000n)
    expect(transactionMoney(confirmation('subscribe', { shares: '100.00' })).valueE4).toBeNull()
    expect(transactionMoney(confirmation('subscribe', { shares: '100.00', price: '0' })).valueE4).toBeNull()
  })

  it('has none for operations without money', () => {
    expect(transactionMoney(confirmation('split', { amount: '0', shares: '100.00', price: '2' })).valueE4).toBeNull()
  })
})

describe('shares of a confirmation (R-HLD-4, R-TRX-2)', () => {
  it('divides the amount less the fee by the price', () => {
    const bought = confirmation('subscribe', { amount: '150000.00', price: '1.4666', fee: '89.96' })
    expect(transactionShares(bought)).toEqual({ valueE4: 1_022_160_400n, derived: true })
  })

  it('never recomputes confirmed shares', () => {
    const bought = confirmation('subscribe', {
      amount: '150000.00',
      shares: '102216.05',
      price: '1.4666',
      fee: '89.96',
    })
    expect(transactionShares(bought)).toEqual({ valueE4: 1_022_160_500n, derived: false })
  })

  it('stays unknown without a price', () => {
    expect(transactionShares(confirmation('subscribe', { amount: '100000.00' })).valueE4).toBeNull()
  })
})

describe('signed shares (R-TRX-4)', () => {
  it.each([
    ['subscribe', 1_000_000n],
    ['switch-in', 1_000_000n],
    ['buy', 1_000_000n],
    ['reinvest', 1_000_000n],
    ['split', 1_000_000n],
    ['adjust-in', 1_000_000n],
    ['transfer-in', 1_000_000n],
    ['redeem', -1_000_000n],
    ['switch-out', -1_000_000n],
    ['sell', -1_000_000n],
    ['adjust-out', -1_000_000n],
    ['transfer-out', -1_000_000n],
    ['dividend', 0n],
  ] as const)('%s', (operation, expected) => {
    expect(signedShares(confirmation(operation, { shares: '100.00' }))).toBe(expected)
  })

  it('lets a split take shares away', () => {
    expect(signedShares(confirmation('split', { shares: '-20.00' }))).toBe(-200_000n)
  })
})
