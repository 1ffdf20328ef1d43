/** Where O3.2's columns stand: order is free, headings have aliases, further columns are normal. */
import { cellText, normalLabel } from '../bytes/cells'
import { rowNumber } from '../bytes/grid'
import { bareLabel } from '../labels'
import { problem } from '../problems'
import type { Problem } from '../records'
import type { HeaderMatch } from '../reader'

export type Labels<Field extends string> = Record<Field, readonly string[]>

export interface Columns<Field extends string> {
  indexOf(field: Field): number | undefined
  /** The heading as the file writes it. */
  heading(field: Field): string
  /** The headings of all fields that were found. */
  headings: string[]
  problems: Problem[]
}

/** Finds each field by the first of its labels that the header holds; a heading that stands twice is asked about. */
export function findColumns<Field extends string>(match: HeaderMatch, labels: Labels<Field>): Columns<Field> {
  const header = match.grid.rows[match.headerIndex] ?? []
  const present = header.map((cell) => bareLabel(normalLabel(cell)))
  const at: Partial<Record<Field, number>> = {}
  const problems: Problem[] = []
  for (const field of Object.keys(labels) as Field[]) {
    const label = labels[field].find((candidate) => present.includes(candidate))
    if (label === undefined) continue
    at[field] = present.indexOf(label)
    if (present.lastIndexOf(label) === at[field]) continue
    const { sheet } = match.grid
    problems.push(problem('header-ambiguous', 'review', { sheet, row: headerRow(match), column: label, found: label }))
  }
  const heading = (field: Field): string => {
    const column = at[field]
    return column === undefined ? (labels[field][0] ?? field) : cellText(header[column] ?? null)
  }
  const headings = (Object.keys(at) as Field[]).map(heading)
  return { indexOf: (field) => at[field], heading, headings, problems }
}

/** One error per required field that the header lacks. */
export function missingColumns<Field extends string>(
  match: HeaderMatch,
  columns: Columns<Field>,
  required: readonly Field[],
): Problem[] {
  const { sheet } = match.grid
  return required
    .filter((field) => columns.indexOf(field) === undefined)
    .map((field) => columns.heading(field))
    .map((column) => problem('column-missing', 'error', { sheet, row: headerRow(match), column, expected: column }))
}

const headerRow = (match: HeaderMatch): number => rowNumber(match.grid, match.headerIndex)
