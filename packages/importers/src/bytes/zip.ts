/** The little of the zip format that must be known before a workbook is unpacked. */
const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_HEADER = 0x04034b50
const END_SIZE = 22
const ENTRY_SIZE = 46
const MAX_COMMENT = 65_535
const STREAMED = 8

export interface ZipEntry {
  name: string
  packedBytes: number
  unpackedBytes: number
  localOffset: number
  streamed: boolean
}

/** The central directory's entries; null where the archive is cut or damaged. */
export function zipEntries(bytes: Uint8Array): ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOfDirectory(view)
  if (end === null) return null
  const entries: ZipEntry[] = []
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + ENTRY_SIZE > view.byteLength || view.getUint32(at, true) !== DIRECTORY_ENTRY) return null
    const nameLength = view.getUint16(at + 28, true)
    const localOffset = view.getUint32(at + 42, true)
    if (localOffset + 30 > view.byteLength || view.getUint32(localOffset, true) !== LOCAL_HEADER) return null
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + ENTRY_SIZE, at + ENTRY_SIZE + nameLength)),
      packedBytes: view.getUint32(at + 20, true),
      unpackedBytes: view.getUint32(at + 24, true),
      localOffset,
      streamed: (view.getUint16(localOffset + 6, true) & STREAMED) !== 0,
    })
    at += ENTRY_SIZE + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
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

/**
 * A copy whose local headers carry the directory's sizes. The inflater trusts local headers, and a local size of
 * zero or a lie would let a bomb grow past what the directory declared.
 */
export function withDeclaredSizes(bytes: Uint8Array, entries: ZipEntry[]): Uint8Array {
  const copy = bytes.slice()
  const view = new DataView(copy.buffer, copy.byteOffset, copy.byteLength)
  for (const entry of entries) {
    view.setUint32(entry.localOffset + 18, entry.packedBytes, true)
    view.setUint32(entry.localOffset + 22, entry.unpackedBytes, true)
  }
  return copy
}
