/**
 * The cells of a BIFF stream and nothing else. SheetJS reads every record of a workbook, and never ends on a text whose
 * length lies behind its record: it is given the records that hold cells, texts and formats, padded.
 */
const HEAD_BYTES = 4
const BOUND_SHEET = 0x85
const CONTINUE = 0x3c
const SHARED_TEXTS = 0xfc
const PADDING = 32

/** Fewest bytes of each record that is kept, BIFF2 to BIFF8. */
const KEPT: ReadonlyMap<number, number> = new Map([
  // BOF, EOF, FILEPASS, CODEPAGE, DATEMODE
  [0x0009, 4],
  [0x0209, 4],
  [0x0409, 4],
  [0x0809, 4],
  [0x0a, 0],
  [0x2f, 4],
  [0x42, 2],
  [0x22, 2],
  // BOUNDSHEET, SST, FORMAT, XF
  [BOUND_SHEET, 7],
  [SHARED_TEXTS, 8],
  [0x1e, 1],
  [0x41e, 3],
  [0x43, 4],
  [0x243, 12],
  [0x443, 12],
  [0xe0, 16],
  // INTEGER, NUMBER, LABEL, BOOLERR, FORMULA, STRING
  [0x02, 9],
  [0x03, 15],
  [0x203, 14],
  [0x04, 8],
  [0x204, 8],
  [0x05, 9],
  [0x205, 8],
  [0x06, 17],
  [0x206, 18],
  [0x406, 18],
  [0x07, 1],
  [0x207, 2],
  // LABELSST, RSTRING, RK, MULRK
  [0xfd, 10],
  [0xd6, 8],
  [0x27e, 10],
  [0xbd, 12],
])

/** Records that hold texts: what follows their bytes is read where a length lies. */
const TEXTS: ReadonlySet<number> = new Set([BOUND_SHEET, SHARED_TEXTS, 0x1e, 0x41e, 0x04, 0x204, 0x07, 0x207, 0xd6])

interface BiffRecord {
  type: number
  at: number
  /** The record's bytes without its head; those of the CONTINUE records behind it follow. */
  parts: Uint8Array[]
}

/** The same workbook with only what its cells need; a record that is cut or too short is left out. */
export function cellRecords(stream: Uint8Array): Uint8Array {
  const records = recordsOf(stream)
  const places = new Map<number, number>()
  let length = 0
  for (const record of records) {
    places.set(record.at, length)
    length += record.parts.reduce((sum, part) => sum + HEAD_BYTES + part.length, paddingOf(record))
  }
  const kept = new Uint8Array(length)
  const view = new DataView(kept.buffer)
  let at = 0
  for (const record of records) {
    record.parts.forEach((part, index) => {
      const padding = index === record.parts.length - 1 ? paddingOf(record) : 0
      view.setUint16(at, index === 0 ? record.type : CONTINUE, true)
      view.setUint16(at + 2, part.length + padding, true)
      kept.set(part, at + HEAD_BYTES)
      if (record.type === BOUND_SHEET) moveSheet(view, at + HEAD_BYTES, places)
      at += HEAD_BYTES + part.length + padding
    })
  }
  return kept
}

const paddingOf = ({ type, parts }: BiffRecord): number =>
  TEXTS.has(type) && (parts.at(-1)?.length ?? 0) + PADDING <= 0xffff ? PADDING : 0

/** A sheet's entry says where its stream begins. */
function moveSheet(view: DataView, at: number, places: ReadonlyMap<number, number>): void {
  const place = places.get(view.getUint32(at, true))
  if (place !== undefined) view.setUint32(at, place, true)
}

function recordsOf(stream: Uint8Array): BiffRecord[] {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength)
  const records: BiffRecord[] = []
  let open: BiffRecord | null = null
  for (let at = 0; at + HEAD_BYTES <= stream.length; ) {
    const type = view.getUint16(at, true)
    const start = at + HEAD_BYTES
    const end = start + view.getUint16(at + 2, true)
    if (end > stream.length) break
    const part = stream.subarray(start, end)
    if (type === CONTINUE) open?.parts.push(part)
    else {
      const least = KEPT.get(type)
      open = least === undefined || part.length < least ? null : { type, at, parts: [part] }
      if (open !== null) records.push(open)
    }
    at = end
  }
  return records
}
