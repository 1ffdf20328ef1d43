import { divideRound, formatScaled, moneyText } from '@sma/finance/decimal'
import { open } from 'node:fs/promises'
import { ASSET_CLASSES, type FlowKind } from '@sma/finance/facts'
import type { AccountSpec, DayBook } from './books'
import { addDays, monthsEarlier } from './dates'
import { nav4, sum } from './numbers'
import type { Truth, TruthHolding, TruthPeriod, TruthPortfolio } from './truth-shape'

interface Totals {
  netE4: bigint
  unitNavE8: bigint
  /** Adjusted NAV as an exact fraction (R-NAV-2). */
  factor: [bigint, bigint]
  flows: Record<FlowKind, bigint>
  feesE4: bigint
}

/** Collects an account's books day by day. */
export class TruthKeeper {
  readonly portfolio: TruthPortfolio
  readonly #totals: Totals[] = []
  readonly #spec: AccountSpec

  constructor(spec: AccountSpec) {
    this.#spec = spec
    this.portfolio = emptyPortfolio(spec)
  }

  add(book: DayBook): void {
    const { days, transactions, flows } = this.portfolio
    const fees = fundFees(book)
    days.date.push(book.day.date)
    days.isTradingDay.push(book.day.isTradingDay)
    days.netAssets.push(moneyText(book.netAssetsE4))
    days.shares.push(moneyText(book.sharesE4))
    days.unitNav.push(nav4(book.unitNavE8))
    days.accumulatedNav.push(nav4(book.accumulatedNavE8))
    days.classes.push(ASSET_CLASSES.map((assetClass) => moneyText(book.classes[assetClass])))
    days.holdings.push(book.holdings.map(truthHolding))
    days.management.push(moneyText(book.accrued.managementE4))
    days.custodian.push(moneyText(book.accrued.custodianE4))
    days.audit.push(moneyText(book.accrued.auditE4))
    days.subscriptionFee.push(moneyText(fees.inE4))
    days.redemptionFee.push(moneyText(fees.outE4))
    for (const { date, fundCode, operation, amountE4, sharesE4, priceE8, feeE4 } of book.trades) {
      transactions.push([
        date,
        fundCode,
        operation,
        moneyText(amountE4),
        moneyText(sharesE4),
        nav4(priceE8),
        moneyText(feeE4),
      ])
    }
    for (const { date, kind, amountE4, sharesE4 } of book.flows) {
      flows.push([date, kind, moneyText(amountE4), moneyText(sharesE4)])
    }
    this.#addTotals(book, fees.inE4 + fees.outE4)
  }

  #addTotals(book: DayBook, fundFeesE4: bigint): void {
    const before = this.#totals.at(-1)
    const flows = {
      ...(before?.flows ?? { subscription: 0n, redemption: 0n, distribution: 0n, 'performance-fee': 0n }),
    }
    let factor = before?.factor ?? [1n, 1n]
    for (const { kind, amountE4, sharesE4 } of book.flows) {
      flows[kind] += amountE4
      if (kind !== 'distribution') continue
      // d = amount / shares (both E4); factor × (NAV + d) / NAV, with NAV in E8.
      const nav = book.unitNavE8 * sharesE4
      factor = [factor[0] * (nav + amountE4 * 100_000_000n), factor[1] * nav]
    }
    const { managementE4, custodianE4, auditE4 } = book.accrued
    const feesE4 = (before?.feesE4 ?? 0n) + managementE4 + custodianE4 + auditE4 + fundFeesE4
    this.#totals.push({ netE4: book.netAssetsE4, unitNavE8: book.unitNavE8, factor, flows, feesE4 })
  }

  /** Adds the periods that end on the last day (R-PER-1..4). */
  finish(tradingDays: readonly string[]): void {
    const { date } = this.portfolio.days
    const to = date.at(-1)
    if (to === undefined) return
    const firstOf = (prefix: string) => tradingDays.find((day) => day.startsWith(prefix)) ?? to
    const launch = this.#spec.launchDate
    const latest = (from: string) => (from < launch ? launch : from)
    const starts: [TruthPeriod['key'], string][] = [
      ['month-to-date', latest(firstOf(to.slice(0, 7)))],
      ['year-to-date', latest(firstOf(to.slice(0, 4)))],
      ['three-years', latest(addDays(monthsEarlier(to, 36), 1))],
      ['since-inception', launch],
    ]
    this.portfolio.periods = starts.map(([key, from]) => this.#period(key, from, to))
  }

  #period(key: TruthPeriod['key'], from: string, to: string): TruthPeriod {
    const { date } = this.portfolio.days
    const at = date.findLastIndex((day) => day < from)
    const start = this.#totals[at] ?? launchTotals(this.#spec)
    const end = this.#totals.at(-1) ?? start
    const between = (kind: FlowKind) => end.flows[kind] - start.flows[kind]
    const flows = between('subscription') - between('redemption') - between('distribution')
    const numerator = end.unitNavE8 * end.factor[0] * start.factor[1]
    const denominator = start.unitNavE8 * start.factor[0] * end.factor[1]
    return {
      key,
      from,
      to,
      baseDate: date[at] ?? this.#spec.launchDate,
      openingAssets: moneyText(start.netE4),
      subscriptions: moneyText(between('subscription')),
      redemptions: moneyText(between('redemption')),
      distributions: moneyText(between('distribution')),
      gain: moneyText(end.netE4 - start.netE4 - flows),
      closingAssets: moneyText(end.netE4),
      return: formatScaled(divideRound((numerator - denominator) * 100_000_000n, denominator), 8, 8),
      fees: moneyText(end.feesE4 - start.feesE4),
    }
  }
}

function launchTotals(spec: AccountSpec): Totals {
  const flows = { subscription: 0n, redemption: 0n, distribution: 0n, 'performance-fee': 0n }
  return { netE4: spec.initialAssetsE4, unitNavE8: 100_000_000n, factor: [1n, 1n], flows, feesE4: 0n }
}

function truthHolding({
  fund,
  sharesE4,
  costE4,
  priceE8,
  marketValueE4,
  profitE4,
}: DayBook['holdings'][number]): TruthHolding {
  return [
    fund.code,
    moneyText(sharesE4),
    moneyText(costE4),
    nav4(priceE8),
    moneyText(marketValueE4),
    moneyText(profitE4),
  ]
}

const INWARD = new Set(['subscribe', 'switch-in', 'buy', 'reinvest'])

/** Fees of the day's trades, by direction (R-FEE-1). */
function fundFees(book: DayBook): { inE4: bigint; outE4: bigint } {
  const inward = book.trades.filter(({ operation }) => INWARD.has(operation))
  const all = sum(book.trades.map(({ feeE4 }) => feeE4))
  const inE4 = sum(inward.map(({ feeE4 }) => feeE4))
  return { inE4, outE4: all - inE4 }
}

function emptyPortfolio(spec: AccountSpec): TruthPortfolio {
  return {
    code: spec.code,
    name: spec.shortName,
    strategy: spec.strategy,
    launchDate: spec.launchDate,
    initialAssets: moneyText(spec.initialAssetsE4),
    initialShares: moneyText(spec.initialAssetsE4),
    dividendsFromExDate: spec.namesDividends,
    feesFromFile: spec.hasFeeFile,
    days: {
      date: [],
      isTradingDay: [],
      netAssets: [],
      shares: [],
      unitNav: [],
      accumulatedNav: [],
      classes: [],
      holdings: [],
      management: [],
      custodian: [],
      audit: [],
      subscriptionFee: [],
      redemptionFee: [],
    },
    transactions: [],
    flows: [],
    periods: [],
  }
}

/** Written one account at a time, one line each, so that a large demonstration never is one string. */
export async function writeTruth(
  path: string,
  about: Pick<Truth, 'seed' | 'until' | 'clients'>,
  keepers: readonly TruthKeeper[],
): Promise<void> {
  const file = await open(path, 'w')
  try {
    const head = JSON.stringify({
      seed: about.seed,
      until: about.until,
      assetClasses: ASSET_CLASSES,
      clients: about.clients,
    })
    await file.write(`${head.slice(0, -1)},"portfolios":[\n`)
    for (const [at, keeper] of keepers.entries()) {
      await file.write(`${JSON.stringify(keeper.portfolio)}${at < keepers.length - 1 ? ',' : ''}\n`)
    }
    await file.write(']}\n')
  } finally {
    await file.close()
  }
}
