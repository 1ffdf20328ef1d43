/** CSV for people's spreadsheets: it opens as it stands, and no cell is ever a formula. */

/**
 * What spreadsheets take for the beginning of a formula, also behind a blank that they drop; and what begins with a guard of
 * its own, so that taking one guard away always gives the cell back.
 */
const FORMULA = /^'*\s*[=+\-@\t\r＝＋－＠]/

/** A figure below zero begins like a formula, and is none. */
const DECIMAL = /^-?\d+(\.\d+)?$/

/** A cell that could be a formula begins with an apostrophe, by which spreadsheets keep it as text. */
const safe = (cell: string): string => (FORMULA.test(cell) && !DECIMAL.test(cell) ? `'${cell}` : cell)

const quoted = (cell: string): string => (/[",\r\n\t']/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** UTF-8 with BOM and CRLF, as Excel expects it. */
export const csvBytes = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(`\uFEFF${rows.map((row) => row.map((cell) => quoted(safe(cell))).join(',')).join('\r\n')}\r\n`)
