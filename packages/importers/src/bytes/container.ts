import type { Problem } from '../records'
import { problem } from '../problems'
import { UnclosedQuote, csvRows } from './csv'
import type { Cell, Grid } from './grid'
import { htmlTables } from './html'
import { MAX_FILE_BYTES, OverLimit } from './limits'
import { isEncryptedOle, isTruncatedOle } from './ole'
import { decodeText, isReadableText } from './text'
import { biffGrids, oleGrids, spreadsheetMlGrids, workbookGrids } from './workbook'
import { withoutCompression, zipEntries } from './zip'

export type ContainerKind = 'biff' | 'xlsx' | 'spreadsheetml' | 'html' | 'csv'

/** What the bytes are and the tables in them; a problem of severity `error` leaves `grids` empty. */
export interface Container {
  container: ContainerKind | null
  grids: Grid[]
  problems: Problem[]
}

/** Finds the container by its bytes, never by the extension, and reads its tables. Never throws. */
export function readContainer(bytes: Uint8Array): Container {
  const size = bytes.byteLength
  if (size > MAX_FILE_BYTES) return overLimit(null, new OverLimit('file-too-large', size, MAX_FILE_BYTES))
  if (bytes.every((byte) => byte === 0 || byte === 0x20 || byte === 0x0a || byte === 0x0d)) {
    return refused(null, problem('file-empty', 'error', {}))
  }
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return readOle(bytes)
  if (startsWith(bytes, [0x50, 0x4b])) return readZip(bytes)
  if (isRawBiff(bytes)) return attempt('biff', () => biffGrids(bytes))
  return readText(bytes)
}

function readOle(bytes: Uint8Array): Container {
  if (isTruncatedOle(bytes)) return unreadable('biff', 'truncated')
  if (isEncryptedOle(bytes)) return unreadable('xlsx', 'password-protected')
  return attempt('biff', () => oleGrids(bytes))
}

function readZip(bytes: Uint8Array): Container {
  const entries = zipEntries(bytes)
  if (entries === null) return unreadable('xlsx', 'truncated')
  if (!entries.some((entry) => entry.name.toLowerCase() === 'xl/workbook.xml')) return unsupported('zip')
  return attempt('xlsx', () => workbookGrids(withoutCompression(entries)))
}

function readText(bytes: Uint8Array): Container {
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46])) return unsupported('pdf')
  const text = decodeText(bytes)
  if (!isReadableText(text)) return unsupported('binary')
  const start = text.slice(0, 4096).trimStart()
  if (/^MIME-Version:/i.test(start)) return unsupported('mhtml')
  if (!start.startsWith('<'))
    return attempt('csv', () => [{ sheet: null, rows: csvRows(text), firstRow: 1, separated: true }])
  const isSpreadsheetMl =
    start.includes('urn:schemas-microsoft-com:office:spreadsheet') && /<(\w+:)?Workbook\b/.test(start)
  if (isSpreadsheetMl) return attempt('spreadsheetml', () => spreadsheetMlGrids(text))
  return attempt('html', () => htmlGrids(htmlTables(text)))
}

const htmlGrids = (tables: Cell[][][]): Grid[] =>
  tables.map((rows, index) => ({ sheet: tables.length > 1 ? `table ${index + 1}` : null, rows, firstRow: 1 }))

/** A BOF record without OLE around it: Excel 2 to 4, and exports that imitate them. */
const isRawBiff = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x09 && [0x00, 0x02, 0x04, 0x08].includes(bytes[1] ?? -1) && (bytes[2] ?? 0) >= 4 && bytes[3] === 0

function attempt(container: ContainerKind, grids: () => Grid[]): Container {
  try {
    return { container, grids: grids().filter((grid) => grid.rows.length > 0), problems: [] }
  } catch (error) {
    if (error instanceof OverLimit) return overLimit(container, error)
    if (error instanceof UnclosedQuote)
      return refused(container, problem('quote-unclosed', 'error', { row: error.row }))
    const message = error instanceof Error ? error.message : ''
    if (/password|encrypt/i.test(message)) return unreadable(container, 'password-protected')
    if (/cannot find workbook/i.test(message)) return unsupported(container)
    return unreadable(container, 'damaged')
  }
}

const refused = (container: ContainerKind | null, why: Problem): Container => ({
  container,
  grids: [],
  problems: [why],
})

const unreadable = (container: ContainerKind, found: string): Container =>
  refused(container, problem('file-unreadable', 'error', { found }))

const unsupported = (found: string): Container =>
  refused(null, problem('container-unsupported', 'error', { found, expected: 'xls, xlsx, html, csv' }))

const overLimit = (container: ContainerKind | null, { code, found, limit }: OverLimit): Container =>
  refused(container, problem(code, 'error', { found: String(found), expected: `<= ${limit}` }))

const startsWith = (bytes: Uint8Array, signature: number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte)
