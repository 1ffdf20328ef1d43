/** What stands above the header of a valuation sheet: date, product, unit, unit NAV. */
import { cellText, dateOf, gridDate, normalLabel } from '../bytes/cells'
import type { Cell, Grid } from '../bytes/grid'
import { otherUnitAbove } from '../units'
import { ledgersIn, productIn, productOfDedicatedTable } from './product-name'

export interface SheetFrame {
  /** Dates that the frame gives, the labelled one first. */
  dates: string[]
  /** Text beside a date label that is no date. */
  badDate: string | null
  /** Product names, the surest first. */
  products: string[]
  ledgers: string[]
  /** Unit or currency as written where it is not yuan. */
  otherUnit: string | null
  /** Unit NAV of the title, as text. */
  unitNav: string | null
}

const DATE_LABEL = /^(?:\p{Script=Han}{0,6}?)(?:日期|基准日|估值日(?!期))[:]?(.*)$/u
/** Dates of something else: when it was printed, when the product began. */
const OTHER_DATE =
  /打印|制表|制单|成立|起始|起息|到期|终止|确认日|复核|审核|导出|生成|查询|合同|备案|签署|开放|(?:上|前|昨)[一个]*(?:估值|交易|工作)?日|[上前]期/
const PRODUCT_LABEL =
  /^\p{Script=Han}{0,8}?(?:产品|基金|账户|组合|计划|账套|资产|信托|项目)(?:名称|简称|全称)[:]?(.*)$/u
const NEXT_LABEL = /(?:估值|业务)?日期:.*$|(?:基金)?单位(?:净值)?:.*$/
const PRODUCT_WORD = /计划|基金|信托|组合|产品|[号期]/
const TITLE_NAV = /(?<!(?!元)[\p{Script=Han}A-Z])(?:基金|产品|今日|当日|本日|计划)*单位净值:(-?\d+(?:\.\d+)?)?/u
const DATE_INSIDE = /(?<!\d)(?:19|20)\d{2}(?:[-./]\d{1,2}[-./]\d{1,2}|年\d{1,2}月\d{1,2}日|\d{4})(?!\d)/
const OTHER_TEXT = /净值|单位|日期|制表|复核|审核|打印|确认|页|备注|币种|汇率|估值表/

/** Reads the rows above the header. */
export function sheetFrame(grid: Grid, headerIndex: number): SheetFrame {
  const places = grid.rows.slice(0, headerIndex).flatMap(placesOf)
  const texts = places.map(({ cell }) => cellText(cell))
  return {
    ...datesOf(grid, places),
    products: [...new Set(productsOf(places, texts))],
    ledgers: [...new Set(texts.filter((text) => /估值表/.test(text)).flatMap(ledgersIn))],
    otherUnit: otherUnitAbove(grid, headerIndex),
    unitNav: titleNav(places),
  }
}

/** A filled cell between its filled neighbours: values may stand beside their label. */
interface Place {
  cell: Cell
  before: Cell
  next: Cell
}

function placesOf(row: Cell[]): Place[] {
  const filled = row.filter((cell) => cellText(cell) !== '')
  return filled.map((cell, index) => ({ cell, before: filled[index - 1] ?? null, next: filled[index + 1] ?? null }))
}

function datesOf(grid: Grid, places: Place[]): Pick<SheetFrame, 'dates' | 'badDate'> {
  const labelled: string[] = []
  const loose: string[] = []
  /** Numbers without a label may be a serial date, or anything. */
  const bare: string[] = []
  let badDate: string | null = null
  for (const { cell, before, next } of places) {
    if (isOtherDate(cell, before)) continue
    const rest = DATE_LABEL.exec(normalLabel(cell))?.[1]
    if (rest !== undefined) {
      const date = rest === '' ? gridDate(grid, next) : (dateOf(rest) ?? dateInside(rest))
      if (date !== null) labelled.push(date)
      else badDate ??= cellText(rest === '' ? next : rest)
      continue
    }
    const date = gridDate(grid, cell) ?? dateInside(cellText(cell))
    if (date !== null) (/^\d{1,5}(?:\.\d*)?$/.test(cellText(cell)) ? bare : loose).push(date)
  }
  const known = [...labelled, ...loose]
  return { dates: [...new Set(known.length > 0 ? known : bare)], badDate: badDate === '' ? null : badDate }
}

/** Whether the words in front of a cell's figures, or alone in the cell before it, name a date of something else. */
function isOtherDate(cell: Cell, before: Cell): boolean {
  const label = normalLabel(before)
  return OTHER_DATE.test(normalLabel(cell).replace(/\d.*$/, '')) || (!/\d/.test(label) && OTHER_DATE.test(label))
}

const dateInside = (text: string): string | null => dateOf(DATE_INSIDE.exec(text.replace(/\s/g, ''))?.[0] ?? null)

function titleNav(places: Place[]): string | null {
  for (const { cell, next } of places) {
    const match = TITLE_NAV.exec(normalLabel(cell))
    const value = match?.[1] ?? (match !== null && normalLabel(cell).endsWith(':') ? cellText(next) : '')
    if (/^-?\d+(?:\.\d+)?$/.test(value)) return value
  }
  return null
}

function productsOf(places: Place[], texts: string[]): string[] {
  const dedicated = texts.map(productOfDedicatedTable)
  const labelled = places.map(({ cell, next }) => {
    const rest = PRODUCT_LABEL.exec(normalLabel(cell))?.[1]
    return rest === '' ? cellText(next) : (rest?.replace(NEXT_LABEL, '') ?? null)
  })
  const titled = texts.filter((text) => /估值表/.test(text)).map(productIn)
  const bare = texts.filter((text) => /\p{Script=Han}/u.test(text) && text.length >= 4 && !OTHER_TEXT.test(text))
  const loose = bare.filter((text) => !text.includes('专用表') && !/[:]/.test(text)).map(productIn)
  const sure = [...dedicated, ...labelled, ...titled].filter((name) => name !== null && name !== '')
  if (sure.length > 0) return sure.filter((name) => name !== null)
  const names = loose.filter((name) => name !== null)
  return [...names.filter((name) => PRODUCT_WORD.test(name)), ...names.filter((name) => !PRODUCT_WORD.test(name))]
}
