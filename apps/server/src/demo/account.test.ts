import { tradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { describe, expect, it } from 'vitest'
import { runDay } from './account'
import { openDesk } from './desk'
import { balance, BANK } from './ledger'
import { drawMarket } from './market'
import { sum } from './numbers'
import { planAccounts } from './plan'

const { isTradingDay } = tradingCalendar([])
const span = { from: '2022-03-31', until: '2025-03-31', isTradingDay }

describe.each([1, 2, 3, 99])('whole accounts, seed %i', (seed) => {
  const market = drawMarket({ ...span, seed })
  const specs = planAccounts({ ...span, seed, portfolios: 10 })

  it.each(specs.map((spec) => [spec.code, spec] as const))('%s: the books balance every day', (_, spec) => {
    const desk = openDesk(spec, market, seed)
    for (const day of market.days) {
      if (day.date < spec.launchDate) continue
      const book = runDay(desk, day)
      expect(sum(desk.ledger.values()), day.date).toBe(0n)
      expect(balance(desk.ledger, BANK) > 0n, `${day.date} bank ${balance(desk.ledger, BANK)}`).toBe(true)
      const equity = -sum([...desk.ledger].filter(([account]) => /^[46]/.test(account)).map(([, amount]) => amount))
      expect(equity, day.date).toBe(book.netAssetsE4)
      expect(book.netAssetsE4 % 100n).toBe(0n)
      if (book.flows.some(({ kind }) => kind === 'distribution')) expect(book.flows, day.date).toHaveLength(1)
      const funds = sum(book.holdings.map(({ marketValueE4 }) => marketValueE4))
      const booked = sum([...desk.ledger].filter(([account]) => account.startsWith('1105')).map(([, amount]) => amount))
      expect(booked, day.date).toBe(funds)
      for (const holding of book.holdings) {
        expect(holding.sharesE4 >= 0n).toBe(true)
        if (holding.sharesE4 === 0n) expect([holding.costE4, holding.bookCostE4]).toEqual([0n, 0n])
      }
    }
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
