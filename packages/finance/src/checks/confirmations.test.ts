import { describe, expect, it } from 'vitest'
import { parseE4, parseE8 } from '../decimal'
import type { Operation, Transaction } from '../facts'
import { confirmationsAgree } from './confirmations'

/** Money, shares, price and fee as a confirmation prints them. */
type Printed = [amount: string, shares: string, price: string, fee?: string]

const row = (operation: Operation, ...[amount, shares, price, fee = '0']: Printed): Transaction => ({
  date: '2021-10-15',
  fundCode: '000001',
  operation,
  amountE4: parseE4(amount),
  sharesE4: parseE4(shares),
  priceE8: parseE8(price),
  feeE4: parseE4(fee),
})
const agrees = (...transaction: Parameters<typeof row>) => confirmationsAgree([row(...transaction)])

describe('R-CHK-21 money of a confirmation', () => {
  it('without fee is shares × price', () => {
    // (150,000.00 − 89.96) / 1.4666 = 102,216.04 (R-HLD-4)
    expect(agrees('subscribe', '150000', '102216.04', '1.4666', '89.96')).toEqual([])
    // 50,000 × 2.1 − 105 = 104,895
    expect(agrees('redeem', '104895', '50000', '2.1', '105')).toEqual([])
  })
  it('may differ by two cents, or by a hundredth of a share', () => {
    expect(agrees('redeem', '104895.02', '50000', '2.1', '105')).toEqual([])
    // 0.01 × 5.3 is more than 0.02
    expect(agrees('subscribe', '530.05', '100', '5.3')).toEqual([])
    expect(agrees('redeem', '104895.03', '50000', '2.1', '105')).toEqual([
      {
        check: 'R-CHK-21',
        severity: 'review',
        subject: '000001 2021-10-15',
        row: null,
        found: '000001 2021-10-15 105000.03',
        expected: '105000.00',
      },
    ])
  })
  it('is not looked at where a part is missing, on an exchange, for dividends, and at 1.0000', () => {
    expect(agrees('subscribe', '0', '100', '1.5')).toEqual([])
    expect(confirmationsAgree([{ ...row('subscribe', '9', '100', '1.5'), priceE8: null }])).toEqual([])
    expect(agrees('buy', '9', '100', '1.5')).toEqual([])
    expect(agrees('reinvest', '9', '100', '1.5')).toEqual([])
    expect(agrees('subscribe', '10000', '10000.83', '1')).toEqual([])
  })
})
