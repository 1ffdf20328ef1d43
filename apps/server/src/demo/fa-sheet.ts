import { utils, write, type BookType, type WorkSheet } from '@e965/xlsx'
import { divideRound } from '@sma/finance/decimal'
import type { DayBook } from './books'
import { compact } from './dates'
import type { FaRow } from './fa-rows'
import type { Exported } from './spoilt-day'
import { nav4, percentPoints, plainMoney, plainPrice } from './numbers'

export interface SheetFile {
  name: string
  bytes: Buffer
}

type Cell = string | number

/** One account's valuation of one day as its custodian would send it, in one of three layouts. */
export function sheetFile(day: Exported): SheetFile {
  const { spec, fileDate } = day
  switch (spec.sheetLayout) {
    case 'plain':
      return { name: `${spec.shortName}_${compact(fileDate)}.xls`, bytes: workbook(plainSheet(day), 'biff8') }
    case 'dotted': {
      const [year = '', month = '', dayOfMonth = ''] = fileDate.split('-')
      const name = `${year}年${month}月${dayOfMonth}日${spec.faName}-${spec.ledgerNo}-基金资产估值表.xlsx`
      return { name, bytes: workbook(dottedSheet(day), 'xlsx') }
    }
    case 'currency':
      return { name: `${spec.faName}__估值表_${compact(fileDate)}.xls`, bytes: workbook(currencySheet(day), 'xlml') }
  }
}

function workbook(rows: Cell[][], bookType: BookType): Buffer {
  const book = utils.book_new()
  utils.book_append_sheet(book, sheetOf(rows), 'Sheet1')
  if (bookType === 'xlsx')
    for (const name of ['Sheet2', 'Sheet3']) utils.book_append_sheet(book, utils.aoa_to_sheet([]), name)
  const made: unknown = write(book, { type: 'buffer', bookType, compression: true })
  if (!Buffer.isBuffer(made)) throw new TypeError('the workbook writer returned no buffer')
  return made
}

const sheetOf = (rows: Cell[][]): WorkSheet => utils.aoa_to_sheet(rows)

const isSummary = (row: FaRow): boolean => row.code.length === 1 && !/^\d/.test(row.code[0] ?? '')
const isNavLine = (row: FaRow): boolean => isSummary(row) && row.marketValueE4 === null
const money = (value: bigint | null): Cell => (value === null ? '' : Number(plainMoney(value)))
const price = (value: bigint | null): Cell => (value === null ? '' : Number(plainPrice(value)))

/** Label with the colon that most custodians print; 实收资本 goes without. */
function label(row: FaRow): string {
  const text = row.code[0] ?? ''
  if (row.quantityE4 !== null) return text
  return isNavLine(row) ? `${text}：` : `${text}:`
}

function points(value: bigint | null, book: DayBook): Cell {
  return value === null ? '' : Number(percentPoints(value, book.netAssetsE4))
}

/** Four heading rows, codes without dots, percentages as points. */
function plainSheet({ spec, book, rows }: Exported): Cell[][] {
  const { date, isTradingDay } = book.day
  const head = [
    '科目代码',
    '科目名称',
    '数量',
    '单位成本',
    '成本',
    '成本占净值%',
    '市价',
    '市值',
    '市值占净值%',
    '估值增值',
    '停牌信息',
    '权益信息',
  ]
  return [
    ['证券投资基金估值表'],
    [`示例托管银行___${spec.faName}___专用表`],
    [`估值日期：${compact(date)}`, '', '', '', '', '', '', `单位净值：${nav4(book.unitNavE8)}`, '', '', '单位：元', ''],
    head,
    ...rows.map((row) => [
      isSummary(row) ? label(row) : row.code.join(''),
      row.name,
      money(row.quantityE4),
      price(row.unitCostE8),
      money(row.costE4),
      row.quantityE4 !== null && isSummary(row) ? '' : points(row.costE4, book),
      price(row.priceE8),
      money(row.marketValueE4),
      points(row.marketValueE4, book),
      money(row.gainE4),
      row.priceE8 === null ? '' : isTradingDay ? '【正常交易】' : '【无行情】',
      '',
    ]),
    ['制表：', '', '', '复核：'],
    [`打印日期：${date}`],
  ]
}

/** Three heading rows over two sub-headings, dotted codes (short ones as numbers), percentages as text, zeros for blanks. */
function dottedSheet({ spec, book, rows }: Exported): Cell[][] {
  const [year = '', month = '', day = ''] = book.day.date.split('-')
  const head = [
    '科目代码',
    '科目名称',
    '数量',
    '单位成本',
    '成本',
    '成本占净值%',
    '市价',
    '市值',
    '市值占净值%',
    '估值增值',
    '停牌信息',
    '权益信息',
  ]
  const digits = '十亿千百十万千百十元角分'
  const percent = (value: bigint | null) =>
    value === null ? '0.0000%' : `${nav4(divideRound(value * 10_000_000_000n, book.netAssetsE4))}%`
  return [
    [`${year}年${month}月${day}日${spec.faName}-基金资产估值表`],
    [],
    [`示例信托有限责任公司__${spec.faName}__专用表`],
    [`日期：${book.day.date}`, '', '', '', `单位净值:${nav4(book.unitNavE8)}`],
    head,
    ['', '', '', '', '本币', '', '', '本币', '', '本币'],
    ['', '', '', '', digits, '', '', digits, '', digits],
    ...rows.map((row) => [
      dottedCode(row),
      row.name,
      money(row.quantityE4 ?? 0n),
      price(row.unitCostE8 ?? 0n),
      money(row.costE4 ?? 0n),
      percent(row.costE4),
      price(row.priceE8 ?? 0n),
      money(row.marketValueE4 ?? 0n),
      percent(row.marketValueE4),
      money(row.gainE4 ?? 0n),
      row.priceDate === null ? ' ' : `【正常交易】${row.priceDate}[资讯]`,
      ' ',
    ]),
  ]
}

function dottedCode(row: FaRow): Cell {
  if (isSummary(row)) return row.code[0] ?? ''
  const code = row.code.join('.')
  if (row.code.length <= 2) return Number(code)
  return row.market === null ? code : `${code} ${row.market}`
}

/** Title, date and unit NAV in rows of their own, currency and rate before the amounts. */
function currencySheet({ spec, book, rows }: Exported): Cell[][] {
  const head = [
    '科目代码',
    '科目名称',
    '币种',
    '汇率',
    '数量',
    '单位成本',
    '成本',
    '成本占净值比（％）',
    '行情收市价',
    '市值',
    '市值占净值比（％）',
    '估值增值',
    '停牌信息',
  ]
  return [
    [`${spec.faName}__估值表`],
    [book.day.date],
    [`单位净值:${nav4(book.unitNavE8)}`],
    head,
    ...rows.map((row) => [
      isSummary(row) ? label(row) : row.code.join(''),
      row.name,
      isSummary(row) ? '' : 'CNY',
      isSummary(row) ? '' : 1,
      money(row.quantityE4),
      price(row.unitCostE8),
      money(row.costE4),
      row.quantityE4 !== null && isSummary(row) ? '' : points(row.costE4, book),
      price(row.priceE8),
      money(row.marketValueE4),
      points(row.marketValueE4, book),
      money(row.gainE4),
      row.priceE8 === null ? '' : '【正常交易】',
    ]),
  ]
}
