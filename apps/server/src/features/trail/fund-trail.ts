/** What a fund's cost and profit on a shown day are made of: transactions, an opening lot, what counts before it arrives. */
import { roundToCents } from '@sma/finance/decimal'
import type { FundFacts, Transaction } from '@sma/finance/facts'
import { fundProfit, fundSteps, type FundDay, type FundSteps } from '@sma/finance/holdings/fund-profit'
import { costSteps } from '@sma/finance/holdings/position'
import { effectOf, transactionMoney } from '@sma/finance/transactions/money-and-shares'
import type { Db } from '../../db/schema'
import type { FundTransactionTable } from '../days/days.table'
import { dayIndex } from '../days/book'
import { selectVersions } from '../days/day-records.queries'
import type { OpenBook } from '../days/open-book'
import { transactionOf } from '../days/staged-rows.queries'
import { fundPart, holdingOf, openDay, shownAt, type TrailDay } from './trail-day'
import { COMPUTED, exactText, placed, shownText, unknownFigure } from './trail-parts'
import type { OpenedFigure, TrailPart } from './trail-parts'
import { selectShownTransactions } from './trail.queries'

/** A version that is or was shown, with the book that it was shown in. */
export interface ShownDay {
  db: Db
  day: TrailDay
  book: OpenBook
  /** The instant of that book; null: now. */
  instant: string | null
}

interface FundTrail {
  shown: ShownDay
  code: string
  facts: FundDay
  steps: FundSteps
  /** Where each transaction came from. */
  rows: ReadonlyMap<Transaction, FundTransactionTable>
  /** The version of the day with which the fund's history begins, where it begins with a lot. */
  opening: TrailDay | null
}

/** Null where nobody ever held the fund. */
export async function fundTrail(
  shown: ShownDay,
  code: string,
  figure: 'cost' | 'profit',
): Promise<OpenedFigure | null> {
  if (!shown.day.figures.holdings) return unknownFigure('money', 'R-HLD-3', 'holdings-unavailable')
  const trail = await openTrail(shown, code)
  if (!trail) return null
  return figure === 'cost' ? costFigure(trail) : profitFigure(trail)
}

async function openTrail(shown: ShownDay, code: string): Promise<FundTrail | null> {
  const { db, day, book, instant } = shown
  const { portfolio_id: portfolioId, date } = day.row
  const stored = await selectShownTransactions(db, { portfolioId, knownAt: instant }, { fundCode: code, upTo: date })
  const rows = new Map(stored.map((row) => [transactionOf(row), row]))
  const index = dayIndex(book, date)
  const opening = await book.opening(index)
  const holding = holdingOf(day, code) ?? null
  if (!opening || (rows.size === 0 && !holding && !opening.holdings.some(({ fundCode }) => fundCode === code)))
    return null
  const fund: FundFacts = (await book.funds([code], date)).get(code) ?? { code, name: code, assetClass: null }
  const dividends = await book.dividends([code], index)
  const facts = { date, fund, holding, opening, transactions: [...rows.keys()], dividends, calendar: book.calendar }
  const steps = fundSteps(facts)
  const first = steps.lot && shownAt(await selectVersions(db, portfolioId, steps.lot.date), instant)
  return { shown, code, facts, steps, rows, opening: first ? await openDay(db, first, day.navDecimals) : null }
}

/** R-HLD-2: what each transaction added to the cost or took from it, after what an opening lot cost. */
function costFigure(trail: FundTrail): OpenedFigure {
  const { costE4, reasons } = fundProfit(trail.facts)
  const { start, transactions } = trail.steps
  const parts = costSteps(start, transactions, trail.facts.fund.assetClass)
    .filter(({ changeE4 }) => changeE4 !== 0n)
    .map(({ transaction, changeE4 }) =>
      transactionPart(trail, transaction, {
        role: changeE4 !== null && changeE4 < 0n ? 'minus' : 'plus',
        moneyE4: changeE4 !== null && changeE4 < 0n ? -changeE4 : changeE4,
      }),
    )
  const { opening, code } = trail
  const bought = opening && fundPart(opening, 'plus', { code, figure: openingCost(opening, code) })
  return {
    ...moneyFigure('R-HLD-2', costE4, reasons.cost ?? null),
    parts: bought ? [bought, ...parts] : parts,
  }
}

const openingCost = (opening: TrailDay, code: string): 'o32-cost' | 'source-cost' =>
  holdingOf(opening, code)?.o32CostE4 == null ? 'source-cost' : 'o32-cost'

/** R-HLD-3; from an opening lot on R-HLD-5. */
function profitFigure(trail: FundTrail): OpenedFigure {
  const { code, steps, opening } = trail
  const { day } = trail.shown
  const { profitE4, reasons } = fundProfit(trail.facts)
  const held = holdingOf(day, code) ? [fundPart(day, 'plus', { code, figure: 'market-value' })] : []
  const traded = steps.transactions.flatMap((transaction): TrailPart[] => {
    const effect = effectOf(transaction.operation)
    if (effect === 'silent' || effect === 'reinvest') return []
    const moneyE4 = transactionMoney(transaction).valueE4
    return [transactionPart(trail, transaction, { role: effect === 'purchase' ? 'minus' : 'plus', moneyE4 })]
  })
  const parts = [...held, ...openingParts(opening, code), ...traded, ...pendingPart(trail)]
  return { ...moneyFigure(steps.lot ? 'R-HLD-5' : 'R-HLD-3', profitE4, reasons.profit ?? null), parts }
}

function openingParts(opening: TrailDay | null, code: string): TrailPart[] {
  if (!opening || !holdingOf(opening, code)) return []
  return [
    { ...fundPart(opening, 'plus', { code, figure: 'opening-profit' }), value: openingProfit(opening, code).value },
    fundPart(opening, 'minus', { code, figure: 'market-value' }),
  ]
}

/** R-HLD-6: income that counts before it has arrived. */
function pendingPart({ shown, code, steps }: FundTrail): TrailPart[] {
  if (steps.pendingIncomeE4 === 0n) return []
  const { date, version } = shown.day.row
  const value = exactText('money', steps.pendingIncomeE4)
  const what = { role: 'plus', what: 'pending-income', figure: null, operation: null, kind: 'money' } as const
  return [{ ...what, fundCode: code, date, version, value, place: null, sourceReason: 'derived' }]
}

/** P0 of R-HLD-5, as an opening lot takes it from the day's own row. */
export function openingProfit(day: TrailDay, code: string): OpenedFigure {
  const rule = 'R-HLD-5'
  const holding = holdingOf(day, code)
  if (!holding) return unknownFigure('money', rule, 'sold-out')
  const part = (role: 'plus' | 'minus', figure: Parameters<typeof fundPart>[2]['figure']) =>
    fundPart(day, role, { code, figure })
  const { o32ProfitE4, o32MarketValueE4, sourceProfitE4, marketValueE4 } = holding
  if (o32ProfitE4 !== null && o32MarketValueE4 !== null)
    return {
      ...moneyFigure(rule, o32ProfitE4 + marketValueE4 - o32MarketValueE4, null),
      parts: [part('plus', 'o32-profit'), part('plus', 'market-value'), part('minus', 'o32-market-value')],
    }
  if (sourceProfitE4 !== null)
    return { ...moneyFigure(rule, sourceProfitE4, null), parts: [part('plus', 'source-profit')] }
  const costE4 = holding.o32CostE4 ?? holding.sourceCostE4
  const profitE4 = costE4 === null || holding.sharesE4 === 0n ? null : marketValueE4 - costE4
  return {
    ...moneyFigure(rule, profitE4, profitE4 === null ? 'opening-profit-unknown' : null),
    parts: [part('plus', 'market-value'), part('minus', openingCost(day, code))],
  }
}

const moneyFigure = (rule: string, valueE4: bigint | null, reason: string | null) => ({
  kind: 'money' as const,
  rule,
  value: valueE4 === null ? null : shownText('money', roundToCents(valueE4)),
  reason: valueE4 === null ? reason : null,
  ...COMPUTED,
})

function transactionPart(
  { rows, code }: FundTrail,
  transaction: Transaction,
  { role, moneyE4 }: { role: TrailPart['role']; moneyE4: bigint | null },
): TrailPart {
  const row = rows.get(transaction)
  return {
    role,
    what: 'transaction',
    figure: null,
    fundCode: code,
    operation: transaction.operation,
    date: transaction.date,
    version: row?.version ?? null,
    kind: 'money',
    value: moneyE4 === null ? null : exactText('money', moneyE4),
    ...placed(row ? { fileId: row.source_file_id, sheet: row.source_sheet, row: row.source_row, column: null } : null),
  }
}
