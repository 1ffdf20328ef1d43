/** Small files for tests, made in memory; and the shared data beside the project, where it is. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { utils, write } from '@e965/xlsx'
import type { CellObject } from '@e965/xlsx'
import type { Cell } from '../bytes/grid'

export const SHARED_DATA = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url))
export const hasSharedData = existsSync(SHARED_DATA)

/** Names of the files in a folder of the shared data; none where the folder is absent. */
export const sharedFiles = (folder: string): string[] =>
  existsSync(SHARED_DATA + folder) ? readdirSync(SHARED_DATA + folder).sort() : []

export const readShared = (folder: string, fileName: string): Uint8Array =>
  readFileSync(`${SHARED_DATA}${folder}/${fileName}`)

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A workbook with one sheet per entry, its days counted from 1900 unless told otherwise. */
export function workbook(
  sheets: Record<string, Cell[][]>,
  bookType: 'xlsx' | 'biff8' | 'xlml',
  properties: { date1904?: boolean } = {},
): Uint8Array {
  const book = utils.book_new()
  book.Workbook = { WBProps: properties }
  for (const [name, rows] of Object.entries(sheets)) utils.book_append_sheet(book, utils.aoa_to_sheet(rows), name)
  return new Uint8Array(write(book, { type: 'array', bookType }) as ArrayBuffer)
}

export const csv = (rows: Cell[][]): Uint8Array =>
  encode(rows.map((row) => row.map((cell) => `"${String(cell ?? '').replaceAll('"', '""')}"`).join(',')).join('\r\n'))

export const html = (rows: Cell[][]): Uint8Array =>
  encode(
    `<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell ?? ''}</td>`).join('')}</tr>`).join('')}</table>`,
  )

/** A workbook of one cell, in the 1900 or the 1904 date system. */
export function cellBook(cell: CellObject, date1904: boolean): Uint8Array {
  const book = utils.book_new()
  utils.book_append_sheet(book, { '!ref': 'A1', A1: cell }, 'Sheet1')
  book.Workbook = { WBProps: { date1904 } }
  return new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer)
}

/** A zip of one stored, empty entry whose directory declares `unpacked` bytes. */
export function zip(name: string, unpacked: number): Uint8Array {
  const path = encode(name)
  const local = new DataView(new ArrayBuffer(30))
  local.setUint32(0, 0x04034b50, true)
  local.setUint16(26, path.length, true)
  const entry = new DataView(new ArrayBuffer(46))
  entry.setUint32(0, 0x02014b50, true)
  entry.setUint32(24, unpacked, true)
  entry.setUint16(28, path.length, true)
  const end = new DataView(new ArrayBuffer(22))
  end.setUint32(0, 0x06054b50, true)
  end.setUint16(10, 1, true)
  end.setUint32(16, 30 + path.length, true)
  const parts = [new Uint8Array(local.buffer), path, new Uint8Array(entry.buffer), path, new Uint8Array(end.buffer)]
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}
