/** Containers that no library writes: BIFF5 with Chinese text, protected workbooks, zips whose entries were changed. */
import { CFB } from '@e965/xlsx'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import type { Cell } from '../bytes/grid'

/** Two-byte codes of GBK by their character. */
function gbkCodes(): Map<string, [number, number]> {
  const decoder = new TextDecoder('gb18030')
  const codes = new Map<string, [number, number]>()
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const text = decoder.decode(Uint8Array.of(lead, trail))
      if (text.length === 1) codes.set(text, [lead, trail])
    }
  }
  return codes
}

const GBK = gbkCodes()

/** Text in GBK; a character that GBK lacks becomes "?". */
export const gbk = (text: string): Uint8Array =>
  Uint8Array.from([...text].flatMap((char) => (char < '\u0080' ? [char.charCodeAt(0)] : (GBK.get(char) ?? [0x3f]))))

const u16 = (...values: number[]): number[] => values.flatMap((value) => [value & 0xff, (value >> 8) & 0xff])
const u32 = (value: number): number[] => [...u16(value), ...u16(value >>> 16)]
const f64 = (value: number): number[] => [...new Uint8Array(new Float64Array([value]).buffer)]
const biffRecord = (type: number, data: number[]): number[] => [...u16(type, data.length), ...data]

const BIFF5 = 0x0500
const bof = (kind: number): number[] => biffRecord(0x0809, u16(BIFF5, kind, 0, 0))
const END = biffRecord(0x000a, [])

/** A BIFF5 workbook (Excel 5 to 95) of one sheet, its text in GBK. */
export function biff5(sheet: string, rows: Cell[][]): Uint8Array {
  const name = gbk(sheet)
  const head = [...bof(0x0005), ...biffRecord(0x0042, u16(936))]
  const boundBytes = 4 + 4 + 2 + 1 + name.length
  const start = head.length + boundBytes + END.length
  const bound = biffRecord(0x0085, [...u32(start), ...u16(0), name.length, ...name])
  const cells = rows.flatMap((row, at) => row.flatMap((cell, column) => biff5Cell(at, column, cell)))
  return oleFile({ Book: Uint8Array.from([...head, ...bound, ...END, ...bof(0x0010), ...cells, ...END]) })
}

function biff5Cell(row: number, column: number, cell: Cell): number[] {
  if (cell === null || cell === '') return []
  if (typeof cell === 'number') return biffRecord(0x0203, [...u16(row, column, 0), ...f64(cell)])
  const text = gbk(String(cell))
  return biffRecord(0x0204, [...u16(row, column, 0, text.length), ...text])
}

interface OleWriter {
  utils: {
    cfb_new(): object
    cfb_add(file: object, name: string, content: Uint8Array): void
  }
  write(file: object, options: { type: 'array' }): ArrayLike<number>
}

/** An OLE file of the given streams. */
export function oleFile(streams: Record<string, Uint8Array>): Uint8Array {
  const writer: OleWriter = CFB
  const file = writer.utils.cfb_new()
  for (const [name, content] of Object.entries(streams)) writer.utils.cfb_add(file, name, content)
  return Uint8Array.from(writer.write(file, { type: 'array' }))
}

/** What Excel writes when a workbook gets a password: its bytes are encrypted inside an OLE file. */
export const encryptedXlsx = (): Uint8Array =>
  oleFile({
    EncryptionInfo: strToU8('\u0004\u0000\u0004\u0000\u0040\u0000\u0000\u0000<encryption/>'),
    EncryptedPackage: new Uint8Array(5000).fill(7),
  })

/** What a zip holds, by name. */
export const entriesOf = (zip: Uint8Array): Record<string, Uint8Array> => unzipSync(zip)

/** A zip of these entries, stored. */
export const zipOf = (entries: Record<string, Uint8Array>): Uint8Array => zipSync(entries, { level: 0 })

/** A zip with the text of one entry changed, sizes and checksums right. */
export function withEntry(zip: Uint8Array, name: string, change: (text: string) => string): Uint8Array {
  const files = entriesOf(zip)
  const entry = files[name]
  if (entry === undefined) throw new Error(`no ${name}`)
  return zipOf({ ...files, [name]: strToU8(change(strFromU8(entry))) })
}
