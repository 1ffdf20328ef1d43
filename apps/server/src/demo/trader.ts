import { FUNDS, isCalm, TARGETS, type FundSpec, type Target } from './catalogue'
import { priceAt, spendable, type Desk } from './desk'
import { least, sum, worth, yuan } from './numbers'
import { tradeOnExchange } from './trades'

const ARRIVAL_BLACKOUT = 7
const LOT = 1_000_000n

/** The manager's decisions of a trading day: first two purchases of the whole plan, then one small step now and then. */
export function decide(desk: Desk): void {
  const { index } = desk.today.day
  if (index === desk.launchIndex) return buildUp(desk, 600_000)
  if (index === desk.launchIndex + 10) return buildUp(desk, 330_000)
  if (index < desk.nextActionIndex) return
  desk.nextActionIndex = index + desk.random.integer(6, 17)
  const net = desk.lastNetE4
  if (spendable(desk) * 25n < net) return void raiseCash(desk)
  const draw = desk.random.unit()
  if (draw < 0.4 || spendable(desk) * 8n > net) return void buyUnderweight(desk)
  if (draw < 0.58) return void sellSome(desk, desk.random.integer(15, 60))
  if (draw < 0.74) return void sellSome(desk, 100)
  if (draw < 0.9) return void switchFunds(desk)
  raiseCash(desk)
}

function buildUp(desk: Desk, sharePpm: number): void {
  for (const target of TARGETS[desk.spec.strategy]) {
    for (const fund of chosenFunds(desk, target)) {
      const weight = (BigInt(target.weightPpm) * BigInt(sharePpm)) / BigInt(target.funds)
      buy(desk, fund, (desk.spec.initialAssetsE4 * weight) / 1_000_000_000_000n)
    }
  }
}

/** The funds an account prefers within a class: a slice of the class that begins at a place of its own. */
function chosenFunds(desk: Desk, target: Target): FundSpec[] {
  const pool = poolOf(desk, target.assetClass)
  const start = Number(desk.spec.ledgerNo) * 3
  const wanted = Math.min(target.funds, pool.length)
  return Array.from({ length: wanted }, (_, step) => pool[(start + step) % pool.length]).filter(
    (fund) => fund !== undefined,
  )
}

function poolOf(desk: Desk, assetClass: FundSpec['assetClass']): FundSpec[] {
  const calmOnly = desk.spec.strategy === 'cash'
  return FUNDS.filter((fund) => fund.assetClass === assetClass && (!calmOnly || fund.kind === 'money' || isCalm(fund)))
}

/** No orders around a fund's ex-date, none while another one of that fund is under way. */
function isFree(desk: Desk, fund: FundSpec): boolean {
  if (desk.orders.some((order) => order.fund.code === fund.code || order.into?.code === fund.code)) return false
  const dividends = desk.market.funds.get(fund.code)?.dividends
  const { index } = desk.today.day
  for (let ahead = -ARRIVAL_BLACKOUT; ahead <= 3; ahead++) if (dividends?.has(index + ahead)) return false
  return true
}

function buy(desk: Desk, fund: FundSpec, wantedE4: bigint): boolean {
  const room = spendable(desk) - desk.lastNetE4 / 50n
  const amountE4 = (least(wantedE4, room) / yuan(1000)) * yuan(1000)
  if (amountE4 < yuan(10_000) || !isFree(desk, fund)) return false
  const now = desk.market.funds.get(fund.code)?.navE8[desk.today.day.index]
  if (now === undefined) return false
  if (fund.kind === 'etf') {
    const shares = ((amountE4 * 100_000_000n) / now / LOT) * LOT
    if (shares > 0n) tradeOnExchange(desk, fund, shares, dealPrice(desk, now))
    return shares > 0n
  }
  const lag = fund.kind === 'qdii' || fund.kind === 'private' ? 2 : 1
  const order = { kind: 'subscribe' as const, fund, into: null, amountE4, sharesE4: 0n, priceE8: now, intoPriceE8: 0n }
  desk.orders.push({ ...order, dueIndex: desk.today.day.index + lag })
  return true
}

/** A price within 0.15 % of the close, in the exchange's thousandths. */
function dealPrice(desk: Desk, closeE8: bigint): bigint {
  const away = BigInt(desk.random.integer(-150, 150))
  return ((closeE8 * (100_000n + away)) / 100_000n / 100_000n) * 100_000n
}

function buyUnderweight(desk: Desk): boolean {
  const gaps = TARGETS[desk.spec.strategy].map((target) => ({
    target,
    gap: (desk.lastNetE4 * BigInt(target.weightPpm)) / 1_000_000n - classValue(desk, target.assetClass),
  }))
  gaps.sort((left, right) => (left.gap < right.gap ? 1 : left.gap > right.gap ? -1 : 0))
  const lowest = gaps[0]
  if (lowest === undefined) return false
  const fund = desk.random.pick(poolOf(desk, lowest.target.assetClass))
  return buy(desk, fund, (desk.lastNetE4 * BigInt(desk.random.integer(15, 70))) / 1000n)
}

const classValue = (desk: Desk, assetClass: FundSpec['assetClass']): bigint =>
  sum(
    [...desk.positions.values()]
      .filter(({ path }) => path.spec.assetClass === assetClass)
      .map(({ path, sharesE4 }) => worth(sharesE4, priceAt(path, desk.today.day.index).priceE8)),
  )

/** Sells part of a holding, in percent; 100 ends it. Money funds are never sold out. */
function sellSome(desk: Desk, percent: number): boolean {
  const held = [...desk.positions.values()].filter(
    ({ path, sharesE4 }) => sharesE4 > 0n && path.spec.kind !== 'money' && isFree(desk, path.spec),
  )
  if (held.length < 2) return raiseCash(desk)
  const { path, sharesE4 } = desk.random.pick(held)
  return sell(desk, path.spec, percent === 100 ? sharesE4 : sharesPart(sharesE4, percent))
}

/** Whole shares, so that what remains stays readable. */
const sharesPart = (sharesE4: bigint, percent: number): bigint => ((sharesE4 * BigInt(percent)) / 1_000_000n) * 10_000n

function sell(desk: Desk, fund: FundSpec, sharesE4: bigint): boolean {
  const now = desk.market.funds.get(fund.code)?.navE8[desk.today.day.index]
  if (now === undefined || sharesE4 <= 0n) return false
  if (fund.kind === 'etf') {
    const held = desk.positions.get(fund.code)?.sharesE4 ?? 0n
    const shares = sharesE4 === held ? held : (sharesE4 / LOT) * LOT
    if (shares > 0n) tradeOnExchange(desk, fund, -shares, dealPrice(desk, now))
    return shares > 0n
  }
  const lag = fund.kind === 'qdii' || fund.kind === 'private' ? 2 : 1
  const order = { kind: 'redeem' as const, fund, into: null, amountE4: 0n, sharesE4, priceE8: now, intoPriceE8: 0n }
  desk.orders.push({ ...order, dueIndex: desk.today.day.index + lag })
  return true
}

/** Money funds first; where they are few, a part of the largest holding. */
function raiseCash(desk: Desk): boolean {
  const held = [...desk.positions.values()].filter(({ path, sharesE4 }) => sharesE4 > 0n && isFree(desk, path.spec))
  const money = held.find(({ path, sharesE4 }) => path.spec.kind === 'money' && sharesE4 * 20n > desk.lastNetE4)
  if (money) return sell(desk, money.path.spec, sharesPart(money.sharesE4, desk.random.integer(30, 60)))
  const others = held.filter(({ path }) => path.spec.kind !== 'money')
  if (others.length === 0) return false
  const { path, sharesE4 } = desk.random.pick(others)
  return sell(desk, path.spec, sharesPart(sharesE4, desk.random.integer(20, 40)))
}

function switchFunds(desk: Desk): boolean {
  const isOpen = (fund: FundSpec) => (fund.kind === 'open-end' || fund.kind === 'lof') && isFree(desk, fund)
  const held = [...desk.positions.values()].filter(({ path, sharesE4 }) => sharesE4 > 0n && isOpen(path.spec))
  if (held.length === 0) return buyUnderweight(desk)
  const { path, sharesE4 } = desk.random.pick(held)
  const fund = path.spec
  const others = poolOf(desk, fund.assetClass).filter((other) => other.code !== fund.code && isOpen(other))
  if (others.length === 0) return buyUnderweight(desk)
  const into = desk.random.pick(others)
  const { index } = desk.today.day
  const [priceE8, intoPriceE8] = [path.navE8[index], desk.market.funds.get(into.code)?.navE8[index]]
  if (priceE8 === undefined || intoPriceE8 === undefined) return false
  const shares = desk.random.unit() < 0.3 ? sharesE4 : sharesPart(sharesE4, desk.random.integer(20, 60))
  if (shares <= 0n) return false
  const order = { kind: 'switch' as const, fund, into, amountE4: 0n, sharesE4: shares, priceE8, intoPriceE8 }
  desk.orders.push({ ...order, dueIndex: index + 1 })
  return true
}
