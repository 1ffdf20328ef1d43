/** What rows of O3.2 exports have in common: portfolio, day, total rows. */
import { cellText, dateOf, normalLabel } from '../bytes/cells'
import type { Cell } from '../bytes/grid'
import type { PortfolioKey } from '../records'
import type { HeaderMatch } from '../reader'
import type { Row } from '../row'
import { fileNameDates, fitsFileName } from './file-name'

/** One row of the table that is read. */
export interface RowPlace {
  match: HeaderMatch
  index: number
}

/** "合计", "本页小计", "总计:", "合计(元)", "合计:共12条", "8001合计". */
const TOTAL = /(?:合计|总计|小计|汇总)(?:[:(].*)?$/

/** The cell says that the row is a sum. */
export function isTotalLabel(cell: Cell): boolean {
  return typeof cell === 'string' && /[计汇]/.test(cell) && TOTAL.test(normalLabel(cell))
}

/** A sum of some of the rows, which no rule says how to recompute. */
export const isSubtotal = (cells: Cell[]): boolean => cells.some((cell) => normalLabel(cell).includes('小计'))

/** 基金编号 as text: 8001.0 and "8,001" are 8001; null where blank. */
export function fundNumber(cell: Cell): string | null {
  const text = cellText(cell)
    .replace(/\s+/g, '')
    .replace(/^(\d+)\.0+$/, '$1')
  const digits = /^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text
  return digits === '' ? null : digits
}

/** Remembers what each distinct cell means: a journal repeats its days, funds and operations thousands of times. */
export function remembered<T>(meaning: (cell: Cell) => T): (cell: Cell) => T {
  const known = new Map<Cell, T>()
  return (cell) => {
    const before = known.get(cell)
    if (before !== undefined) return before
    const now = meaning(cell)
    known.set(cell, now)
    return now
  }
}

/** The portfolio and day of each row: the row's own date, else the only one in the file's name. */
export class DayOfRow {
  private readonly named: string[]
  private readonly dates = remembered(dateOf)
  private readonly keys = new Map<string, PortfolioKey>()
  private readonly told = new Set<string>()

  constructor(fileName: string) {
    this.named = fileNameDates(fileName)
  }

  /** Sets the row's portfolio and date; false where no date can be told, which refuses the row. */
  open<Field extends string>(row: Row<Field>, of: { fund: string | null; field: Field }): boolean {
    row.portfolio = of.fund === null ? null : this.keyOf(of.fund)
    const cell = row.cell(of.field)
    row.date = this.dates(cell)
    if (row.date !== null) this.compareWithName(row, of.field)
    else if (normalLabel(cell) !== '') row.refuse('date-invalid', of.field, { expected: 'YYYY-MM-DD' })
    else row.date = this.onlyNamed()
    if (row.date === null && !row.refused) this.refuseUndated(row, of.field)
    return row.date !== null
  }

  /** One key object per fund: half a million rows share a few. */
  private keyOf(fund: string): PortfolioKey {
    const known = this.keys.get(fund)
    if (known !== undefined) return known
    const key: PortfolioKey = { by: 'o32-fund', value: fund }
    this.keys.set(fund, key)
    return key
  }

  private onlyNamed(): string | null {
    return this.named.length === 1 ? (this.named[0] ?? null) : null
  }

  /** Rows of another day than the file's name says are read, and shown to a person once a day and fund (b38). */
  private compareWithName<Field extends string>(row: Row<Field>, field: Field): void {
    if (row.date === null || fitsFileName(row.date, this.named)) return
    if (this.once(`${row.portfolio?.value} ${row.date}`)) {
      row.tell('date-conflict', 'review', field, { found: row.date, expected: this.named.join(' – ') })
    }
  }

  private refuseUndated<Field extends string>(row: Row<Field>, field: Field): void {
    row.refused = true
    if (this.once(`${row.portfolio?.value} undated`)) row.refuse('date-missing', field, { expected: 'YYYY-MM-DD' })
  }

  private once(what: string): boolean {
    if (this.told.has(what)) return false
    this.told.add(what)
    return true
  }
}

export const isBlankRow = (row: readonly Cell[]): boolean => row.every(isBlank)

function isBlank(cell: Cell): boolean {
  if (cell === null || cell === '') return true
  const first = typeof cell === 'string' ? cell.charCodeAt(0) : 0
  return first > 32 && first < 127 ? false : normalLabel(cell) === ''
}
