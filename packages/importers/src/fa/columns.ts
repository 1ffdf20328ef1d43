import { normalLabel } from '../bytes/cells'
import { cellAt } from '../bytes/grid'
import type { Cell, Grid } from '../bytes/grid'
import { isOtherUnit } from '../units'
import type { FaField } from './fa-row'
import { summaryLabel } from './summary-label'

/** What may stand behind a money label: its currency or its unit. */
const MONEY = '(?:[-_(]?(?:本位币|本币|人民币|元|CNY|RMB)\\)?)?'
const LOCAL_BEFORE = '(?:本位币|本币|人民币)?'

const CODE_HEADING = /^(?:会计)?科目(?:代码|编码|编号|号)(?:\([^()]*\))?$/
const NAME_HEADING = /^(?:会计)?科目名称(?:\([^()]*\))?$/

/** Column labels by content, the surest first; 成本占净值 and the like match no money column. */
const FIELD_PATTERNS: readonly (readonly [FaField, readonly RegExp[]])[] = [
  ['code', [CODE_HEADING]],
  ['name', [NAME_HEADING]],
  ['currency', [/^币种$/]],
  ['quantity', [/^(?:证券|持仓|库存|持有)?数量(?:\([份股张/]+\)|\/份额)?$/]],
  ['cost', [new RegExp(`^${LOCAL_BEFORE}(?:证券|总|持仓|账面|投资)?成本(?:金额|总额)?${MONEY}$`)]],
  [
    'price',
    [
      /^市价/,
      new RegExp(`^${LOCAL_BEFORE}(?:行情(?:价格?|收市价|行情)?|市场价格?)${MONEY}$`),
      new RegExp(`^估值(?:价格?|单价|行情)${MONEY}$`),
      /^(?:收[市盘]价|最新价格?)$/,
    ],
  ],
  ['marketValue', [new RegExp(`^${LOCAL_BEFORE}(?:证券|总|持仓)?市值(?:金额)?${MONEY}$`)]],
  ['shareOfNet', [/^市值(?:占净值|占比|净值比例)/]],
  ['suspension', [/^停牌(?:信息|标志)$/]],
  ['gain', [new RegExp(`^${LOCAL_BEFORE}(?:估值)?增(?:值额?|减值|\\/减值)${MONEY}$`)]],
]

const MAX_SUB_HEADERS = 3
/** A heading that is no money, but its share of net assets. */
const SHARE = /占|比例|%/
/** What stands under a heading that covers several columns. */
const PART = /本币|本位币|原币|外币|^金额|占净值|占比/
const LOCAL = /本币|本位币/
const FOREIGN = /原币|外币/
const MONEY_HEADING = /^(?:证券|总|持仓)?(?:成本|市值|(?:估值)?增值)/

export interface SheetColumns {
  columns: Partial<Record<FaField, number>>
  /** Index of the first row below the header and its sub-headers. */
  firstDataIndex: number
  /** Labels of money columns in another unit than yuan ("市值(万元)"). */
  otherUnits: string[]
  /** Labels that head two columns with different content, so that nobody can tell which is meant. */
  ambiguous: string[]
}

/** True for the row that holds both 科目代码 and 科目名称. */
export const isSheetHeader = (labels: string[]): boolean =>
  labels.some((label) => CODE_HEADING.test(label)) && labels.some((label) => NAME_HEADING.test(label))

/** Finds the columns under a header, sub-headers (本币/原币, digit rulers, repeated labels) included. */
export function sheetColumns(grid: Grid, headerIndex: number): SheetColumns {
  const header = (grid.rows[headerIndex] ?? []).map(normalLabel)
  let firstDataIndex = headerIndex + 1
  const below: string[][] = []
  while (below.length < MAX_SUB_HEADERS && isSubHeader(grid.rows[firstDataIndex] ?? [])) {
    below.push((grid.rows[firstDataIndex] ?? []).map(normalLabel))
    firstDataIndex += 1
  }
  const labels = spreadLabels(header, below)
  const data = grid.rows.slice(firstDataIndex)
  const columns: Partial<Record<FaField, number>> = {}
  const ambiguous: string[] = []
  for (const [field, patterns] of FIELD_PATTERNS) {
    const [column, other] = bestColumns(labels, patterns, data)
    if (column !== undefined) columns[field] = column
    if (other !== undefined) ambiguous.push(labels[other]?.main ?? '')
  }
  const otherUnits = labels
    .filter(({ main, subs }) => MONEY_HEADING.test(main) && [main, ...subs].some(isOtherUnit))
    .map(({ main, subs }) => [main, ...subs.filter(isOtherUnit)].join(' '))
  return { columns, firstDataIndex, otherUnits, ambiguous }
}

/** A row of words directly under the header: it has no digit, and no account or figure is called in it. */
function isSubHeader(cells: Cell[]): boolean {
  const labels = cells.map(normalLabel).filter((label) => label !== '')
  return labels.length > 0 && !labels.some((label) => /\d/.test(label) || summaryLabel(label) !== null)
}

interface ColumnLabel {
  main: string
  subs: string[]
}

/** A merged heading stands in its first column only; the sub-header tells that the next column belongs to it. */
function spreadLabels(header: string[], below: string[][]): ColumnLabel[] {
  const width = Math.max(header.length, ...below.map((row) => row.length))
  const labels: ColumnLabel[] = []
  let heading = ''
  for (let column = 0; column < width; column += 1) {
    const subs = below.map((row) => row[column] ?? '')
    const own = header[column] ?? ''
    const merged = own === '' && subs.some((sub) => PART.test(sub))
    heading = merged ? heading : own
    labels.push({ main: wholeHeading(heading, subs), subs })
  }
  return labels
}

/** 市值 over 占净值% is 市值占净值%, and no market value. */
function wholeHeading(heading: string, subs: string[]): string {
  const share = subs.find((sub) => SHARE.test(sub))
  if (share === undefined || heading === '' || SHARE.test(heading)) return heading
  return share.includes(heading) ? share : heading + share
}

/** The field's column, and behind it one of the same name that says something else. */
function bestColumns(labels: ColumnLabel[], patterns: readonly RegExp[], data: Cell[][]): number[] {
  for (const pattern of patterns) {
    const fitting = labels
      .map(({ main, subs }, column) => ({ main, text: [main, ...subs].join('|'), column }))
      .filter(({ main, text }) => pattern.test(main) && !FOREIGN.test(text))
    const local = fitting.filter(({ text }) => LOCAL.test(text))
    const columns = (local.length > 0 ? local : fitting).map(({ column }) => column)
    const filled = columns.filter((column) => data.some((row) => normalLabel(cellAt(row, column)) !== ''))
    const [first, ...others] = filled.length > 0 ? filled : columns
    if (first === undefined) continue
    const contradicting = others.find((other) => data.some((row) => cellAt(row, other) !== cellAt(row, first)))
    return contradicting === undefined ? [first] : [first, contradicting]
  }
  return []
}
