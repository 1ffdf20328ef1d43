import { describe, expect, it } from 'vitest'
import { e4, e8, holding, transaction } from '../../testing/books'
import { hasSharedData, sharedRows } from '../../testing/shared-data'
import { tradingCalendar } from '../calendar/trading-calendar'
import type { FundClass, FundFacts, Holding, Operation, Transaction } from '../facts'
import { holdingRows, type HoldingRow, type HoldingsInput } from './holdings-day'

const calendar = tradingCalendar([])

function fund(code: string, assetClass: FundClass = 'equity'): [string, FundFacts] {
  return [code, { code, name: `Fund ${code}`, assetClass }]
}

const FUNDS = new Map([fund('000001'), fund('000002', 'money'), fund('000216'), fund('000217'), fund('519062')])

/** Rows of a day; the account is loaded from its launch with nothing held, unless `opening` says otherwise. */
function rows(date: string, transactions: Transaction[], given: Partial<HoldingsInput> = {}): HoldingRow[] {
  const opening = { date: '2021-01-04', holdings: [] }
  const plain = { netAssetsE4: e4('1000000'), holdings: [], opening, dividends: [], funds: FUNDS, calendar }
  return holdingRows({ date, transactions, ...plain, ...given })
}

function only(found: HoldingRow[]): HoldingRow {
  expect(found).toHaveLength(1)
  return found[0] as HoldingRow
}

const buy = (date: string, amount: string, shares: string) => transaction(date, 'subscribe', { amount, shares })
const sell = (date: string, amount: string, shares: string) => transaction(date, 'redeem', { amount, shares })

describe.skipIf(!hasSharedData)('the reference case (R-HLD-3, R-HLD-5, R-HLD-7)', () => {
  const words: Record<string, Operation> = { 申购: 'subscribe', 转出: 'switch-out', 赎回: 'redeem' }
  const gold = () =>
    sharedRows('reference-case/fund-000216-transactions.csv').map((row) => {
      const size = row['unit'] === '元' ? { amount: row['size'] } : { shares: row['size'] }
      const rest = { price: row['price'], fee: row['fee'], fund: '000216' }
      return transaction(row['date'] ?? '', words[row['operation'] ?? ''] ?? 'dividend', { ...size, ...rest })
    })
  const published = () =>
    sharedRows('reference-case/alternative-holdings.csv').map((row) => {
      const [code = '', shares = '', cost = '', profit = ''] = ['fund_code', 'shares', 'cost', 'total_profit'].map(
        (name) => row[name] ?? '',
      )
      const given = { sourceCostE4: e4(cost), sourceProfitE4: e4(profit) }
      return holding(code, shares, code === '519062' ? '359396.80' : '0', given)
    })
  const day = (holdings: Holding[]) =>
    rows('2021-11-23', gold(), {
      holdings,
      netAssetsE4: e4('10462944.40'),
      opening: { date: '2021-11-23', holdings },
    })

  it('000216: −11,478.46, all realised, sold out', () => {
    for (const holdings of [[], published()]) {
      const row = day(holdings).find(({ fundCode }) => fundCode === '000216')
      expect(row).toMatchObject({ status: 'sold-out', sharesE4: 0n, costE4: 0n, unitNavE8: null, priceDate: null })
      expect(row).toMatchObject({ profitE4: e4('-11478.46'), profitSince: null, feesE4: e4('228.62') })
      const none = { unrealisedE4: 0n, incomeE4: 0n, earlierE4: 0n }
      expect(row?.parts).toEqual({ realisedE4: e4('-11478.46'), ...none })
    }
  })

  it('519062 and 000217 without transactions: as the holdings file states them', () => {
    const found = day(published())
    expect(found.map(({ fundCode }) => fundCode)).toEqual(['519062', '000216', '000217'])
    expect(found[0]).toMatchObject({ costE4: e4('350351.57'), profitE4: e4('4197.38'), ratioE8: 3_434_949n })
    expect(found[0]).toMatchObject({ profitSince: '2021-11-23', status: 'held' })
    expect(found[2]).toMatchObject({ costE4: 0n, profitE4: e4('-3690.11'), status: 'sold-out' })
  })

  it('halfway through the sales: moving average', () => {
    const held = [holding('000216', '52216.04', '70000')]
    const row = only(rows('2021-01-29', gold(), { holdings: held, opening: { date: '2021-01-29', holdings: held } }))
    // 150,000 × 52,216.04 / 102,216.04 = 76,625.9972…
    expect(row).toMatchObject({ costE4: e4('76626.00'), profitSince: null })
    // realised 69,900.03 − (150,000 − 76,626.00) = −3,473.97; unrealised 70,000 − 76,626.00
    expect(row.parts).toMatchObject({ realisedE4: e4('-3473.97'), unrealisedE4: e4('-6626.00') })
    expect(row.profitE4).toBe(e4('-10099.97'))
  })
})

describe('cost and profit (R-HLD-2, R-HLD-3)', () => {
  it('average purchases and remove cost in proportion', () => {
    const done = [
      buy('2021-02-01', '1000', '1000'),
      buy('2021-02-02', '2000', '1000'),
      sell('2021-02-03', '1800', '1000'),
    ]
    const row = only(rows('2021-02-03', done, { holdings: [holding('000001', '1000', '1700')] }))
    expect(row).toMatchObject({ costE4: e4('1500'), profitE4: e4('500'), status: 'held', reasons: {} })
    expect(row.parts).toEqual({ unrealisedE4: e4('200'), realisedE4: e4('300'), incomeE4: 0n, earlierE4: 0n })
  })

  it('end with the sale that leaves no more than a hundredth of a share', () => {
    const done = [buy('2021-02-01', '1000', '1000'), sell('2021-02-02', '1100', '999.99')]
    const row = only(rows('2021-02-02', done))
    expect(row).toMatchObject({ costE4: 0n, profitE4: e4('100'), status: 'sold-out', reasons: {} })
  })

  it('start again at 0 after a position has ended', () => {
    const done = [
      buy('2021-02-01', '1000', '3'),
      sell('2021-02-02', '400', '1'),
      sell('2021-02-03', '500', '2'),
      buy('2021-02-04', '90', '9'),
    ]
    const row = only(rows('2021-02-04', done, { holdings: [holding('000001', '9', '99')] }))
    expect(row).toMatchObject({ costE4: e4('90'), profitE4: e4('-91') })
    expect(row.parts).toMatchObject({ realisedE4: e4('-100'), unrealisedE4: e4('9') })
  })

  it('count a reinvested dividend as income that adds to cost, a cash dividend as income', () => {
    const reinvest = transaction('2021-02-02', 'reinvest', { shares: '100', price: '1.0000' })
    const cash = transaction('2021-02-03', 'dividend', { amount: '50' })
    const done = [buy('2021-02-01', '1000', '1000'), reinvest, cash]
    const row = only(rows('2021-02-03', done, { holdings: [holding('000001', '1100', '1200')] }))
    expect(row).toMatchObject({ costE4: e4('1100'), profitE4: e4('250') })
    expect(row.parts).toEqual({ unrealisedE4: e4('100'), realisedE4: 0n, incomeE4: e4('150'), earlierE4: 0n })
  })

  it('carry a money fund over at 1.0000 where no price is stated (R-HLD-6)', () => {
    const income = transaction('2021-02-02', 'reinvest', { shares: '12.34', fund: '000002' })
    const done = [transaction('2021-02-01', 'subscribe', { amount: '1000', shares: '1000', fund: '000002' }), income]
    const row = only(rows('2021-02-02', done, { holdings: [holding('000002', '1012.34', '1012.34')] }))
    expect(row.parts).toEqual({ unrealisedE4: 0n, realisedE4: 0n, incomeE4: e4('12.34'), earlierE4: 0n })
  })

  it('leave cost alone where shares move without money (R-TRX-4)', () => {
    const split = transaction('2021-02-02', 'split', { shares: '1000' })
    const moved = [
      transaction('2021-02-03', 'transfer-out', { shares: '500' }),
      transaction('2021-02-03', 'transfer-in', { shares: '500' }),
    ]
    const done = [buy('2021-02-01', '1000', '1000'), split, ...moved]
    const row = only(rows('2021-02-03', done, { holdings: [holding('000001', '2000', '1100')] }))
    expect(row).toMatchObject({ costE4: e4('1000'), profitE4: e4('100') })
  })

  it('do not know the profit of what left without a sale', () => {
    const done = [buy('2021-02-01', '1000', '1000'), transaction('2021-02-02', 'transfer-out', { shares: '1000' })]
    const row = only(rows('2021-02-02', done))
    expect(row).toMatchObject({
      costE4: 0n,
      profitE4: null,
      reasons: { profit: 'left-without-sale' },
      status: 'sold-out',
    })
  })

  it('take a sale that stands before the purchase of its day after it', () => {
    const done = [sell('2021-02-02', '1100', '1000'), buy('2021-02-02', '1000', '1000')]
    expect(only(rows('2021-02-02', done))).toMatchObject({ costE4: 0n, profitE4: e4('100'), status: 'sold-out' })
  })

  it('know neither without the money, and only the cost without that of a sale', () => {
    const bought = transaction('2021-02-01', 'subscribe', { shares: '1000' })
    const held = [holding('000001', '1000', '1100')]
    const unknown = only(rows('2021-02-01', [bought], { holdings: held }))
    expect(unknown).toMatchObject({
      costE4: null,
      profitE4: null,
      reasons: { cost: 'amount-unknown', profit: 'amount-unknown' },
    })
    const sold = [buy('2021-02-01', '2000', '2000'), transaction('2021-02-02', 'redeem', { shares: '1000' })]
    const row = only(rows('2021-02-02', sold, { holdings: held }))
    expect(row).toMatchObject({ costE4: e4('1000'), profitE4: null, reasons: { profit: 'amount-unknown' } })
  })

  it('leave out what is dated later (R-TRX-1)', () => {
    const done = [buy('2021-02-01', '1000', '1000'), sell('2021-02-03', '1100', '1000')]
    const row = only(rows('2021-02-02', done, { holdings: [holding('000001', '1000', '1050')] }))
    expect(row).toMatchObject({ profitE4: e4('50'), status: 'held' })
  })
})

describe('shares that do not add up (R-HLD-5, R-CHK-4)', () => {
  it('leave confirmations in transit out until FA holds them', () => {
    const done = [buy('2021-02-01', '1000', '1000'), buy('2021-02-05', '500', '400')]
    const held = [holding('000001', '1000', '1100')]
    const row = only(rows('2021-02-08', done, { holdings: held }))
    expect(row).toMatchObject({ status: 'in-transit', costE4: e4('1000'), profitE4: e4('100'), inTransitE4: e4('400') })
    const late = only(rows('2021-02-22', done, { holdings: held }))
    expect(late).toMatchObject({ status: 'held', costE4: null, profitE4: null })
    expect(late.reasons).toEqual({ cost: 'shares-unexplained', profit: 'shares-unexplained' })
  })

  it('wait three trading days and no longer', () => {
    const done = [buy('2021-02-05', '500', '400')]
    expect(only(rows('2021-02-10', done)).status).toBe('in-transit')
    // The fourth comes after the Spring Festival.
    expect(only(rows('2021-02-18', done)).status).toBe('sold-out')
  })

  it('show a first purchase in transit with nothing held', () => {
    const row = only(rows('2021-02-01', [buy('2021-02-01', '1000', '1000')]))
    expect(row).toMatchObject({ status: 'in-transit', sharesE4: 0n, costE4: 0n, profitE4: 0n })
  })

  it('have no cost and profit where nothing explains the shares', () => {
    const row = only(rows('2021-02-01', [], { holdings: [holding('000001', '1000', '1100')] }))
    expect(row).toMatchObject({ costE4: null, profitE4: null, parts: null, marketValueE4: e4('1100') })
  })

  it('wait as long as the fund itself', () => {
    const slow = new Map([['000001', { code: '000001', name: 'Slow', assetClass: 'equity' as const, priceLag: 10 }]])
    const done = [buy('2021-02-01', '1000', '1000')]
    expect(only(rows('2021-02-10', done, { funds: slow })).status).toBe('in-transit')
    expect(only(rows('2021-02-10', done)).reasons).toEqual({ profit: 'shares-unexplained' })
  })
})

describe('an opening lot (R-HLD-5)', () => {
  const opening = (given: Partial<Holding>) => ({
    date: '2021-03-01',
    holdings: [holding('000001', '1000', '1300', given)],
  })
  const after = [buy('2021-03-02', '700', '500'), sell('2021-03-03', '900', '600')]
  const held = [holding('000001', '900', '1260')]

  it('takes cost and profit of O3.2, brought to the market value of FA', () => {
    const o32 = {
      o32CostE4: e4('1010'),
      o32ProfitE4: e4('350'),
      o32MarketValueE4: e4('1290'),
      sourceCostE4: e4('1000'),
      sourceProfitE4: e4('1'),
    }
    const row = only(rows('2021-03-03', after, { holdings: held, opening: opening(o32) }))
    // P0 = 350 + (1300 − 1290) = 360; 360 + 1260 + 900 − 700 − 1300 = 520; cost (1010 + 700) × 900 / 1500 = 1026
    expect(row).toMatchObject({ profitE4: e4('520'), costE4: e4('1026'), profitSince: '2021-03-01' })
    // earlier 360 − (1300 − 1010) = 70; unrealised 234; realised 900 − 684 = 216
    expect(row.parts).toEqual({ earlierE4: e4('70'), unrealisedE4: e4('234'), realisedE4: e4('216'), incomeE4: 0n })
  })

  it('else the stated profit, else market value − cost', () => {
    const stated = { sourceCostE4: e4('1000'), sourceProfitE4: e4('350') }
    const first = only(rows('2021-03-01', [], { holdings: opening(stated).holdings, opening: opening(stated) }))
    expect(first).toMatchObject({ profitE4: e4('350'), costE4: e4('1000') })
    const bare = { sourceCostE4: e4('1000') }
    const row = only(rows('2021-03-03', after, { holdings: held, opening: opening(bare) }))
    // 300 + 1260 + 900 − 700 − 1300
    expect(row).toMatchObject({ profitE4: e4('460'), costE4: e4('1020') })
  })

  it('has neither where no cost is known', () => {
    const row = only(rows('2021-03-03', after, { holdings: held, opening: opening({}) }))
    expect(row.reasons).toEqual({ cost: 'opening-cost-unknown', profit: 'opening-profit-unknown' })
  })

  it('is not needed where the transactions explain the shares', () => {
    const before = buy('2021-02-01', '1200', '1000')
    const row = only(
      rows('2021-03-03', [before, ...after], { holdings: held, opening: opening({ sourceCostE4: e4('1') }) }),
    )
    // 1260 + 900 − 1200 − 700
    expect(row).toMatchObject({ profitE4: e4('260'), profitSince: null })
  })

  it('holds the transactions before it where they explain only a part', () => {
    for (const date of ['2021-02-01', '2021-03-01']) {
      const done = [buy(date, '500', '400'), ...after]
      const row = only(rows('2021-03-03', done, { holdings: held, opening: opening({ sourceCostE4: e4('1000') }) }))
      expect(row).toMatchObject({ profitE4: e4('460'), profitSince: '2021-03-01' })
    }
  })

  it('keeps a fund that ends after it as sold out', () => {
    const row = only(
      rows('2021-03-02', [sell('2021-03-02', '1350', '1000')], { opening: opening({ sourceCostE4: e4('1000') }) }),
    )
    expect(row).toMatchObject({ status: 'sold-out', costE4: 0n, profitE4: e4('350'), profitSince: '2021-03-01' })
  })
})

describe('income (R-HLD-6)', () => {
  const bought = buy('2021-02-01', '1000', '1000')
  const arrived = transaction('2021-02-24', 'dividend', { amount: '50' })
  const receivable = (amount: string) => [holding('000001', '1000', '950', { dividendReceivableE4: e4(amount) })]

  it("counts from FA's receivable on, and once when it arrives", () => {
    const pending = only(rows('2021-02-22', [bought, arrived], { holdings: receivable('50') }))
    expect(pending).toMatchObject({ profitE4: 0n, status: 'dividend-pending', pendingIncomeE4: e4('50') })
    const overlap = only(rows('2021-02-24', [bought, arrived], { holdings: receivable('50') }))
    expect(overlap).toMatchObject({ profitE4: 0n, status: 'held' })
    const settled = only(rows('2021-02-25', [bought, arrived], { holdings: [holding('000001', '1000', '950')] }))
    expect(settled).toMatchObject({ profitE4: 0n, status: 'held' })
    expect(settled.parts).toMatchObject({ incomeE4: e4('50'), unrealisedE4: e4('-50') })
  })

  it('counts from the ex-date of a published dividend, on the shares held then', () => {
    const dividends = [{ fundCode: '000001', date: '2021-02-22', dividendE8: e8('0.05') }]
    const held = [holding('000001', '1000', '950')]
    const before = only(rows('2021-02-19', [bought, arrived], { holdings: held, dividends }))
    expect(before).toMatchObject({ profitE4: e4('-50'), status: 'held' })
    const pending = only(rows('2021-02-22', [bought, arrived], { holdings: held, dividends }))
    expect(pending).toMatchObject({ profitE4: 0n, status: 'dividend-pending' })
    const settled = only(rows('2021-02-24', [bought, arrived], { holdings: held, dividends }))
    expect(settled).toMatchObject({ profitE4: 0n, status: 'held', pendingIncomeE4: 0n })
  })

  it('takes an ex-date up to the opening day as inside the opening lot', () => {
    const held = [holding('000001', '1000', '950', { sourceCostE4: e4('900') })]
    const given = { holdings: held, opening: { date: '2021-03-01', holdings: held } }
    const on = (date: string) => [{ fundCode: '000001', date, dividendE8: e8('0.05') }]
    const pending = (exDate: string) =>
      only(rows('2021-03-02', [], { ...given, dividends: on(exDate) })).pendingIncomeE4
    expect(['2021-03-01', '2021-03-02'].map(pending)).toEqual([0n, e4('50')])
  })

  it('takes an arrival up to 60 days after the ex-date as that dividend, a later one as another', () => {
    const dividends = [{ fundCode: '000001', date: '2021-02-22', dividendE8: e8('0.05') }]
    const pending = (date: string) => {
      const done = [bought, transaction(date, 'dividend', { amount: '50' })]
      return only(rows('2021-05-06', done, { holdings: [holding('000001', '1000', '950')], dividends })).pendingIncomeE4
    }
    expect(['2021-04-23', '2021-04-26'].map(pending)).toEqual([0n, e4('50')])
  })

  it('counts on arrival where nothing announced it', () => {
    const held = [holding('000001', '1000', '950')]
    expect(only(rows('2021-02-23', [bought, arrived], { holdings: held })).profitE4).toBe(e4('-50'))
    expect(only(rows('2021-02-24', [bought, arrived], { holdings: held })).profitE4).toBe(0n)
  })
})

describe('rows', () => {
  it('merge a fund that FA keeps under two accounts, and show a price date that is not the day', () => {
    const parts = [
      holding('000001', '400', '440', { unitNavE8: e8('1.1'), priceDate: '2021-02-01' }),
      holding('000001', '600', '660', { unitNavE8: e8('1.1'), priceDate: '2021-02-01' }),
    ]
    const done = [buy('2021-02-01', '1000', '1000')]
    expect(only(rows('2021-02-02', done, { holdings: parts }))).toMatchObject({
      marketValueE4: e4('1100'),
      priceDate: '2021-02-01',
    })
    expect(only(rows('2021-02-01', done, { holdings: parts })).priceDate).toBeNull()
  })
})
