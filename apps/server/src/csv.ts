/** CSV for people's spreadsheets: UTF-8 with a BOM, and no cell that a spreadsheet would take for a formula. */

const RISKY = /^[=+\-@\t\r]/

function cell(value: string): string {
  const text = RISKY.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function csvBytes(rows: readonly (readonly string[])[]): Buffer {
  return Buffer.from(`\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`)
}
