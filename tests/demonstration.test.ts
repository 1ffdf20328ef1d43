/** A demonstration, imported as its files stand, against the simulator's own books: every account, every day, every figure. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { moneyText } from '@sma/finance/decimal'
import { tradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { navText, sharesText } from '@sma/finance/numbers'
import { periodWindow } from '@sma/finance/periods/period-window'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Truth, TruthPortfolio } from '../apps/server/src/demo/truth-shape'
import { writeDemo } from '../apps/server/src/demo/write-demo'
import { keepBooks } from '../apps/server/src/features/days/book'
import type { OpenBook } from '../apps/server/src/features/days/open-book'
import { holdingsDay } from '../apps/server/src/features/holdings/holdings.service'
import type { ImportReport } from '../apps/server/src/features/imports/report'
import { importPaths } from '../apps/server/src/features/imports/import-paths'
import { feesReply, periodsReply } from '../apps/server/src/features/performance/periods.service'
import { forEachEngine, type TestDeps } from '../apps/server/src/testing/engines'

const { isTradingDay } = tradingCalendar([])
const UNTIL = '2026-09-30'
let out = ''
let truth: Truth

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'sma-demonstration-'))
  await writeDemo({ out, portfolios: 8, years: 0.75, until: UNTIL, seed: 11, isTradingDay })
  truth = JSON.parse(await readFile(join(out, 'truth.json'), 'utf8')) as Truth
})

afterAll(() => rm(out, { recursive: true, force: true }))

/** `12.5` and `12.50` are one figure. */
const plain = (text: string) => text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')

forEachEngine('the demonstration', (open) => {
  let deps: TestDeps
  let report: ImportReport
  let books: { open(code: string): Promise<OpenBook> }

  beforeAll(async () => {
    deps = await open()
    deps.clock.set('2026-10-08T01:00:00.000Z')
    report = await importPaths(deps, [out], { publish: true, by: 'test', reason: null, language: 'zh-CN' })
    const kept = keepBooks(deps.db, 1_000_000)
    books = {
      async open(code) {
        const row = await deps.db
          .selectFrom('portfolio')
          .select(['id', 'revision'])
          .where('code', '=', code)
          .executeTakeFirstOrThrow()
        return kept.open(row)
      },
    }
  }, 240_000)

  const eachPortfolio = async (check: (account: TruthPortfolio, book: OpenBook) => Promise<void> | void) => {
    expect(truth.portfolios).toHaveLength(8)
    for (const account of truth.portfolios) await check(account, await books.open(account.code))
  }

  it('reads every file without a problem', () => {
    expect(report.files.length).toBeGreaterThan(50)
    // A journal day that holds only flows which the flows file states too changes nothing (R-FLW-1).
    const waiting = report.files.filter(({ status }) => status === 'held' || status === 'rejected')
    expect(waiting.map(({ path }) => path)).toEqual([])
    expect(report.files.flatMap(({ problems }) => problems)).toEqual([])
  })

  it('gives no check anything to find, on any day', async () => {
    expect(await deps.db.selectFrom('finding').select(['date', 'check_id', 'found']).execute()).toEqual([])
  })

  it('has every day with its net assets, shares and NAVs', async () => {
    await eachPortfolio(({ days }, book) => {
      const points = book.series.points.slice(0, book.dates.length)
      expect(points.map(({ date }) => date)).toEqual(days.date)
      expect(points.map((point) => moneyText(point.netAssetsE4))).toEqual(days.netAssets)
      expect(points.map((point) => plain(sharesText(point.sharesE4)))).toEqual(days.shares.map(plain))
      expect(points.map((point) => navText(point.unitNavE8, 4))).toEqual(days.unitNav)
      expect(points.map((point) => navText(point.accumulatedNavE8 ?? 0n, 4))).toEqual(days.accumulatedNav)
    })
  })

  it('has every holding with its shares, cost, market value and profit, sold-out funds included', async () => {
    await eachPortfolio(async ({ days }, book) => {
      for (const [index] of days.date.entries()) {
        const { classes } = await holdingsDay(book, index)
        const found = classes
          .flatMap(({ holdings }) => holdings)
          .map((row) => [row.fundCode, plain(row.shares), row.cost, row.marketValue, row.profit])
          .sort()
        const expected = (days.holdings[index] ?? [])
          .map(([code, shares, cost, , marketValue, profit]) => [code, plain(shares), cost, marketValue, profit])
          .sort()
        expect(found).toEqual(expected)
        expect(classes.map((row) => row.marketValue)).toEqual(days.classes[index])
      }
    })
  }, 120_000)

  it('has the fees of every day', async () => {
    await eachPortfolio(async ({ days }, book) => {
      for (const [index, date] of days.date.entries()) {
        const reply = await feesReply(
          book,
          periodWindow(book.series, book.calendar, 'custom', { from: date, to: date }),
        )
        const sum = (field: 'subscriptionFee' | 'redemptionFee') =>
          moneyText(reply.funds.reduce((total, fund) => total + BigInt(fund[field].replace('.', '')) * 100n, 0n))
        expect([date, reply.account.management, reply.account.custodian, reply.account.audit]).toEqual([
          date,
          days.management[index],
          days.custodian[index],
          days.audit[index],
        ])
        expect([date, sum('subscriptionFee'), sum('redemptionFee')]).toEqual([
          date,
          days.subscriptionFee[index],
          days.redemptionFee[index],
        ])
      }
    })
  }, 120_000)

  it('has the periods', async () => {
    await eachPortfolio((account, book) => {
      const { periods } = periodsReply(book, { from: UNTIL, to: UNTIL })
      for (const expected of account.periods) {
        expect(periods.find(({ key }) => key === expected.key)).toMatchObject(expected)
      }
    })
  })
})
