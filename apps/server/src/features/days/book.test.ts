import { beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../db/schema'
import { forEachEngine } from '../../testing/engines'
import { addFunds, publishHandBook } from '../../testing/hand-book'
import {
  addFlow,
  addPortfolio,
  addTransactions,
  publishDay,
  raiseRevision,
  type TestPortfolio,
} from '../../testing/published-rows'
import { dayIndex, keepBooks } from './book'

forEachEngine('books', (open) => {
  let db: Db
  let portfolio: TestPortfolio

  const revisionOf = async ({ id }: TestPortfolio) => {
    const row = await db.selectFrom('portfolio').select('revision').where('id', '=', id).executeTakeFirstOrThrow()
    return { id, revision: row.revision }
  }

  beforeAll(async () => {
    db = (await open()).db
    await addFunds(db)
    portfolio = await publishHandBook(db, 'SA5001', [])
  })

  it('reads a book once for a revision, and again for a later one', async () => {
    const books = keepBooks(db, 1_000_000)
    const ref = await revisionOf(portfolio)
    const [first, second] = await Promise.all([books.open(ref), books.open(ref)])
    expect(second).toBe(first)
    expect(await books.open({ ...ref, revision: ref.revision - 1 })).toBe(first)
    await raiseRevision(db, portfolio)
    const later = await books.open(await revisionOf(portfolio))
    expect(later).not.toBe(first)
    expect(later.revision).toBe(ref.revision + 1)
  })

  it('lets go of the books that were used longest ago', async () => {
    const others = [
      await addPortfolio(db, { code: 'SA6001', launchDate: '2021-10-14' }),
      await addPortfolio(db, { code: 'SA6002', launchDate: '2021-10-14' }),
    ]
    for (const other of others)
      for (const date of ['2021-10-14', '2021-10-15'])
        await publishDay(db, other, { date, net: '1000000', shares: '1000000', nav: '1' })
    const [a, b] = await Promise.all(others.map(revisionOf))
    if (!a || !b) throw new Error('two portfolios were added')
    const { bytes } = await keepBooks(db, 1_000_000).open(a)
    const books = keepBooks(db, 2 * bytes)
    const first = await books.open(a)
    await books.open(b)
    expect(await books.open(a)).toBe(first)
    const third = await books.open(await revisionOf(portfolio))
    expect(third.bytes).toBeGreaterThan(first.bytes)
    expect(await books.open(await revisionOf(portfolio))).toBe(third)
    expect(await books.open(a)).not.toBe(first)
  })

  it('keeps a book that is over the limit alone', async () => {
    const books = keepBooks(db, 1)
    const large = await books.open(await revisionOf(portfolio))
    expect(await books.open(await revisionOf(portfolio))).toBe(large)
  })

  it('does not keep a failure', async () => {
    const books = keepBooks(db, 100_000)
    const missing = { id: '01NOSUCHPORTFOLIO000000000', revision: 1 }
    await expect(books.open(missing)).rejects.toThrow('no such portfolio')
    await expect(books.open(missing)).rejects.toThrow('no such portfolio')
    expect((await books.open(await revisionOf(portfolio))).master.code).toBe('SA5001')
  })

  it('leaves out what is dated after the last published day, and finds days by date', async () => {
    const early = await addPortfolio(db, { code: 'SA6003', launchDate: '2021-10-14' })
    await publishDay(db, early, { date: '2021-10-15', net: '1000000', shares: '1000000', nav: '1' })
    const buy = { fund: '110011', operation: 'subscribe' as const, amount: '100', price: '1' }
    await addTransactions(db, early, [
      { ...buy, date: '2021-10-15' },
      { ...buy, date: '2021-10-18' },
    ])
    await addFlow(db, early, { date: '2021-10-18', kind: 'redemption', amount: '5' })
    const book = await keepBooks(db, 100_000).open(await revisionOf(early))
    expect(book.transactions().map(({ date }) => date)).toEqual(['2021-10-15'])
    expect(book.series.flows).toEqual([])
    const found = ['2021-10-14', '2021-10-15', '2021-10-18', undefined].map((date) => dayIndex(book, date))
    expect(found).toEqual([-1, 0, 0, 0])
  })

  it('takes imported trading days before the calendar that ships', async () => {
    const books = keepBooks(db, 100_000)
    const saturday = '2021-10-16'
    expect((await books.open(await revisionOf(portfolio))).calendar.isTradingDay(saturday)).toBe(false)
    await db.insertInto('calendar_day').values({ date: saturday, is_trading_day: 1 }).execute()
    await raiseRevision(db, portfolio)
    expect((await books.open(await revisionOf(portfolio))).calendar.isTradingDay(saturday)).toBe(true)
  })

  describe('dividends', () => {
    it('are found by fund, NAVs without one are not', async () => {
      const nav = { fund_code: '110011', unit_nav_e8: 150_000_000n, accumulated_nav_e8: null }
      await db
        .insertInto('fund_nav')
        .values({ ...nav, date: '2021-10-18', dividend_e8: null })
        .execute()
      await db
        .insertInto('fund_nav')
        .values({ ...nav, date: '2021-10-19', dividend_e8: 5_000_000n })
        .execute()
      const book = await keepBooks(db, 100_000).open(await revisionOf(portfolio))
      const dividend = { fundCode: '110011', date: '2021-10-19', dividendE8: 5_000_000n }
      expect(await book.dividends(['110011', '000216'], book.dates.length - 1)).toEqual([dividend])
      expect(await book.dividends(['000216'], book.dates.length - 1)).toEqual([])
    })
  })
})
