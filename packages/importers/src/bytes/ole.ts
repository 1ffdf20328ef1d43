/**
 * Streams of an OLE compound file ([MS-CFB]). Read here and not by the spreadsheet library, which follows damaged chains
 * and directories round in circles until the memory is full.
 */
const HEADER_BYTES = 512
const FAT_LIST_OFFSET = 76
const FAT_LIST_ENTRIES = 109
const LAST_SECTOR_NUMBER = 0xfffffffa
const ENTRY_BYTES = 128
const NAME_BYTES = 64
const STREAM = 2
const ROOT = 5

/** Whether an OLE file is a wrapper around an encrypted xlsx: its directory names the stream that holds it. */
export function isEncryptedOle(bytes: Uint8Array): boolean {
  const name = [...'EncryptedPackage'].flatMap((char) => [char.charCodeAt(0), 0])
  let at = bytes.indexOf(name[0] ?? 0)
  while (at >= 0 && !name.every((byte, index) => bytes[at + index] === byte)) at = bytes.indexOf(name[0] ?? 0, at + 1)
  return at >= 0
}

/** Whether an OLE file is shorter than the sectors its allocation table links: cut while it was copied. */
export function isTruncatedOle(bytes: Uint8Array): boolean {
  if (bytes.byteLength < HEADER_BYTES) return true
  const view = viewOf(bytes)
  const shift = view.getUint16(30, true)
  if (shift !== 9 && shift !== 12) return true
  const sectorBytes = 1 << shift
  const numbersPerSector = sectorBytes / 4
  const startOf = (sector: number): number => (sector + 1) * sectorBytes
  for (let place = 0; place < FAT_LIST_ENTRIES; place += 1) {
    const fatSector = view.getUint32(FAT_LIST_OFFSET + place * 4, true)
    if (fatSector > LAST_SECTOR_NUMBER) break
    if (startOf(fatSector) + sectorBytes > bytes.byteLength) return true
    for (let index = 0; index < numbersPerSector; index += 1) {
      const next = view.getUint32(startOf(fatSector) + index * 4, true)
      if (next < LAST_SECTOR_NUMBER && startOf(next) >= bytes.byteLength) return true
    }
  }
  return false
}

/** The first stream of one of these names; null where there is none. Throws where the file's chains are damaged. */
export function oleStream(bytes: Uint8Array, names: readonly string[]): Uint8Array | null {
  const file = openOle(bytes)
  const directory = file.chain(file.view.getUint32(48, true))
  const entries = Array.from({ length: Math.floor(directory.length / ENTRY_BYTES) }, (_, index) =>
    entryOf(directory.subarray(index * ENTRY_BYTES, (index + 1) * ENTRY_BYTES)),
  )
  for (const name of names) {
    const found = entries.find((entry) => entry.type === STREAM && entry.name === name)
    if (found === undefined) continue
    const root = entries.find(({ type }) => type === ROOT)
    const content =
      found.size >= file.view.getUint32(56, true) || root === undefined
        ? file.chain(found.start)
        : smallStream(file, found.start, file.chain(root.start))
    if (content.length < found.size) throw new Error('stream shorter than its size')
    return content.subarray(0, found.size)
  }
  return null
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function entryOf(bytes: Uint8Array): { name: string; type: number; start: number; size: number } {
  const view = viewOf(bytes)
  const nameBytes = Math.min(view.getUint16(NAME_BYTES, true), NAME_BYTES)
  const name = new TextDecoder('utf-16le').decode(bytes.subarray(0, Math.max(0, nameBytes - 2)))
  return { name, type: bytes[66] ?? 0, start: view.getUint32(116, true), size: view.getUint32(120, true) }
}

interface OleFile {
  view: DataView
  /** Content of the sectors linked from `first` on. */
  chain(first: number): Uint8Array
}

function openOle(bytes: Uint8Array): OleFile {
  const view = viewOf(bytes)
  const sectorBytes = 1 << view.getUint16(30, true)
  const sector = (number: number): Uint8Array => bytes.subarray((number + 1) * sectorBytes, (number + 2) * sectorBytes)
  const fat = joined(fatSectors(view, sectorBytes, sector).map(sector))
  return { view, chain: (first) => joined(linked(first, fat).map(sector)) }
}

/** Numbers of the sectors that hold the allocation table: those of the header, then those of its overflow sectors. */
function fatSectors(view: DataView, sectorBytes: number, sector: (number: number) => Uint8Array): number[] {
  const isSector = (number: number): boolean => number < LAST_SECTOR_NUMBER
  const numbers = Array.from({ length: FAT_LIST_ENTRIES }, (_, index) =>
    view.getUint32(FAT_LIST_OFFSET + index * 4, true),
  )
  const seen = new Set<number>()
  for (let more = view.getUint32(68, true); isSector(more) && !seen.has(more); ) {
    seen.add(more)
    const list = sector(more)
    if (list.length < sectorBytes) break
    const values = numbersOf(list)
    more = values.pop() ?? LAST_SECTOR_NUMBER
    numbers.push(...values)
  }
  return numbers.filter(isSector)
}

function smallStream({ view, chain }: OleFile, first: number, content: Uint8Array): Uint8Array {
  const bytes = 1 << view.getUint16(32, true)
  const table = chain(view.getUint32(60, true))
  return joined(linked(first, table).map((number) => content.subarray(number * bytes, (number + 1) * bytes)))
}

/** Numbers from `first` to the end of its chain; a chain that meets itself is damage. */
function linked(first: number, table: Uint8Array): number[] {
  const view = viewOf(table)
  const seen = new Set<number>()
  for (let number = first; number < LAST_SECTOR_NUMBER; number = view.getUint32(number * 4, true)) {
    if (seen.has(number)) throw new Error('chain of sectors meets itself')
    seen.add(number)
  }
  return [...seen]
}

function numbersOf(bytes: Uint8Array): number[] {
  const view = viewOf(bytes)
  return Array.from({ length: bytes.length >> 2 }, (_, index) => view.getUint32(index * 4, true))
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
