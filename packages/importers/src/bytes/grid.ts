/** A cell as the container gives it: HTML and CSV cells are always text; numbers of spreadsheets are binary doubles. */
export type Cell = string | number | boolean | null

/** One table: a worksheet, an HTML table or a CSV file. Rows may be shorter than the header. */
export interface Grid {
  sheet: string | null
  rows: Cell[][]
  /** 1-based number of `rows[0]`, as a spreadsheet shows it. */
  firstRow: number
  /** The workbook counts its days from 1904: plain numbers that are dates mean 1,462 days more. */
  dates1904?: boolean
  /** Text with separators: one cell too many moves all behind it. Its rows are as long as they were written. */
  separated?: boolean
}

/** The cell of a row, null where the row ends earlier or the column is absent. */
export const cellAt = (row: Cell[] | undefined, column: number | undefined): Cell =>
  column === undefined ? null : (row?.[column] ?? null)

/** The letters that a spreadsheet gives a column: 0 is A, 26 is AA. */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter
}

/** 1-based row number of `rows[index]`, for problems and trails. */
export const rowNumber = (grid: Grid, index: number): number => grid.firstRow + index
