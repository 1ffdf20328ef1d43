import type { readFees, readPeriods } from '@sma/contract/performance'
import { moneyText, roundToCents } from '@sma/finance/decimal'
import type { FundFacts, Holding, Transaction } from '@sma/finance/facts'
import { periodFees, type FundFees, type PeriodFees } from '@sma/finance/fees/period-fees'
import { periodFigures } from '@sma/finance/periods/period-figures'
import { PERIOD_KEYS, periodWindow, type PeriodWindow } from '@sma/finance/periods/period-window'
import type { DateRange } from '@sma/finance/periods/range'
import type { z } from 'zod'
import type { OpenBook } from '../days/open-book'
import { moneyOrNull, rateOrNull, reasonsFor } from '../days/reply-parts'

export type PeriodsReply = z.input<typeof readPeriods.reply>
export type FeesReply = z.input<typeof readFees.reply>

/** The five periods of a range (R-PER-1..5), each with the sum of its fees (R-FEE-1). */
export function periodsReply(book: OpenBook, range: DateRange): PeriodsReply {
  const transactions = book.transactions()
  const windows = PERIOD_KEYS.map((key) => periodWindow(book.series, book.calendar, key, range))
  return { periods: windows.map((window) => periodReply(book, window, transactions)) }
}

function periodReply(
  book: OpenBook,
  window: PeriodWindow,
  transactions: readonly Transaction[],
): PeriodsReply['periods'][number] {
  const period = periodFigures(book.series, window)
  const fees = periodFees(window, transactions, book.accruals)
  const figures = {
    openingAssets: moneyOrNull(period.openingAssetsE4),
    subscriptions: moneyOrNull(period.subscriptionsE4),
    redemptions: moneyOrNull(period.redemptionsE4),
    distributions: moneyOrNull(period.distributionsE4),
    gain: moneyOrNull(period.gainE4),
    closingAssets: moneyOrNull(period.closingAssetsE4),
    return: rateOrNull(period.returnE8),
    fees: moneyOrNull(fees.totalE4),
  }
  const { key, from, to, baseDate, status, reason } = period
  const reasons = reasonsFor(figures, { ...period.reasons, fees: fees.reason })
  return { key, from, to, baseDate, ...figures, status, reason, ...reasons }
}

/** The breakdown of a period's fees: every fund held at its end or with fees in it, and the account's own (R-FEE-1..3). */
export async function feesReply(book: OpenBook, window: PeriodWindow): Promise<FeesReply> {
  const fees = periodFees(window, book.transactions(), book.accruals)
  const closing = window.status === 'unavailable' ? null : window
  const held = closing && (await book.holdings(closing.closingIndex))
  const figures = { total: moneyOrNull(fees.totalE4) }
  return {
    from: window.from,
    to: closing?.closing.date ?? window.to,
    ...figures,
    funds: await fundRows(book, { fees: fees.funds, held, date: closing?.closing.date ?? window.to }),
    account: accountFees(fees),
    ...(fees.derived.length > 0 ? { derived: fees.derived } : {}),
    ...reasonsFor(figures, { total: fees.reason }),
  }
}

function accountFees({ account, reasons }: PeriodFees): FeesReply['account'] {
  const figures = {
    management: moneyOrNull(account.management),
    custodian: moneyOrNull(account.custodian),
    audit: moneyOrNull(account.audit),
    performance: moneyOrNull(account.performance),
    other: moneyOrNull(account.other),
  }
  return { ...figures, ...reasonsFor(figures, reasons) }
}

/** The largest at the closing day first, sold-out ones last, by code. */
async function fundRows(
  book: OpenBook,
  { fees, held, date }: { fees: readonly FundFees[]; held: readonly Holding[] | null; date: string },
): Promise<FeesReply['funds']> {
  const values = new Map<string, bigint>()
  for (const { fundCode, marketValueE4 } of held ?? [])
    values.set(fundCode, (values.get(fundCode) ?? 0n) + roundToCents(marketValueE4))
  const codes = new Set([...fees.map(({ fundCode }) => fundCode), ...values.keys()])
  const names = await book.funds(codes, date)
  const valueOf = (code: string): bigint => values.get(code) ?? 0n
  return [...codes]
    .sort((left, right) => byValue(valueOf(left), valueOf(right)) || (left < right ? -1 : 1))
    .map((code) =>
      fundRow(
        fees.find(({ fundCode }) => fundCode === code),
        names.get(code) ?? unnamed(code),
        held && valueOf(code),
      ),
    )
}

const byValue = (left: bigint, right: bigint): number => (left === right ? 0 : left > right ? -1 : 1)

const unnamed = (code: string): FundFacts => ({ code, name: code, assetClass: null })

function fundRow(fees: FundFees | undefined, fund: FundFacts, valueE4: bigint | null): FeesReply['funds'][number] {
  const figures = { marketValue: moneyOrNull(valueE4) }
  return {
    fundCode: fund.code,
    fundName: fund.name,
    ...figures,
    subscriptionFee: moneyText(fees?.subscriptionFeeE4 ?? 0n),
    redemptionFee: moneyText(fees?.redemptionFeeE4 ?? 0n),
    ...reasonsFor(figures, { marketValue: 'holdings-unavailable' }),
  }
}
