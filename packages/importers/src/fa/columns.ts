import { normalLabel } from '../bytes/cells'
import type { Cell, Grid } from '../bytes/grid'
import type { FaField } from './fa-row'

/** Column labels by content, the surest first; 成本占净值 and the like match none. */
const FIELD_PATTERNS: readonly (readonly [FaField, readonly RegExp[]])[] = [
  ['code', [/^科目代码$/]],
  ['name', [/^科目名称$/]],
  ['currency', [/^币种$/]],
  ['quantity', [/^(?:证券|持仓|库存)?数量$/]],
  ['cost', [/^(?:证券|总)?成本(?:[-_(]?(?:本位币|本币|元)\)?)?$/]],
  ['price', [/^市价/, /^行情(?:价格|收市价)?(?:[-_(]?(?:本位币|本币)\)?)?$/, /^估值价格?$/, /^收市价$/]],
  ['marketValue', [/^(?:证券|总)?市值(?:[-_(]?(?:本位币|本币|元)\)?)?$/]],
  ['gain', [/^(?:估值)?增值(?:[-_(]?(?:本位币|本币|元)\)?)?$/]],
]

const MAX_SUB_HEADERS = 3
const LOCAL = /本币|本位币/
const FOREIGN = /原币/
const SUB_HEADER_CELL = /^(?:本币|原币|本位币|人民币|[十百千万亿元角分]{6,}|[(（]?[元份%股张]+[)）]?)$/

export interface SheetColumns {
  columns: Partial<Record<FaField, number>>
  /** Index of the first row below the header and its sub-headers. */
  firstDataIndex: number
  /** Labels of money columns in another unit than yuan ("市值(万元)"). */
  otherUnits: string[]
}

/** True for the row that holds both 科目代码 and 科目名称. */
export const isSheetHeader = (labels: string[]): boolean => labels.includes('科目代码') && labels.includes('科目名称')

/** Finds the columns under a header, sub-headers (本币/原币, digit rulers, repeated labels) included. */
export function sheetColumns(grid: Grid, headerIndex: number): SheetColumns {
  const header = (grid.rows[headerIndex] ?? []).map(normalLabel)
  let firstDataIndex = headerIndex + 1
  const below: string[][] = []
  while (below.length < MAX_SUB_HEADERS && isSubHeader(grid.rows[firstDataIndex] ?? [], header)) {
    below.push((grid.rows[firstDataIndex] ?? []).map(normalLabel))
    firstDataIndex += 1
  }
  const labels = spreadLabels(header, below)
  const columns: Partial<Record<FaField, number>> = {}
  for (const [field, patterns] of FIELD_PATTERNS) {
    const column = bestColumn(labels, patterns)
    if (column !== null) columns[field] = column
  }
  const otherUnits = header.filter((label) => /^(?:证券)?(?:成本|市值|估值增值).*[十百千万亿美港欧]元/.test(label))
  return { columns, firstDataIndex, otherUnits }
}

function isSubHeader(cells: Cell[], header: string[]): boolean {
  const labels = cells.map(normalLabel)
  if (labels.every((label) => label === '')) return false
  return labels.every((label, column) => label === '' || label === header[column] || SUB_HEADER_CELL.test(label))
}

interface ColumnLabel {
  main: string
  sub: string
}

/** A merged heading stands in its first column only; the sub-header tells that the next column belongs to it. */
function spreadLabels(header: string[], below: string[][]): ColumnLabel[] {
  const width = Math.max(header.length, ...below.map((row) => row.length))
  const labels: ColumnLabel[] = []
  for (let column = 0; column < width; column += 1) {
    const sub = below.map((row) => row[column] ?? '').join('|')
    const own = header[column] ?? ''
    const merged = own === '' && (LOCAL.test(sub) || FOREIGN.test(sub))
    labels.push({ main: merged ? (labels[column - 1]?.main ?? '') : own, sub })
  }
  return labels
}

function bestColumn(labels: ColumnLabel[], patterns: readonly RegExp[]): number | null {
  for (const pattern of patterns) {
    const fitting = labels
      .map(({ main, sub }, column) => ({ main, text: `${main}|${sub}`, column }))
      .filter(({ main, text }) => pattern.test(main) && !FOREIGN.test(text))
    const best = fitting.find(({ text }) => LOCAL.test(text)) ?? fitting[0]
    if (best !== undefined) return best.column
  }
  return null
}
