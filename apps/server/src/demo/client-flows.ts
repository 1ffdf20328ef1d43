import { divideRound } from '@sma/finance/decimal'
import { later, note, spendable, type Desk } from './desk'
import * as L from './ledger'
import { proportion, sharesFor, worth } from './numbers'

/** Client money moves in the middle of a month, away from fee payments and month ends. */
const midMonth = (date: string): boolean => date.slice(8) >= '15' && date.slice(8) <= '25'

/** Days on which the client subscribes or redeems; shares at the unit NAV of the previous valuation (R-FLW-1). */
export function takeClientFlow(desk: Desk): void {
  const { index, date } = desk.today.day
  if (index < desk.nextFlowIndex || !midMonth(date)) return
  desk.nextFlowIndex = index + desk.random.integer(70, 190)
  const ppm = BigInt(desk.random.integer(20_000, 90_000))
  const wanted = divideRound(desk.lastNetE4 * ppm, 1_000_000n * 100_000_000n) * 100_000_000n
  if (desk.random.unit() < 0.6) return subscribe(desk, wanted)
  const affordable = divideRound(spendable(desk) * 7n, 10n)
  redeem(desk, wanted < affordable ? wanted : affordable)
}

function subscribe(desk: Desk, amountE4: bigint): void {
  if (amountE4 <= 0n) return
  const priceE8 = desk.lastNavE8
  const shares = sharesFor(amountE4, priceE8)
  L.post(desk.ledger, L.SUBSCRIPTIONS_DUE, L.PAID_IN, shares)
  L.post(desk.ledger, L.SUBSCRIPTIONS_DUE, L.EQUALISATION, amountE4 - shares)
  desk.sharesE4 += shares
  const row = { priceE8, qtyE4: shares, cashE4: amountE4, subjectE4: amountE4 }
  note(desk, { operation: 'TA申购', account: '应收申购款', ...row })
  flow(desk, 'subscription', amountE4, shares)
  later(desk, 1, (then) => {
    L.post(then.ledger, L.BANK, L.SUBSCRIPTIONS_DUE, amountE4)
    note(then, { operation: 'TA申购冲现', account: '应收申购款', subjectE4: -amountE4 })
  })
}

function redeem(desk: Desk, wantedE4: bigint): void {
  const priceE8 = desk.lastNavE8
  const shares = (sharesFor(wantedE4, priceE8) / 100_000_000n) * 100_000_000n
  const amountE4 = worth(shares, priceE8)
  if (shares <= 0n) return
  L.post(desk.ledger, L.PAID_IN, L.REDEMPTIONS_DUE, shares)
  L.post(desk.ledger, L.EQUALISATION, L.REDEMPTIONS_DUE, amountE4 - shares)
  desk.sharesE4 -= shares
  const row = { priceE8, qtyE4: -shares, cashE4: -amountE4, subjectE4: -amountE4 }
  note(desk, { operation: 'TA赎回', account: '应付赎回款', ...row })
  flow(desk, 'redemption', amountE4, shares)
  later(desk, 2, (then) => {
    L.post(then.ledger, L.REDEMPTIONS_DUE, L.BANK, amountE4)
    note(then, { operation: 'TA赎回冲现', account: '应付赎回款', subjectE4: amountE4 })
  })
}

/** Once a year, from mid-June: part of the gain is paid out. O3.2 does not show it; FA owes it under 2232 (R-NAV-2). */
export function distribute(desk: Desk): void {
  const { date } = desk.today.day
  const year = date.slice(0, 4)
  if (!desk.spec.distributes || year === desk.lastDistributionYear || date.slice(5) < '06-15' || !midMonth(date)) return
  // On a day of another flow it would be open which shares are entitled.
  if (desk.lastNavE8 < 101_000_000n || desk.today.flows.length > 0) return
  const perShareE8 = (proportion(desk.lastNavE8 - 100_000_000n, 1n, 3n) / 100_000n) * 100_000n
  const capped = perShareE8 > 3_000_000n ? 3_000_000n : perShareE8
  const amountE4 = worth(desk.sharesE4, capped)
  if (amountE4 <= 0n || amountE4 * 10n > spendable(desk) * 9n) return
  desk.lastDistributionYear = year
  desk.distributedE8 += capped
  L.post(desk.ledger, L.DISTRIBUTED, L.DISTRIBUTION_DUE, amountE4)
  desk.today.flows.push({ date, kind: 'distribution', amountE4, sharesE4: desk.sharesE4, unitNavE8: null })
  later(desk, 2, ({ ledger }) => L.post(ledger, L.DISTRIBUTION_DUE, L.BANK, amountE4))
}

function flow(desk: Desk, kind: 'subscription' | 'redemption', amountE4: bigint, sharesE4: bigint): void {
  desk.today.flows.push({ date: desk.today.day.date, kind, amountE4, sharesE4, unitNavE8: desk.lastNavE8 })
}
