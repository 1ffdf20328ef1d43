import type { AccountSpec, DayBook, HoldingBook } from './books'
import * as L from './ledger'
import { nav4, sum } from './numbers'
import { divideRound } from '@sma/finance/decimal'

/** One line of an FA valuation, before a layout gives it its columns. Money and shares E4, prices E8; null prints blank. */
export interface FaRow {
  /** Segments of the account code; a summary line has one, its label. */
  code: string[]
  market: string | null
  name: string
  quantityE4: bigint | null
  unitCostE8: bigint | null
  costE4: bigint | null
  priceE8: bigint | null
  priceDate: string | null
  marketValueE4: bigint | null
  gainE4: bigint | null
}

const blank = {
  market: null,
  quantityE4: null,
  unitCostE8: null,
  costE4: null,
  priceE8: null,
  priceDate: null,
  marketValueE4: null,
  gainE4: null,
}

const amountRow = (code: string[], name: string, amountE4: bigint): FaRow => ({
  ...blank,
  code,
  name,
  costE4: amountE4,
  marketValueE4: amountE4,
})

/** The account rows and the summary rows of one valuation, in FA's order. */
export function faRows(spec: AccountSpec, book: DayBook): FaRow[] {
  return [...assetRows(spec, book), ...liabilityRows(book), ...clearingRows(book), ...summaryRows(book)]
}

const amountOf = (book: DayBook, account: string): bigint => book.balances.get(account) ?? 0n

/** An account of two or three levels that carries one amount; nothing where it is zero. */
function branch(amountE4: bigint, ...levels: [code: string[], name: string][]): FaRow[] {
  return amountE4 === 0n ? [] : levels.map(([code, name]) => amountRow(code, name, amountE4))
}

function assetRows(spec: AccountSpec, book: DayBook): FaRow[] {
  return [
    ...branch(
      amountOf(book, L.BANK),
      [['1002'], '银行存款'],
      [['1002', '01'], '银行存款_活期存款'],
      [['1002', '01', '01'], '活期存款'],
    ),
    ...branch(amountOf(book, L.DEPOSIT), [['1031'], '存出保证金'], [['1031', '01'], '存出保证金_上交所']),
    ...fundRows(book),
    ...dividendRows(spec, book),
    ...interestRows(book),
    ...branch(amountOf(book, L.SUBSCRIPTIONS_DUE), [['1207'], '应收申购款'], [['1207', '01'], '应收申购款_直销']),
  ]
}

interface Group {
  parent: string
  code: string
  name: string
  market: string
  holds: (holding: HoldingBook) => boolean
}

const GROUPS: readonly Group[] = [
  {
    parent: '1105',
    code: '02',
    name: '开放式基金',
    market: 'OTC',
    holds: ({ fund }) => !['etf', 'lof', 'private'].includes(fund.kind),
  },
  { parent: '1105', code: '03', name: 'ETF基金', market: 'SH', holds: ({ fund }) => fund.kind === 'etf' },
  { parent: '1105', code: '04', name: 'LOF基金', market: 'OTC', holds: ({ fund }) => fund.kind === 'lof' },
  { parent: '1109', code: '06', name: '私募证券投资基金', market: 'OTC', holds: ({ fund }) => fund.kind === 'private' },
]

function fundRows(book: DayBook): FaRow[] {
  const held = book.holdings.filter(({ sharesE4 }) => sharesE4 > 0n)
  return [
    ['1105', '基金投资'],
    ['1109', '其他投资_私募基金'],
  ].flatMap(([parent = '', name = '']) => {
    const groups = GROUPS.filter((group) => group.parent === parent)
    const inside = held.filter((holding) => groups.some(({ holds }) => holds(holding)))
    if (inside.length === 0) return []
    return [
      totalRow([parent], name, inside),
      ...groups.flatMap((group) => groupRows(group, inside.filter(group.holds))),
    ]
  })
}

function totalRow(code: string[], name: string, held: readonly HoldingBook[]): FaRow {
  const costE4 = sum(held.map(({ bookCostE4 }) => bookCostE4))
  const marketValueE4 = sum(held.map((holding) => holding.marketValueE4))
  const quantityE4 = sum(held.map(({ sharesE4 }) => sharesE4))
  return { ...blank, code, name, quantityE4, costE4, marketValueE4, gainE4: marketValueE4 - costE4 }
}

/** The 01 subtree holds the funds; the 99 subtree shows their gain once more. */
function groupRows({ parent, code, name, market }: Group, held: readonly HoldingBook[]): FaRow[] {
  if (held.length === 0) return []
  const total = totalRow([parent, code], name, held)
  return [
    total,
    { ...total, code: [parent, code, '01'], name: `${name}_成本` },
    ...held.map(
      (holding): FaRow => ({
        code: [parent, code, '01', holding.fund.code],
        market,
        name: holding.fund.name,
        quantityE4: holding.sharesE4,
        unitCostE8: divideRound(holding.bookCostE4 * 10_000n, holding.sharesE4) * 10_000n,
        costE4: holding.bookCostE4,
        priceE8: holding.priceE8,
        priceDate: holding.priceDate,
        marketValueE4: holding.marketValueE4,
        gainE4: holding.marketValueE4 - holding.bookCostE4,
      }),
    ),
    amountRow([parent, code, '99'], `${name}_估值增值`, total.gainE4 ?? 0n),
    ...held.map(({ fund, marketValueE4, bookCostE4 }) => ({
      ...amountRow([parent, code, '99', fund.code], fund.name, marketValueE4 - bookCostE4),
      market,
    })),
  ]
}

function dividendRows(spec: AccountSpec, book: DayBook): FaRow[] {
  const due = book.holdings
    .map(({ fund }) => ({ fund, amount: amountOf(book, L.dividendDue(fund.code)) }))
    .filter(({ amount }) => amount !== 0n)
  const total = sum(due.map(({ amount }) => amount))
  const rows = branch(total, [['1203'], '应收股利'], [['1203', '01'], '应收股利_基金'])
  if (!spec.namesDividends || rows.length === 0) return rows
  const named = due.map(({ fund, amount }) => amountRow(['1203', '01', '01', fund.code], fund.name, amount))
  return [...rows, amountRow(['1203', '01', '01'], '应收股利_开放式基金', total), ...named]
}

function interestRows(book: DayBook): FaRow[] {
  const money = book.holdings
    .map(({ fund }) => ({ fund, amount: amountOf(book, L.moneyIncome(fund.code)) }))
    .filter(({ amount }) => amount !== 0n)
  const bank = amountOf(book, L.BANK_INTEREST)
  const fromMoney = sum(money.map(({ amount }) => amount))
  return [
    ...branch(bank + fromMoney, [['1204'], '应收利息']),
    ...branch(bank, [['1204', '01'], '应收活期存款利息']),
    ...branch(fromMoney, [['1204', '10'], '应收货币基金收益']),
    ...money.map(({ fund, amount }) => amountRow(['1204', '10', '01', fund.code], fund.name, amount)),
  ]
}

function liabilityRows(book: DayBook): FaRow[] {
  const owed = (account: string) => -amountOf(book, account)
  return [
    ...branch(owed(L.REDEMPTIONS_DUE), [['2203'], '应付赎回款'], [['2203', '01'], '应付赎回款_直销']),
    ...branch(owed(L.MANAGEMENT_DUE), [['2206'], '应付管理人报酬'], [['2206', '01'], '应付管理人报酬']),
    ...branch(owed(L.CUSTODIAN_DUE), [['2207'], '应付托管费'], [['2207', '01'], '应付托管费']),
    ...branch(owed(L.DISTRIBUTION_DUE), [['2232'], '应付利润'], [['2232', '01'], '应付利润']),
    ...branch(owed(L.AUDIT_DUE), [['2501'], '预提费用'], [['2501', '01'], '预提审计费']),
  ]
}

/** 3003 is signed: what the exchange will take stands against what redeemed funds will pay. */
function clearingRows(book: DayBook): FaRow[] {
  const funds = amountOf(book, L.FUND_CLEARING)
  const exchange = amountOf(book, L.EXCHANGE_CLEARING)
  if (funds === 0n && exchange === 0n) return []
  return [
    amountRow(['3003'], '证券清算款', funds + exchange),
    ...branch(exchange, [['3003', '01'], '证券清算款_上交所']),
    ...branch(funds, [['3003', '20'], '证券清算款_开放式基金']),
  ]
}

/** Total assets take 3003 where it is positive, total liabilities where it is negative. */
function summaryRows(book: DayBook): FaRow[] {
  const net = book.netAssetsE4
  const clearing = amountOf(book, L.FUND_CLEARING) + amountOf(book, L.EXCHANGE_CLEARING)
  const payables = -sum([...book.balances].filter(([account]) => account.startsWith('2')).map(([, amount]) => amount))
  const liabilities = clearing < 0n ? payables - clearing : payables
  const gain = sum(book.holdings.map(({ marketValueE4, bookCostE4 }) => marketValueE4 - bookCostE4))
  const valued = (name: string, valueE4: bigint, gainE4: bigint | null): FaRow => ({
    ...amountRow([name], '', valueE4),
    costE4: gainE4 === null ? valueE4 : valueE4 - gainE4,
    gainE4,
  })
  const growth = divideRound((book.unitNavE8 - book.previousNavE8) * 100_000_000_00n, book.previousNavE8)
  const text = (label: string, value: string): FaRow => ({ ...blank, code: [label], name: value })
  return [
    { ...amountRow(['实收资本'], '', book.sharesE4), quantityE4: book.sharesE4 },
    valued('资产类合计', net + liabilities, gain),
    valued('负债类合计', liabilities, null),
    valued('基金资产净值', net, gain),
    text('基金单位净值', nav4(book.unitNavE8)),
    text('昨日单位净值', nav4(book.previousNavE8)),
    text('累计单位净值', nav4(book.accumulatedNavE8)),
    text('日净值增长率(%)', nav4(growth)),
    text('累计派现金额', nav4(book.accumulatedNavE8 - book.unitNavE8)),
  ]
}
