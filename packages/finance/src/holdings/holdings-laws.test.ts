import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { e4, holding } from '../../testing/books'
import { tradingCalendar } from '../calendar/trading-calendar'
import { addDays } from '../dates'
import type { FundClass, FundFacts, Transaction } from '../facts'
import { signedShares, transactionMoney } from '../transactions/money-and-shares'
import { classRows } from './classes'
import { holdingRows } from './holdings-day'

const calendar = tradingCalendar([])
const CLASSES: FundClass[] = ['fixed-income', 'equity', 'alternative', 'money']
const fundOf = (code: string): [string, FundFacts] => [
  code,
  { code, name: code, assetClass: CLASSES[Number(code) % 4] ?? null },
]
const FUNDS = new Map(['000000', '000001', '000002', '000003', '000004'].map(fundOf))

const step = fc.record({
  fundCode: fc.constantFrom(...FUNDS.keys()),
  kind: fc.constantFrom('subscribe', 'switch-in', 'redeem', 'sell', 'dividend', 'reinvest', 'split'),
  cents: fc.bigInt({ min: 1n, max: 10n ** 9n }),
  price: fc.bigInt({ min: 1_000n, max: 50_000n }).map((price) => price * 10_000n),
  fee: fc.bigInt({ min: 0n, max: 10_000n }),
})
const steps = fc.array(step, { minLength: 1, maxLength: 40 })
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never

/** Sales sell no more than is held; the last share goes now and then. */
function transactionsOf(given: readonly Step[]): Transaction[] {
  const held = new Map<string, bigint>()
  return given.flatMap(({ fundCode, kind, cents, price, fee }, at): Transaction[] => {
    const have = held.get(fundCode) ?? 0n
    const sells = kind === 'redeem' || kind === 'sell'
    const wanted = cents * 100n
    const sharesE4 = kind === 'dividend' ? null : sells && wanted > have ? have : wanted
    if (sells && have === 0n) return []
    const amountE4 = kind === 'dividend' ? wanted : null
    const made: Transaction = {
      date: addDays('2021-01-04', at),
      fundCode,
      operation: kind,
      amountE4,
      sharesE4,
      priceE8: price,
      feeE4: fee * 100n,
    }
    held.set(fundCode, have + (signedShares(made) ?? 0n))
    return [made]
  })
}

function rowsOf(given: readonly Step[], factor = 1n) {
  const transactions = transactionsOf(given).map((made) => ({
    ...made,
    amountE4: made.amountE4 === null ? null : made.amountE4 * factor,
    sharesE4: made.sharesE4 === null ? null : made.sharesE4 * factor,
    feeE4: (made.feeE4 ?? 0n) * factor,
  }))
  const shares = new Map<string, bigint>()
  for (const made of transactions)
    shares.set(made.fundCode, (shares.get(made.fundCode) ?? 0n) + (signedShares(made) ?? 0n))
  const holdings = [...shares]
    .filter(([, held]) => held > 0n)
    .map(([code, held]) => ({
      ...holding(code, '0', '0'),
      sharesE4: held,
      marketValueE4: held * 2n,
    }))
  const netAssetsE4 = e4('100000000') * factor
  const opening = { date: '2021-01-03', holdings: [] }
  const date = addDays('2021-01-04', given.length)
  const rows = holdingRows({
    date,
    netAssetsE4,
    holdings,
    opening,
    transactions,
    dividends: [],
    funds: FUNDS,
    calendar,
  })
  return { rows, holdings, transactions, netAssetsE4 }
}

describe('laws of holdings', () => {
  it('profit = market value + proceeds + dividends − paid, and its parts add up to it', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const { rows, transactions } = rowsOf(given)
        for (const row of rows) {
          const cash = transactions
            .filter(({ fundCode, operation }) => fundCode === row.fundCode && operation !== 'reinvest')
            .reduce((sum, made) => {
              const money = transactionMoney(made).valueE4 ?? 0n
              return made.operation === 'subscribe' || made.operation === 'switch-in' ? sum - money : sum + money
            }, 0n)
          expect(row.profitE4).toBe(row.marketValueE4 + cash)
          const { unrealisedE4, realisedE4, incomeE4, earlierE4 } = row.parts ?? {
            unrealisedE4: 0n,
            realisedE4: 0n,
            incomeE4: 0n,
            earlierE4: 0n,
          }
          expect(unrealisedE4 + realisedE4 + incomeE4 + earlierE4).toBe(row.profitE4)
          expect(unrealisedE4).toBe(row.marketValueE4 - (row.costE4 ?? 0n))
          expect(row.status).toBe(row.sharesE4 === 0n ? 'sold-out' : 'held')
        }
      }),
    )
  })

  it('shares from transactions = shares held', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const { rows, transactions } = rowsOf(given)
        for (const row of rows) {
          const rolled = transactions
            .filter(({ fundCode }) => fundCode === row.fundCode)
            .reduce((sum, made) => sum + (signedShares(made) ?? 0n), 0n)
          expect(row).toMatchObject({ sharesE4: rolled, isInTransit: false, reasons: {} })
        }
      }),
    )
  })

  it('Σ classes = net assets to the cent', () => {
    fc.assert(
      fc.property(steps, fc.bigInt({ min: 1n, max: 10n ** 14n }), (given, netAssetsE4) => {
        const rows = classRows(netAssetsE4, rowsOf(given).holdings, FUNDS)
        expect(rows.map(({ assetClass }) => assetClass)).toEqual([...CLASSES, 'cash'])
        const cents = (netAssetsE4 + 50n) / 100n
        expect(rows.reduce((sum, { marketValueE4 }) => sum + marketValueE4, 0n)).toBe(cents * 100n)
      }),
    )
  })

  it('scaling all money changes no share of net assets', () => {
    fc.assert(
      fc.property(steps, fc.bigInt({ min: 2n, max: 100n }), (given, factor) => {
        const [plain, scaled] = [rowsOf(given), rowsOf(given, factor)]
        const ratios = ({ rows }: typeof plain) => rows.map(({ fundCode, ratioE8 }) => [fundCode, ratioE8])
        expect(ratios(scaled)).toEqual(ratios(plain))
        const classes = ({ holdings, netAssetsE4 }: typeof plain) =>
          classRows(netAssetsE4, holdings, FUNDS).map(({ ratioE8 }) => ratioE8)
        expect(classes(scaled)).toEqual(classes(plain))
      }),
    )
  })
})
