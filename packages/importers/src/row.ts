/** One row under a header: reads its fields exactly and collects what is wrong with them, scoped to portfolio and day. */
import type { ProblemCode } from '@sma/contract/problem-codes'
import { type Reading, cellText, dateOf, fundCodeText, moneyE4, normalLabel, priceE8 } from './bytes/cells'
import { type Cell, columnName } from './bytes/grid'
import { problem } from './problems'
import type { Columns, PortfolioKey, Problem, Severity, SourceRow } from './records'

/** Our own exports put an apostrophe before what a spreadsheet would take for a formula. */
const unguarded = (text: string): string => text.replace(/^'(?='*\s*[=+\-@])/, '')

/** Which column holds a field, and what the file calls it. */
export interface FieldColumns<Field extends string> {
  indexOf(field: Field): number | undefined
  heading(field: Field): string
  /** How a cell is quoted in a problem, where the table names people; as it is where left out. */
  quoted?(text: string): string
}

const MAX_TEXT = 200
const NO_DAY = '1990-01-01'

/**
 * Opened on each row of a table in turn. `need…` readers refuse the row where a value lacks or is unreadable and answer
 * with a placeholder; the caller drops every record of a row that was `refused`.
 */
export class Row<Field extends string> {
  readonly problems: Problem[] = []
  number = 0
  refused = false
  portfolio: PortfolioKey | null = null
  date: string | null = null
  private cells: readonly Cell[] = []
  private readonly codes = new Map<Cell, string | null>()
  private readonly letters = new Map<object, Columns<string>>()

  constructor(
    private readonly sheet: string | null,
    private readonly columns: FieldColumns<Field>,
  ) {}

  open(cells: readonly Cell[], number: number): void {
    this.cells = cells
    this.number = number
    this.refused = false
    this.portfolio = null
    this.date = null
  }

  get source(): SourceRow {
    return { sheet: this.sheet, row: this.number }
  }

  /** The letters of the columns that hold these figures: one object for all rows of the table. */
  columnsOf<Figure extends string>(figures: Readonly<Record<Figure, Field>>): Columns<Figure> {
    const known = this.letters.get(figures)
    if (known !== undefined) return known as Columns<Figure>
    const letters: Columns<Figure> = {}
    for (const figure in figures) {
      const column = this.columns.indexOf(figures[figure])
      if (column !== undefined) letters[figure] = columnName(column)
    }
    this.letters.set(figures, letters)
    return letters
  }

  cell(field: Field): Cell {
    const column = this.columns.indexOf(field)
    return column === undefined ? null : (this.cells[column] ?? null)
  }

  /** The cell without blanks, '' where empty. */
  label(field: Field): string {
    return normalLabel(this.cell(field))
  }

  tell(code: ProblemCode, severity: Severity, field: Field, more: { found?: string; expected?: string } = {}): void {
    const { sheet, number: row, portfolio, date } = this
    const text = cellText(this.cell(field)).slice(0, MAX_TEXT)
    const found = more.found ?? this.columns.quoted?.(text) ?? text
    const column = this.columns.heading(field)
    this.problems.push(
      problem(code, severity, { sheet, row, column, found, expected: more.expected ?? null, portfolio, date }),
    )
  }

  refuse(code: ProblemCode, field: Field, more: { found?: string; expected?: string } = {}): void {
    this.refused = true
    this.tell(code, 'error', field, more)
  }

  /** Refuses the row as a whole, whatever stands in its cells. */
  refuseAll(found: Problem): void {
    this.refused = true
    this.problems.push({ ...found, portfolio: this.portfolio, date: this.date })
  }

  /** Text of at most `longest` characters, null where empty. */
  text(field: Field, longest = MAX_TEXT): string | null {
    const text = unguarded(cellText(this.cell(field)))
    if (text.length > longest) this.refuse('value-invalid', field, { expected: `≤ ${longest} characters` })
    return text === '' ? null : text
  }

  needText(field: Field, longest = MAX_TEXT): string {
    return this.text(field, longest) ?? this.missing(field, '')
  }

  /** Text as people are to read it, or as a file is called: full-width signs stay what they are. */
  verbatim(field: Field, longest = MAX_TEXT): string | null {
    const text = String(this.cell(field) ?? '').trim()
    if (text.length > longest) this.refuse('value-invalid', field, { expected: `≤ ${longest} characters` })
    return text === '' ? null : text
  }

  needVerbatim(field: Field, longest = MAX_TEXT): string {
    return this.verbatim(field, longest) ?? this.missing(field, '')
  }

  money(field: Field): bigint | null {
    return this.checked(field, moneyE4(this.cell(field)), '0.0000')
  }

  needMoney(field: Field): bigint {
    return this.needed(field, moneyE4(this.cell(field)), '0.0000')
  }

  /** Money that is nice to have: unreadable text is a warning and reads as absent. */
  softMoney(field: Field): bigint | null {
    const { value, fault } = moneyE4(this.cell(field))
    if (fault !== null) this.tell(fault, 'warning', field, { expected: '0.0000' })
    return value
  }

  needPrice(field: Field): bigint {
    return this.needed(field, priceE8(this.cell(field)), '0.00000000')
  }

  /** A price or NAV that may be empty or 0, but not negative. */
  price(field: Field): bigint | null {
    return this.notNegative(field, this.checked(field, priceE8(this.cell(field)), '0.00000000'))
  }

  /** A fee that may be empty or 0, but not negative: a rebate is no fee. */
  fee(field: Field): bigint | null {
    return this.notNegative(field, this.money(field))
  }

  /** A price, NAV or index value above zero. */
  needPositivePrice(field: Field): bigint {
    const value = this.needPrice(field)
    if (value <= 0n && !this.refused) this.refuse('value-invalid', field, { expected: '> 0' })
    return value
  }

  needPositiveMoney(field: Field): bigint {
    const value = this.needMoney(field)
    if (value <= 0n && !this.refused) this.refuse('value-invalid', field, { expected: '> 0' })
    return value
  }

  day(field: Field): string | null {
    const cell = this.cell(field)
    const date = dateOf(cell)
    if (date === null && normalLabel(cell) !== '') this.refuse('date-invalid', field, { expected: 'YYYY-MM-DD' })
    return date
  }

  needDay(field: Field): string {
    const date = dateOf(this.cell(field))
    if (date !== null) return date
    const code = this.label(field) === '' ? 'date-missing' : 'date-invalid'
    this.refuse(code, field, { expected: 'YYYY-MM-DD' })
    return NO_DAY
  }

  needFundCode(field: Field): string {
    const code = this.fundCode(this.cell(field))
    if (code !== null) return code
    if (this.label(field) === '') return this.missing(field, '')
    this.refuse('value-invalid', field, { expected: '000216' })
    return ''
  }

  /** A small whole number between the bounds. */
  count(field: Field, bounds: { from: number; to: number }): number | null {
    const text = this.label(field).replace(/\.0+$/, '')
    if (text === '') return null
    const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
    if (value >= bounds.from && value <= bounds.to) return value
    this.refuse('value-invalid', field, { expected: `${bounds.from}..${bounds.to}` })
    return null
  }

  /** A file repeats its funds: each spelling is read once. */
  private fundCode(cell: Cell): string | null {
    const known = this.codes.get(cell)
    if (known !== undefined) return known
    const code = fundCodeText(cell)
    this.codes.set(cell, code)
    return code
  }

  private checked(field: Field, reading: Reading<bigint>, expected: string): bigint | null {
    if (reading.fault !== null) this.refuse(reading.fault, field, { expected })
    return reading.value
  }

  private needed(field: Field, reading: Reading<bigint>, expected: string): bigint {
    const value = this.checked(field, reading, expected)
    return value ?? (reading.fault === null ? this.missing(field, 0n) : 0n)
  }

  private notNegative(field: Field, value: bigint | null): bigint | null {
    if (value !== null && value < 0n) this.refuse('value-invalid', field, { expected: '≥ 0' })
    return value
  }

  private missing<T>(field: Field, placeholder: T): T {
    this.refuse('value-missing', field, { found: '' })
    return placeholder
  }
}
