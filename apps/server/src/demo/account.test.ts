import { tradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { describe, expect, it } from 'vitest'
import { runDay } from './account'
import type { DayBook } from './books'
import { openDesk, type Desk } from './desk'
import { balance, BANK } from './ledger'
import { drawMarket } from './market'
import { sum } from './numbers'
import { planAccounts } from './plan'

const { isTradingDay } = tradingCalendar([])
const span = { from: '2022-03-31', until: '2025-03-31', isTradingDay }

/** What is wrong with the books of a day; none of it may ever be. */
function faultsOf(desk: Desk, book: DayBook): string[] {
  const total = (accounts: RegExp) =>
    sum([...desk.ledger].filter(([account]) => accounts.test(account)).map(([, amount]) => amount))
  const funds = sum(book.holdings.map(({ marketValueE4 }) => marketValueE4))
  const { flows, holdings, netAssetsE4 } = book
  const faults: [boolean, string][] = [
    [sum(desk.ledger.values()) !== 0n, 'debits and credits differ'],
    [balance(desk.ledger, BANK) <= 0n, 'the bank is overdrawn'],
    [total(/^[46]/) !== -netAssetsE4, 'net assets differ from paid-in and results'],
    [netAssetsE4 % 100n !== 0n, 'a part of a cent'],
    [total(/^1105/) !== funds, '1105 differs from the holdings'],
    [holdings.some(({ sharesE4 }) => sharesE4 < 0n), 'shares below zero'],
    [
      holdings.some(({ sharesE4, costE4, bookCostE4 }) => sharesE4 === 0n && (costE4 !== 0n || bookCostE4 !== 0n)),
      'cost without shares',
    ],
    [flows.length > 1 && flows.some(({ kind }) => kind === 'distribution'), 'a distribution beside another flow'],
  ]
  return faults.filter(([isFault]) => isFault).map(([, text]) => text)
}

describe.each([1, 2, 3, 99])('whole accounts, seed %i', (seed) => {
  const market = drawMarket({ ...span, seed })
  const specs = planAccounts({ ...span, seed, portfolios: 10 })

  it.each(specs.map((spec) => [spec.code, spec] as const))('%s: the books balance every day', (_, spec) => {
    const desk = openDesk(spec, market, seed)
    const faults: string[] = []
    for (const day of market.days) {
      if (day.date < spec.launchDate) continue
      const book = runDay(desk, day)
      faults.push(...faultsOf(desk, book).map((fault) => `${day.date} ${fault}`))
    }
    expect(faults).toEqual([])
    expect(desk.payables.management.monthEndsE4.length).toBeGreaterThan(0)
  })

  it.each(specs.slice(0, 8).map((spec) => [spec.code, spec] as const))(
    '%s: fees are paid again and again',
    (_, spec) => {
      const desk = openDesk(spec, market, seed)
      let [paid, longest, since] = [0, 0, 0]
      for (const day of market.days) {
        if (day.date < spec.launchDate) continue
        const { journal } = runDay(desk, day)
        const pays = journal.some(({ operation }) => operation === '资金划转')
        paid += pays ? 1 : 0
        since = pays ? 0 : since + 1
        longest = Math.max(longest, since)
      }
      const months = market.days.filter(({ date }) => date >= spec.launchDate).length / 21.6
      expect(paid).toBeGreaterThanOrEqual(Math.floor(months / (spec.feesPaid === 'monthly' ? 1.5 : 5)) - 1)
      expect(longest).toBeLessThan(140)
    },
  )
})
