import { describe, expect, it } from 'vitest'
import { parseE4 } from '../decimal'
import type { Book, FeeAccrual, Payables, Valuation } from '../facts'
import { accountAccruals, accruedBetween } from './account-accruals'

const e4 = (text: string) => parseE4(text) ?? 0n

function payables(management: string | null, audit = '0'): Payables {
  if (management === null) return { managementE4: null, custodianE4: null, auditE4: null, performanceE4: null }
  return { managementE4: e4(management), custodianE4: e4('0'), auditE4: e4(audit), performanceE4: null }
}

function valuation(date: string, owed: Payables): Valuation {
  const figures = { netAssetsE4: e4('1000000'), sharesE4: e4('1000000'), unitNavE8: 100_000_000n }
  return { date, ...figures, accumulatedNavE8: null, holdingsKnown: false, payables: owed }
}

function bookOf(valuations: Valuation[], rest: Partial<Book> = {}): Book {
  const amounts = { initialAssetsE4: e4('1000000'), initialSharesE4: e4('1000000') }
  const portfolio = { code: 'SA5001', launchDate: '2021-01-28', navDecimals: 4, ...amounts }
  return { portfolio, valuations, transactions: [], flows: [], fees: [], benchmark: [], dividends: [], ...rest }
}

/** Thursday to Wednesday over a month end on a Sunday; 100.00 a day. */
const week = (lastOwed: string, paidDay = '200') =>
  bookOf([
    valuation('2021-01-28', payables('0')),
    valuation('2021-01-29', payables('100')),
    valuation('2021-01-31', payables('300')),
    valuation('2021-02-01', payables('400')),
    valuation('2021-02-02', payables(paidDay)),
    valuation('2021-02-03', payables(lastOwed)),
  ])

describe("accruals from FA's payables (R-FEE-2)", () => {
  it('are the change of what is owed', () => {
    const { management } = accountAccruals(week('300'))
    expect(accruedBetween(management, 0, 3)).toEqual({ valueE4: e4('400'), derived: true, reason: null })
    expect(accruedBetween(management, -1, 0)).toEqual({ valueE4: 0n, derived: true, reason: null })
  })

  it('find the month end that was paid', () => {
    // 2 February: 400 + 100 accrued − 300 paid (31 January) = 200.
    expect(accruedBetween(accountAccruals(week('300')).management, 3, 4).valueE4).toBe(e4('100'))
    expect(accruedBetween(accountAccruals(week('300')).management, -1, 5).valueE4).toBe(e4('600'))
  })

  it('take a payment with an accrual up to 20 % off the usual one, and no other', () => {
    const accrued = (owed: string) => accruedBetween(accountAccruals(week('900', owed)).management, 3, 4)
    expect(accrued('220').valueE4).toBe(e4('120'))
    expect(accrued('180').valueE4).toBe(e4('80'))
    expect(accrued('220.01')).toEqual({ valueE4: null, derived: false, reason: 'payment-unknown' })
  })

  /** A step's accrual for each valuation after the first. */
  const accrued = (owed: [string, string][]) => {
    const { management } = accountAccruals(bookOf(owed.map(([date, amount]) => valuation(date, payables(amount)))))
    return owed.slice(1).map((_, at) => accruedBetween(management, at, at + 1).valueE4)
  }

  it('pay a month end once, though one that is paid already would fit better', () => {
    const owed: [string, string][] = [
      ['2021-01-31', '3000'],
      ['2021-02-01', '4000'],
      ['2021-02-02', '2000'],
      ['2021-02-28', '28000'],
      ['2021-03-01', '29000'],
      ['2021-03-02', '2000'],
      ['2021-03-31', '27000'],
      ['2021-04-01', '28000'],
      // 28,000 + 7,200 for eight days − 27,000 of March. Another 28,000 of February would leave 8,200, nearer to 8 × 1,000.
      ['2021-04-09', '8200'],
    ]
    const steps = ['1000', '1000', '26000', '1000', '1000', '25000', '1000', '7200']
    expect(accrued(owed)).toEqual(steps.map(e4))
  })

  it('see a payment behind a payable that rose by far too little', () => {
    const owed: [string, string][] = [
      ['2021-01-31', '300'],
      ['2021-02-01', '400'],
      ['2021-02-02', '200'],
      ['2021-02-28', '2800'],
      // 2,800 + 31 × 100 − 2,800 of February.
      ['2021-03-31', '3100'],
      // Half the account has left: 50 a day, and no month end is 50.
      ['2021-04-01', '3150'],
    ]
    expect(accrued(owed)).toEqual(['100', '100', '2600', '3100', '50'].map(e4))
    // 85 is no less than 80 % of 100, though 10 of January besides would be nearer.
    const less: [string, string][] = [
      ['2021-01-31', '10'],
      ['2021-02-01', '110'],
      ['2021-02-02', '195'],
    ]
    expect(accrued(less)).toEqual(['100', '85'].map(e4))
  })

  it('follow a performance payable as it stands: it runs unevenly', () => {
    const dates: [string, string][] = [
      ['2021-01-31', '90'],
      ['2021-02-01', '190'],
      ['2021-02-02', '200'],
    ]
    const owing = dates.map(([date, owed]) => valuation(date, { ...payables('0'), performanceE4: e4(owed) }))
    expect(accruedBetween(accountAccruals(bookOf(owing)).performance, 1, 2).valueE4).toBe(e4('10'))
  })

  it('are unknown where a payment fits no month end, and so is every period over it', () => {
    const { management } = accountAccruals(week('163'))
    expect(accruedBetween(management, 4, 5).reason).toBe('payment-unknown')
    expect(accruedBetween(management, -1, 5).valueE4).toBeNull()
    expect(accruedBetween(management, -1, 4).valueE4).toBe(e4('500'))
  })

  it('are nothing for a steady 2501, also on the day that it is paid', () => {
    const owed = ['10000', '10000', '10000', '0']
    const dates = ['2021-01-29', '2021-01-31', '2021-02-01', '2021-02-02']
    const book = bookOf(dates.map((date, at) => valuation(date, payables('0', owed[at]))))
    expect(accruedBetween(accountAccruals(book).audit, 0, 3)).toEqual({ valueE4: 0n, derived: true, reason: null })
  })

  it('are unknown without payables, and for a first valuation long after the launch', () => {
    const neutral = accountAccruals(
      bookOf([valuation('2021-01-29', payables(null)), valuation('2021-02-01', payables(null))]),
    )
    for (const column of Object.values(neutral)) expect(accruedBetween(column, 0, 1).reason).toBe('accrual-unknown')
    const late = accountAccruals(
      bookOf([valuation('2021-03-31', payables('5')), valuation('2021-04-01', payables('6'))]),
    )
    expect(accruedBetween(late.management, -1, 1).reason).toBe('accrual-unknown')
    expect(accruedBetween(late.management, 0, 1).valueE4).toBe(e4('1'))
  })
})

describe('accruals from a fee file', () => {
  const fee = (date: string, management: string | null, performance: string | null = null): FeeAccrual => ({
    date,
    managementE4: management === null ? null : e4(management),
    custodianE4: e4('1'),
    auditE4: e4('0'),
    performanceE4: performance === null ? null : e4(performance),
    otherE4: null,
  })

  it('win over the payables, days without a valuation included', () => {
    const book = { ...week('300'), fees: [fee('2021-01-30', '11'), fee('2021-01-31', '12'), fee('2021-02-01', '13')] }
    const { management, custodian, other } = accountAccruals(book)
    expect(accruedBetween(management, 1, 3)).toEqual({ valueE4: e4('36'), derived: false, reason: null })
    expect(accruedBetween(custodian, 1, 2).valueE4).toBe(e4('2'))
    expect(accruedBetween(other, 1, 2).valueE4).toBe(0n)
  })

  it('leave unknown what a row does not say', () => {
    const book = { ...week('300'), fees: [fee('2021-02-01', null)] }
    expect(accruedBetween(accountAccruals(book).management, 2, 3).reason).toBe('accrual-unknown')
    expect(accruedBetween(accountAccruals(book).custodian, 2, 3).valueE4).toBe(e4('1'))
  })

  it('count a performance fee taken in shares once (R-FEE-3)', () => {
    const deduction = {
      date: '2021-02-01',
      kind: 'performance-fee' as const,
      amountE4: e4('50'),
      sharesE4: e4('50'),
      unitNavE8: null,
    }
    const taken = { ...week('300'), flows: [deduction] }
    expect(accruedBetween(accountAccruals(taken).performance, 2, 3).valueE4).toBe(e4('50'))
    expect(accruedBetween(accountAccruals(taken).performance, 3, 4).valueE4).toBe(0n)
    const stated = { ...taken, fees: [fee('2021-02-01', '0', '50')] }
    expect(accruedBetween(accountAccruals(stated).performance, 2, 3).valueE4).toBe(e4('50'))
  })

  it('take a deduction as the payment of what the file has stated before (R-FEE-3)', () => {
    const kind = 'performance-fee' as const
    const flows = [{ date: '2021-02-02', kind, amountE4: e4('60'), sharesE4: e4('60'), unitNavE8: null }]
    const fees = [fee('2021-02-01', '0', '50'), fee('2021-02-02', '0'), fee('2021-02-03', '0')]
    const { performance } = accountAccruals({ ...week('300'), flows, fees })
    const steps = [2, 3, 4].map((at) => accruedBetween(performance, at, at + 1).valueE4)
    expect(steps).toEqual([e4('50'), e4('10'), 0n])
  })

  it('take a deduction as the payment of what was owed (R-FEE-3)', () => {
    const owing = (date: string, performance: string) =>
      valuation(date, { ...payables('0'), performanceE4: e4(performance) })
    const kind = 'performance-fee' as const
    const flows = [{ date: '2021-02-01', kind, amountE4: e4('300'), sharesE4: e4('300'), unitNavE8: null }]
    const book = bookOf([owing('2021-01-29', '250'), owing('2021-02-01', '0')], { flows })
    expect(accruedBetween(accountAccruals(book).performance, 0, 1)).toMatchObject({ valueE4: e4('50'), derived: true })
    expect(accruedBetween(accountAccruals(book).performance, -1, 1).valueE4).toBe(e4('300'))
  })

  it('are nothing on a weekend that a daily file leaves out, and not known on another day', () => {
    const dates = ['2021-01-28', '2021-01-29', '2021-01-31', '2021-02-01', '2021-02-02', '2021-02-03']
    const fees = ['2021-01-29', '2021-02-01', '2021-02-03'].map((date) => fee(date, '10'))
    const book = bookOf(
      dates.map((date) => valuation(date, payables(null))),
      { fees },
    )
    const { management } = accountAccruals(book)
    expect(accruedBetween(management, -1, 3)).toEqual({ valueE4: e4('20'), derived: false, reason: null })
    expect(accruedBetween(management, 3, 4).reason).toBe('accrual-unknown')
  })

  it('are what a monthly file states, whatever the payables do in between', () => {
    const fees = ['2021-01-31', '2021-02-28', '2021-03-31'].map((date) => fee(date, '70'))
    const dates = ['2021-01-29', '2021-01-31', '2021-02-10', '2021-02-28', '2021-03-15', '2021-03-31', '2021-04-01']
    const book = bookOf(
      dates.map((date, at) => valuation(date, payables(String(at * 10)))),
      { fees },
    )
    const { management } = accountAccruals(book)
    expect(accruedBetween(management, -1, 5)).toEqual({ valueE4: e4('210'), derived: false, reason: null })
    expect(accruedBetween(management, 5, 6)).toEqual({ valueE4: e4('10'), derived: true, reason: null })
  })
})
