/**
 * Unpacks a zip within its limits. SheetJS's own inflater never ends on some damaged archives, trusts local headers
 * about sizes, and checks no CRC, so it is given an archive without compression.
 */
import { Inflate, zipSync } from 'fflate'
import { assertUnpackedBytes } from './limits'
import { decodeText } from './text'

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_HEADER = 0x04034b50
const END_SIZE = 22
const ENTRY_SIZE = 46
const LOCAL_SIZE = 30
const MAX_COMMENT = 65_535
const ENCRYPTED = 1
const STORED = 0
const DEFLATED = 8
/** Fed in slices, a bomb is seen before it has grown: a slice gives at most a thousand times its size. */
const SLICE_BYTES = 32_768

export interface ZipEntry {
  name: string
  packed: Uint8Array
  unpackedBytes: number
  method: number
  crc: number
  isEncrypted: boolean
}

/** The central directory's entries; null where the archive is cut or its directory damaged. */
export function zipEntries(bytes: Uint8Array): ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOfDirectory(view)
  if (end === null) return null
  const entries: ZipEntry[] = []
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    const entry = entryAt(bytes, view, at)
    if (entry === null) return null
    entries.push(entry)
    at += ENTRY_SIZE + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

function endOfDirectory(view: DataView): number | null {
  const lowest = Math.max(0, view.byteLength - END_SIZE - MAX_COMMENT)
  for (let at = view.byteLength - END_SIZE; at >= lowest; at -= 1) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at
  }
  return null
}

function entryAt(bytes: Uint8Array, view: DataView, at: number): ZipEntry | null {
  if (at + ENTRY_SIZE > view.byteLength || view.getUint32(at, true) !== DIRECTORY_ENTRY) return null
  const local = view.getUint32(at + 42, true)
  if (local + LOCAL_SIZE > view.byteLength || view.getUint32(local, true) !== LOCAL_HEADER) return null
  const start = local + LOCAL_SIZE + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  const packedBytes = view.getUint32(at + 20, true)
  if (start + packedBytes > view.byteLength) return null
  const name = nameAt(bytes, at + ENTRY_SIZE, view.getUint16(at + 28, true))
  if (name !== nameAt(bytes, local + LOCAL_SIZE, view.getUint16(local + 26, true))) return null
  return {
    name,
    packed: bytes.subarray(start, start + packedBytes),
    unpackedBytes: view.getUint32(at + 24, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    isEncrypted: (view.getUint16(at + 8, true) & ENCRYPTED) !== 0,
  }
}

const nameAt = (bytes: Uint8Array, at: number, length: number): string =>
  decodeText(bytes.subarray(at, at + length)).replaceAll('\\', '/')

/** The same archive without compression. Throws `OverLimit` past the limit, an error on damage or encryption. */
export function withoutCompression(entries: ZipEntry[]): Uint8Array {
  const declared = entries.reduce((sum, entry) => sum + entry.unpackedBytes, 0)
  assertUnpackedBytes(declared)
  const files: Record<string, Uint8Array> = {}
  for (const entry of entries) if (!entry.name.endsWith('/')) files[entry.name] = unpack(entry)
  return zipSync(files, { level: 0 })
}

/** The entry's plain bytes. Throws on damage, encryption, or more bytes than declared. */
export function unpack(entry: ZipEntry): Uint8Array {
  if (entry.isEncrypted) throw new Error('encrypted')
  if (entry.method !== STORED && entry.method !== DEFLATED) throw new Error('unknown compression')
  const data = entry.method === STORED ? entry.packed : inflate(entry)
  if (data.length !== entry.unpackedBytes || crc32(data) !== entry.crc) throw new Error('damaged')
  return data
}

function inflate({ packed, unpackedBytes }: ZipEntry): Uint8Array {
  const data = new Uint8Array(unpackedBytes)
  let length = 0
  const inflater = new Inflate((chunk) => {
    if (length + chunk.length > unpackedBytes) throw new Error('longer than declared')
    data.set(chunk, length)
    length += chunk.length
  })
  for (let at = 0; at < packed.length; at += SLICE_BYTES) {
    inflater.push(packed.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= packed.length)
  }
  return data.subarray(0, length)
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

function crc32(data: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of data) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
