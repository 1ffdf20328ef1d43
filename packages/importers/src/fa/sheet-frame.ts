/** What stands above the header of a valuation sheet: date, product, unit, unit NAV. */
import { cellText, dateOf, normalLabel } from '../bytes/cells'
import type { Cell, Grid } from '../bytes/grid'
import { ledgersIn, productIn, productOfDedicatedTable } from './product-name'

export interface SheetFrame {
  /** Dates that the frame gives, the labelled one first. */
  dates: string[]
  /** Text beside a date label that is no date. */
  badDate: string | null
  /** Product names, the surest first. */
  products: string[]
  ledgers: string[]
  /** Unit as written where it is not yuan. */
  otherUnit: string | null
  /** Unit NAV of the title, as text. */
  unitNav: string | null
}

const DATE_LABEL = /^(?:估值|业务|净值|资产|核算)?(?:日期|基准日)[:]?(.*)$/
const PRODUCT_LABEL = /^(?:产品|基金|账户|组合|计划|账套|资产|信托|项目)(?:名称|简称)[:]?(.*)$/
const UNIT_LABEL = /(?:^|[^\p{Script=Han}])(?:金额|货币|计量)?单位:([^\s:,;()]*)/u
const YUAN = /^(?:人民币(?:元|$)|元|CNY|RMB)/i
const PRODUCT_WORD = /计划|基金|信托|组合|产品|[号期]/
const TITLE_NAV = /(?<!累计|昨日|期初|年初)单位净值:(-?\d+(?:\.\d+)?)/
const DATE_INSIDE = /(?:19|20)\d{2}(?:[-./]\d{1,2}[-./]\d{1,2}|年\d{1,2}月\d{1,2}日|\d{4})(?!\d)/
const OTHER_TEXT = /净值|单位|日期|制表|复核|审核|打印|确认|页|备注|币种|汇率|估值表/

/** Reads the rows above the header. */
export function sheetFrame(grid: Grid, headerIndex: number): SheetFrame {
  const rows = grid.rows.slice(0, headerIndex)
  const cells = rows.flatMap((row) => row.map((cell, column) => ({ cell, next: nextFilled(row, column) })))
  const filled = cells.filter(({ cell }) => cellText(cell) !== '')
  const dated = datesOf(filled)
  const texts = filled.map(({ cell }) => cellText(cell))
  return {
    ...dated,
    products: [...new Set(productsOf(filled, texts))],
    ledgers: [...new Set(texts.filter((text) => /估值表/.test(text)).flatMap(ledgersIn))],
    otherUnit: otherUnit(filled),
    unitNav:
      texts.map((text) => TITLE_NAV.exec(text.replace(/\s/g, ''))?.[1]).find((found) => found !== undefined) ?? null,
  }
}

interface Place {
  cell: Cell
  /** The next filled cell to the right: values may stand beside their label. */
  next: Cell
}

const nextFilled = (row: Cell[], column: number): Cell =>
  row.slice(column + 1).find((cell) => cellText(cell) !== '') ?? null

function datesOf(places: Place[]): Pick<SheetFrame, 'dates' | 'badDate'> {
  const labelled: string[] = []
  const loose: string[] = []
  let badDate: string | null = null
  for (const { cell, next } of places) {
    const rest = DATE_LABEL.exec(normalLabel(cell))?.[1]
    if (rest !== undefined) {
      const date = rest === '' ? dateOf(next) : (dateOf(rest) ?? dateInside(rest))
      if (date !== null) labelled.push(date)
      else badDate ??= cellText(rest === '' ? next : rest)
      continue
    }
    const date = dateOf(cell) ?? dateInside(cellText(cell))
    if (date !== null && !/打印|制表/.test(cellText(cell))) loose.push(date)
  }
  return { dates: [...new Set([...labelled, ...loose])], badDate: badDate === '' ? null : badDate }
}

const dateInside = (text: string): string | null => dateOf(DATE_INSIDE.exec(text.replace(/\s/g, ''))?.[0] ?? null)

function productsOf(places: Place[], texts: string[]): string[] {
  const dedicated = texts.map(productOfDedicatedTable)
  const labelled = places.map(({ cell, next }) => {
    const rest = PRODUCT_LABEL.exec(normalLabel(cell))?.[1]
    return rest === '' ? cellText(next) : (rest ?? null)
  })
  const titled = texts.filter((text) => /估值表/.test(text)).map(productIn)
  const bare = texts.filter((text) => /\p{Script=Han}/u.test(text) && text.length >= 4 && !OTHER_TEXT.test(text))
  const loose = bare.filter((text) => !text.includes('专用表') && !/[:]/.test(text)).map(productIn)
  const sure = [...dedicated, ...labelled, ...titled].filter((name) => name !== null && name !== '')
  if (sure.length > 0) return sure.filter((name) => name !== null)
  const names = loose.filter((name) => name !== null)
  return [...names.filter((name) => PRODUCT_WORD.test(name)), ...names.filter((name) => !PRODUCT_WORD.test(name))]
}

function otherUnit(places: Place[]): string | null {
  for (const { cell, next } of places) {
    const match = UNIT_LABEL.exec(cellText(cell))
    if (match === null) continue
    const unit = match[1] === '' ? normalLabel(next) : (match[1] ?? '')
    if (unit !== '' && !YUAN.test(unit)) return unit
  }
  return null
}
