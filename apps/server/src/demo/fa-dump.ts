import type { DayBook } from './books'
import type { FaRow } from './fa-rows'
import type { Exported } from './spoilt-day'
import type { HtmlTable } from './html-table'
import { percentPoints, plainMoney, plainPrice } from './numbers'

/** Columns of the FA database dump. */
export const DUMP_COLUMNS = [
  'L_BH',
  'VC_KMDM',
  'VC_KMMC',
  'L_SL',
  'EN_DWCB',
  'EN_CB',
  'EN_CBZJZ',
  'EN_HQJZ',
  'EN_SZ',
  'EN_SZZJZ',
  'EN_GZZZ',
  'VC_TPXX',
  'L_ZTBH',
  'D_YWRQ',
  'VC_JSBZ',
  'EN_EXCH',
]

/** Adds one account's day to a dump. */
export function dumpDay(table: HtmlTable, { spec, book, rows }: Exported): void {
  const stamp = `${book.day.date} 00:00:00.0`
  rows.forEach((row, at) => table.add([String(at + 1), ...cells(row, book), spec.ledgerNo, stamp, 'CNY', '1']))
}

function cells(row: FaRow, book: DayBook): string[] {
  const money = (value: bigint | null) => (value === null ? '' : plainMoney(value))
  const price = (value: bigint | null) => (value === null ? '' : plainPrice(value))
  const share = (value: bigint | null) => (value === null ? '' : percentPoints(value, book.netAssetsE4))
  const isSummary = row.code.length === 1 && !/^\d/.test(row.code[0] ?? '')
  return [
    isSummary ? `${row.code[0]}${row.quantityE4 === null ? ':' : ''}` : row.code.join(''),
    row.name,
    money(row.quantityE4),
    price(row.unitCostE8),
    money(row.costE4),
    row.quantityE4 !== null && isSummary ? '' : share(row.costE4),
    price(row.priceE8),
    money(row.marketValueE4),
    share(row.marketValueE4),
    money(row.gainE4),
    row.priceE8 === null ? '' : '【正常交易】',
  ]
}
