/** Prices of holdings beside the fund's own NAVs: where they differ, and where no NAV is known. */
import { parseE8 } from '@sma/finance/decimal'
import { beforeEach, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import type { Cookies } from '../../testing/people'
import { addFund, addPortfolio, publishDay, type TestPortfolio } from '../../testing/published-rows'
import { asStaff, staffCookies } from '../../testing/staff'

type Items = Record<string, unknown>[]

forEachEngine('prices of holdings in the console', (open) => {
  let deps: TestDeps
  let app: ReturnType<typeof buildApp>
  let auditor: Cookies
  let first: TestPortfolio
  let second: TestPortfolio

  beforeEach(async () => {
    deps = await open()
    app = buildApp(deps)
    auditor = await staffCookies(app, deps, 'auditor')
    await addFund(deps.db, '000001', '示例一', 'equity')
    await addFund(deps.db, '000009', '示例货币', 'money')
    first = await addPortfolio(deps.db, { code: 'A1', launchDate: '2026-01-05' })
    second = await addPortfolio(deps.db, { code: 'B1', launchDate: '2026-01-05' })
  })

  const read = async (path: string) => (await asStaff(app, auditor, ['GET', path])).body
  async function knowNavs(navs: Record<string, string>, code = '000001') {
    for (const [date, nav] of Object.entries(navs))
      await deps.db
        .insertInto('fund_nav')
        .values({ fund_code: code, date, unit_nav_e8: parseE8(nav) ?? 0n, accumulated_nav_e8: null, dividend_e8: null })
        .execute()
  }
  const hold = (portfolio: TestPortfolio, date: string, price: string, rest: object = {}) =>
    publishDay(deps.db, portfolio, {
      date,
      net: '1000000',
      shares: '1000000',
      nav: '1.0000',
      holdings: [{ fund: '000001', shares: '100', nav: price, value: '100', ...rest }],
    })
  const gaps = async (query = '') => {
    const body = await read(`/funds/000001/price-gaps${query}`)
    return { items: (body?.['items'] ?? []) as Items, next: body?.['next'] as string | null }
  }
  const line = ({ code, date, price, priceDate, nav, navDate, difference }: Record<string, unknown>) =>
    [code, date, price, priceDate, nav, navDate, difference].join(' ')

  it('are told where they are not the NAV of the price date, the newest day first, page by page', async () => {
    // 2026-01-06 is a Tuesday
    await knowNavs({ '2026-01-05': '1.0000', '2026-01-06': '1.01235', '2026-01-07': '1.0300' })
    await hold(first, '2026-01-05', '1.0000', { priceDate: '2026-01-05' })
    await hold(first, '2026-01-06', '1.0124', { priceDate: '2026-01-06' })
    await hold(second, '2026-01-06', '1.0123', { priceDate: '2026-01-06' })
    await hold(first, '2026-01-07', '1.0310', { priceDate: '2026-01-07' })
    await hold(second, '2026-01-07', '1.0310', { priceDate: '2026-01-07' })
    const all = await gaps()
    // 1.0310 - 1.0300; 1.01235 is 1.0124 with the price's four decimals, and 1.0123 - 1.01235
    expect(all.items.map(line)).toEqual([
      'A1 2026-01-07 1.0310 2026-01-07 1.0300 2026-01-07 0.0010',
      'B1 2026-01-07 1.0310 2026-01-07 1.0300 2026-01-07 0.0010',
      'B1 2026-01-06 1.0123 2026-01-06 1.01235 2026-01-06 -0.00005',
    ])
    expect(all).toMatchObject({ next: null, items: [{ name: '示例A1' }, {}, {}] })
    const pages = []
    for (let at: string | null = ''; at !== null; ) {
      const page = await gaps(`?limit=1${at ? `&cursor=${at}` : ''}`)
      pages.push(...page.items.map(({ code, date }) => `${String(code)} ${String(date)}`))
      at = page.next
    }
    expect(pages).toEqual(['A1 2026-01-07', 'B1 2026-01-07', 'B1 2026-01-06'])
    expect((await asStaff(app, auditor, ['GET', '/funds/000001/price-gaps?cursor=x'])).status).toBe(400)
    expect((await asStaff(app, auditor, ['GET', '/funds/999999/price-gaps'])).status).toBe(404)
  })

  it('without a price date may be the NAV of the day or of the usual lag, as in R-CHK-20', async () => {
    await knowNavs({ '2026-01-05': '1.0000', '2026-01-06': '1.0100', '2026-01-07': '1.0300' })
    await hold(first, '2026-01-06', '1.0001')
    await hold(first, '2026-01-07', '1.0105')
    await hold(second, '2026-01-07', '1.0299')
    // the NAV of 2026-01-08 is not known, so the price of that day is not judged
    await hold(first, '2026-01-08', '2.0000')
    // 1.0105 is nearer to 1.0100 than to 1.0300
    expect((await gaps()).items.map(line)).toEqual(['A1 2026-01-07 1.0105  1.0100 2026-01-06 0.0005'])
  })

  it('of a version that was replaced, of shares that are sold and of money funds are not told', async () => {
    await knowNavs({ '2026-01-06': '1.0100' })
    await knowNavs({ '2026-01-06': '1.0000' }, '000009')
    await hold(first, '2026-01-06', '1.0200', { priceDate: '2026-01-06' })
    await publishDay(deps.db, first, {
      date: '2026-01-06',
      version: 2,
      net: '1000000',
      shares: '1000000',
      nav: '1.0000',
      holdings: [{ fund: '000001', shares: '100', nav: '1.0100', value: '101', priceDate: '2026-01-06' }],
    })
    await hold(second, '2026-01-06', '1.0200', { priceDate: '2026-01-06', shares: '0' })
    await hold(second, '2026-01-07', '1.1', { fund: '000009', priceDate: '2026-01-06' })
    expect((await gaps()).items).toEqual([])
    expect(await read('/funds/000009/price-gaps')).toEqual({ items: [], next: null })
    expect(await read('/fund-price-gaps')).toMatchObject({ funds: 0 })
  })

  it('that differed in the last days are counted by fund, and those funds can be listed alone', async () => {
    // the clock stands at 2026-01-05; 31 days before is 2025-12-05
    await knowNavs({ '2025-12-04': '1.0000', '2025-12-05': '1.0000' })
    await hold(first, '2025-12-04', '1.5000', { priceDate: '2025-12-04' })
    expect(await read('/fund-price-gaps')).toEqual({ funds: 0, from: '2025-12-05' })
    expect(await read('/funds?price=differs')).toMatchObject({ items: [], next: null })
    await hold(first, '2025-12-05', '1.5000', { priceDate: '2025-12-05' })
    await hold(second, '2025-12-05', '1.6000', { priceDate: '2025-12-05' })
    expect(await read('/fund-price-gaps')).toEqual({ funds: 1, from: '2025-12-05' })
    expect(await read('/funds?price=differs')).toMatchObject({ items: [{ code: '000001' }], next: null })
    expect(await read('/funds?price=differs&text=x')).toMatchObject({ items: [] })
  })

  it('of days without a NAV are listed with the file that brought them', async () => {
    await knowNavs({ '2026-01-06': '1.0100' })
    await hold(first, '2026-01-06', '1.0100', { priceDate: '2026-01-06' })
    await hold(first, '2026-01-07', '1.0200', { priceDate: '2026-01-07' })
    await hold(second, '2026-01-07', '1.0200', { priceDate: '2026-01-07' })
    await hold(first, '2026-01-08', '1.0300')
    await hold(second, '2026-01-08', '1.0310')
    const file = { name: 'rows.csv' }
    const body = await read('/funds/000001/prices')
    expect(body).toMatchObject({
      items: [
        { date: '2026-01-08', isDated: false, price: '1.0300', accounts: 1, file, kind: null },
        { date: '2026-01-08', isDated: false, price: '1.0310', accounts: 1 },
        { date: '2026-01-07', isDated: true, price: '1.0200', accounts: 2, file },
      ],
      next: null,
    })
    const page = await read('/funds/000001/prices?limit=1')
    const rest = await read(`/funds/000001/prices?limit=2&cursor=${String(page?.['next'])}`)
    expect(((rest?.['items'] ?? []) as Items).map(({ price }) => price)).toEqual(['1.0310', '1.0200'])
    const bad = Buffer.from('["2026-01-08","x"]').toString('base64url')
    expect((await asStaff(app, auditor, ['GET', `/funds/000001/prices?cursor=${bad}`])).status).toBe(400)
  })
})
