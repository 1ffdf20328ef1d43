/** Units and currencies that a table names. Figures are yuan and single shares; whatever else is named stops the file. */
import { cellText, normalLabel } from './bytes/cells'
import { type Cell, type Grid, rowNumber } from './bytes/grid'
import { problem } from './problems'
import type { HeaderMatch } from './reader'
import type { Problem } from './records'

const LABEL =
  /(?:^|[^\p{Script=Han}])(?:(?:金额|货币|计量|数量)?单位|(?:记账)?(?:本位|计价|估值|核算)?(?:币种|币别|货币)|(?:记账)?本位币):([^\s:,;()]*)/gu
const YUAN = /^(?:人民币(?:\/?元|$)|元|份|CNY|RMB)/i
const OTHER = '(?:人民币)?(?:[十百千万亿]+[元份股张]?|[美港欧日]元|港币|英镑|USD|HKD|EUR|JPY|GBP)'
/** A cell that says nothing but the unit. */
const ALONE = new RegExp(`^\\(?${OTHER}\\)?$`, 'i')
const ENGLISH = '(?:10)?k|thousands?|mn?|millions?|bn|billions?'
const IN_BRACKETS = new RegExp(`\\((?:${OTHER}(?:\\/[元份股张])?|${ENGLISH})\\)$`, 'i')
const INSIDE = /[十百千万亿美港欧日]元/
/** The digits' ruler under a printed heading holds 十元 and 万千, and says nothing of the unit. */
const RULER = /[十百千万亿元角分]{4,}/

/** Whether a heading, or a word under it, names another unit or currency: "市值(万元)", "份额(万份)", "(HKD)". */
export const isOtherUnit = (label: string): boolean =>
  (INSIDE.test(label) || ALONE.test(label) || IN_BRACKETS.test(label)) && !RULER.test(label)

/** What stops a table whose title lines, or one of whose headings, name another unit than yuan and single shares. */
export function unitProblems({ grid, headerIndex }: HeaderMatch, headings: readonly string[]): Problem[] {
  const { sheet } = grid
  const above = otherUnitAbove(grid, headerIndex)
  if (above !== null) return [problem('unit-not-yuan', 'error', { sheet, found: above, expected: '元' })]
  const heading = headings.find((each) => isOtherUnit(normalLabel(each)))
  if (heading === undefined) return []
  const row = rowNumber(grid, headerIndex)
  return [problem('unit-not-yuan', 'error', { sheet, row, column: heading, found: heading, expected: '元' })]
}

/** The first unit or currency above a table's header that is not yuan, null where there is none. */
export function otherUnitAbove(grid: Grid, headerIndex: number): string | null {
  for (const row of grid.rows.slice(0, headerIndex)) {
    const filled = row.filter((cell) => cellText(cell) !== '')
    for (const [index, cell] of filled.entries()) {
      const unit = unitOf(cell, filled[index + 1] ?? null)
      if (unit !== null) return unit
    }
  }
  return null
}

/** The unit may stand behind its label, in the next cell, or alone. */
function unitOf(cell: Cell, next: Cell): string | null {
  const text = cellText(cell)
  if (ALONE.test(normalLabel(cell))) return text
  for (const [, written = ''] of text.replace(/\s*:\s*/g, ':').matchAll(LABEL)) {
    const beside = cellText(next)
    const unit = written === '' && !beside.includes(':') ? beside.replace(/^\(|\)$/g, '') : written
    if (unit !== '' && !YUAN.test(unit)) return unit
  }
  return null
}
