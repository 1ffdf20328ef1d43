/** A spreadsheet as its readers get it: cells by row, numbers as numbers, empty ones null. */
import { read, utils } from '@e965/xlsx'

export type SheetCell = string | number | null

interface ReadSheet {
  name: string
  rows: SheetCell[][]
}

export function readSheets(bytes: Buffer): ReadSheet[] {
  const book = read(bytes)
  return book.SheetNames.map((name) => {
    const sheet = book.Sheets[name]
    return { name, rows: sheet ? utils.sheet_to_json<SheetCell[]>(sheet, { header: 1, defval: null }) : [] }
  })
}
