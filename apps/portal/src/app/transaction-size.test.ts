import { expect, it } from 'vitest'
import { sizeOf, type Transaction } from './transaction-size'

const base: Transaction = {
  no: 1,
  date: '2020-10-15',
  fundCode: '000216',
  fundName: '华安黄金易ETF联接A',
  operation: 'subscribe',
  amount: '150000.00',
  shares: '102216.04',
  price: '1.4666',
  fee: '89.96',
  derived: ['shares'],
}

it('states purchases in money and the rest in shares', () => {
  expect(sizeOf(base)).toMatchObject({ kind: 'money', value: '150000.00', derived: false })
  const out: Transaction = {
    ...base,
    operation: 'switch-out',
    amount: '69900.03',
    shares: '50000.00',
    derived: ['amount'],
  }
  expect(sizeOf(out)).toMatchObject({ kind: 'shares', value: '50000.00', derived: false })
  expect(sizeOf({ ...base, operation: 'dividend', shares: null })).toMatchObject({ kind: 'money', value: '150000.00' })
})

it('falls back on the side that is known, with its own unit', () => {
  expect(sizeOf({ ...base, amount: null })).toMatchObject({ kind: 'shares', value: '102216.04', derived: true })
})

it('carries the reason where neither is known', () => {
  const unknown: Transaction = { ...base, amount: null, shares: null, reasons: { amount: 'price-missing' } }
  expect(sizeOf(unknown)).toMatchObject({ kind: 'money', value: null, reason: 'price-missing' })
})
