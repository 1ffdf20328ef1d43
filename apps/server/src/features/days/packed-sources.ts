/** How a version's sources are stored: one short text, as there is one for every account and day (docs/decisions/0007). */
import { VALUATION_FIGURES, type Columns } from '@sma/importers/records'
import { FUND_FIGURES, type DaySources, type FundFigure, type FundRow } from './day-sources'

type PackedRow = number | [number, ...(string | null)[]][]
type PackedTable = [fileId: string, sheet: string | null, cells: string, columns: string, rows: PackedRow[]]

/** Stands for a figure without a column of its own. */
const NO_COLUMN = '-'

/** Cells and columns in the order of their figures, rows in that of the version's funds (0: none). */
export function packSources(sources: DaySources, codes: readonly string[]): string {
  const tables = sources.map(({ fileId, sheet, cells, columns, rows }): PackedTable => {
    const packedCells = VALUATION_FIGURES.map((figure) => cells[figure] ?? '').join()
    const packedColumns = FUND_FIGURES.map((figure) => (columns[figure] === '' ? NO_COLUMN : (columns[figure] ?? '')))
    return [
      fileId,
      sheet,
      trimmed(packedCells),
      trimmed(packedColumns.join()),
      codes.map((code) => packRow(rows[code])),
    ]
  })
  return JSON.stringify(tables)
}

const trimmed = (list: string): string => list.replace(/,+$/, '')

function packRow(rows: FundRow[] | undefined): PackedRow {
  const [first, ...others] = rows ?? []
  if (!first) return 0
  if (others.length === 0) return first.row
  return [first, ...others].map(({ row, figures }) => [
    row,
    ...FUND_FIGURES.map((figure) => figures?.[figure]?.toString() ?? null),
  ])
}

export function unpackSources(text: string, codes: readonly string[]): DaySources {
  return (JSON.parse(text) as PackedTable[]).map(([fileId, sheet, cells, columns, rows]) => ({
    fileId,
    sheet,
    cells: named(VALUATION_FIGURES, cells),
    columns: withoutMark(named(FUND_FIGURES, columns)),
    rows: Object.fromEntries(codes.flatMap((code, index) => unpackRow(code, rows[index] ?? 0))),
  }))
}

function named<Name extends string>(names: readonly Name[], list: string): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {}
  for (const [index, value] of list.split(',').entries()) {
    const name = names[index]
    if (name !== undefined && value !== '') found[name] = value
  }
  return found
}

function withoutMark(columns: Columns<FundFigure>): Columns<FundFigure> {
  for (const figure of FUND_FIGURES) if (columns[figure] === NO_COLUMN) columns[figure] = ''
  return columns
}

function unpackRow(code: string, packed: PackedRow): [string, FundRow[]][] {
  if (packed === 0) return []
  if (typeof packed === 'number') return [[code, [{ row: packed, figures: null }]]]
  const rows = packed.map(([row, ...values]) => {
    const figures: FundRow['figures'] = {}
    for (const [index, figure] of FUND_FIGURES.entries()) {
      const value = values[index]
      if (typeof value === 'string') figures[figure] = BigInt(value)
    }
    return { row, figures }
  })
  return [[code, rows]]
}
