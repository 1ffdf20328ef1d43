/** Exported tables of periods, stages, the NAV curve and fees, from the replies that pages show. */
import { moneyText, parseE4 } from '@sma/finance/decimal'
import type { NavReply, StagesReply } from '../performance/curve.service'
import type { FeesReply, PeriodsReply } from '../performance/periods.service'
import { columnsOf, type TableBody } from './account-tables'
import { joined, reasonNotes, reasonText } from './export-notes'
import type { ExportWords } from './export-words'

const PERIOD_HEADS = {
  openingAssets: 'openingAssets',
  subscriptions: 'subscriptions',
  redemptions: 'redemptions',
  distributions: 'distributions',
  gain: 'gain',
  closingAssets: 'closingAssets',
  return: 'return',
  fees: 'fee',
} as const

export function periodsTable(words: ExportWords, { periods }: PeriodsReply): TableBody {
  const columns = columnsOf(words, [
    ['period', 'text'],
    ['from', 'date'],
    ['to', 'date'],
    ['baseDate', 'date'],
    ['openingAssets', 'money'],
    ['subscriptions', 'money'],
    ['redemptions', 'money'],
    ['distributions', 'money'],
    ['gain', 'money'],
    ['closingAssets', 'money'],
    ['return', 'rate'],
    ['fee', 'money'],
    ['note', 'text'],
  ])
  const rows = periods.map((one) => [
    words.period[one.key],
    one.from,
    one.to,
    one.baseDate,
    one.openingAssets,
    one.subscriptions,
    one.redemptions,
    one.distributions,
    one.gain,
    one.closingAssets,
    one.return,
    one.fees,
    joined(
      words,
      one.reason === null ? reasonNotes(words, one.reasons, PERIOD_HEADS) : [reasonText(words, one.reason)],
    ),
  ])
  return { columns, rows }
}

export function stagesTable(words: ExportWords, { stages }: StagesReply): TableBody {
  const columns = columnsOf(words, [
    ['bucket', 'text'],
    ['date', 'date'],
    ['change', 'rate'],
    ['accumulatedNav', 'nav'],
    ['note', 'text'],
  ])
  const heads = { return: 'change', accumulatedNav: 'accumulatedNav' } as const
  const rows = stages.map((stage) => [
    stage.bucket,
    stage.date,
    stage.return,
    stage.accumulatedNav,
    joined(words, [...(stage.complete ? [] : [words.incomplete]), ...reasonNotes(words, stage.reasons, heads)]),
  ])
  return { columns, rows }
}

export function navTable(words: ExportWords, nav: NavReply): TableBody {
  const { benchmark } = nav
  const columns = columnsOf(words, [
    ['date', 'date'],
    ['unitNav', 'nav'],
    ['accumulatedNav', 'nav'],
    ['adjustedNav', 'nav'],
    ...(benchmark === null ? [] : ([['benchmark', 'nav']] as const)),
    ['note', 'text'],
  ])
  const corrected = new Map((nav.restated ?? []).map(({ date, reason }) => [date, words.corrected + reason]))
  const rows = nav.dates.map((date, at) => {
    const unstated: Record<string, string> = {}
    if (nav.accumulatedNav[at] === null) unstated['accumulatedNav'] = 'not-stated'
    if (benchmark?.[at] === null) unstated['benchmark'] = 'benchmark-value-missing'
    const why = reasonNotes(words, unstated, NAV_HEADS)
    const correction = corrected.get(date)
    return [
      date,
      nav.unitNav[at] ?? null,
      nav.accumulatedNav[at] ?? null,
      nav.adjustedNav[at] ?? null,
      ...(benchmark === null ? [] : [benchmark[at] ?? null]),
      joined(words, correction === undefined ? why : [...why, correction]),
    ]
  })
  return { columns, rows }
}

const NAV_HEADS = { accumulatedNav: 'accumulatedNav', benchmark: 'benchmark' } as const
const ACCOUNT_FEES = ['management', 'custodian', 'audit', 'performance', 'other'] as const

/** Funds and what they cost together, the account's own fees, and the total (R-FEE-1). */
export function feesTable(words: ExportWords, fees: FeesReply): TableBody {
  const columns = columnsOf(words, [
    ['item', 'text'],
    ['fundCode', 'text'],
    ['fundName', 'text'],
    ['marketValue', 'money'],
    ['subscriptionFee', 'money'],
    ['redemptionFee', 'money'],
    ['fee', 'money'],
    ['note', 'text'],
  ])
  const funds = fees.funds.map((fund) => [
    words.fee.fund,
    fund.fundCode,
    fund.fundName,
    fund.marketValue,
    fund.subscriptionFee,
    fund.redemptionFee,
    sum([fund.subscriptionFee, fund.redemptionFee]),
    joined(words, reasonNotes(words, fund.reasons, { marketValue: 'marketValue' })),
  ])
  const [paidIn, paidOut] = [fees.funds.map((one) => one.subscriptionFee), fees.funds.map((one) => one.redemptionFee)]
  const ofFunds = [words.fee.funds, null, null, null, sum(paidIn), sum(paidOut), sum([...paidIn, ...paidOut]), null]
  const account = ACCOUNT_FEES.map((part) => {
    const why = fees.account.reasons?.[part]
    const notes = why ? [reasonText(words, why)] : fees.derived?.includes(part) ? [words.derived.fees] : []
    return [words.fee[part], null, null, null, null, null, fees.account[part], joined(words, notes)]
  })
  const why = fees.reasons?.['total']
  const note = why ? reasonText(words, why) : null
  const total = [words.fee.total, null, null, null, null, null, fees.total, note]
  return { columns, rows: [...funds, ...(funds.length > 0 ? [ofFunds] : []), ...account, total] }
}

/** Exact; replies write money with two decimals. */
const sum = (texts: readonly string[]): string =>
  moneyText(texts.reduce((total, text) => total + (parseE4(text) ?? 0n), 0n))
