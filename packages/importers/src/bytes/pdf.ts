/**
 * Whether a PDF may be kept and shown: whole, readable without a password, and without anything that acts. What stands packed
 * in it is looked through too, within limits; a part that cannot be looked through refuses the file.
 */
import { Inflate } from 'fflate'
import { MAX_UNPACKED_BYTES } from './limits'

/** `damaged`: no header or no end; `protected`: needs a password; `active`: scripts, launches, attachments; `packed`: cannot be looked through. */
type PdfFault = 'damaged' | 'protected' | 'active' | 'packed'

export const isPdf = (bytes: Uint8Array): boolean => latin1(bytes.subarray(0, 5)) === '%PDF-'

/** Readers look for the end in the last kilobyte. */
const TAIL_BYTES = 1024
/** Names of actions that run, open or send something, of forms with scripts, and of files inside the file (ISO 32000-2, 12.6). */
const ACTIVE =
  /\/(?:JavaScript|Launch|Rendition|RichMedia|RichMediaExecute|GoToE|ImportData|SubmitForm|XFA|EmbeddedFiles?|Movie|Sound)(?![^\s()<>[\]{}/%])/
const PROTECTED = /\/Encrypt(?![^\s()<>[\]{}/%])/
const SLICE_BYTES = 32_768
const MAX_STREAMS = 100_000

/** What speaks against a PDF; null where nothing does. Never throws. */
export function pdfFault(bytes: Uint8Array): PdfFault | null {
  if (!isPdf(bytes)) return 'damaged'
  const tail = latin1(bytes.subarray(-TAIL_BYTES))
  if (!tail.includes('%%EOF') || !tail.includes('startxref')) return 'damaged'
  const text = plainNames(latin1(bytes))
  if (PROTECTED.test(text)) return 'protected'
  return ACTIVE.test(text) ? 'active' : packedFault(bytes)
}

/** `/Java#53cript` is `/JavaScript`. */
const plainNames = (text: string): string =>
  text.replace(/#([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

/** Objects may stand in packed streams, and any stream may be taken for one: each that opens is looked through. */
function packedFault(bytes: Uint8Array): PdfFault | null {
  const text = latin1(bytes)
  let left = MAX_UNPACKED_BYTES
  let streams = 0
  let before = 0
  let end = -1
  for (const match of text.matchAll(/(?<!end)stream[ \t]*\r?\n?/g)) {
    const start = match.index + match[0].length
    const about = plainNames(text.slice(before, match.index))
    before = start
    if (end < start) end = text.indexOf('endstream', start)
    if ((streams += 1) > MAX_STREAMS || end < 0) return 'packed'
    const plain = unpacked(bytes.subarray(start, end), left)
    if (plain === 'cut') return 'packed'
    if (HOLDS_OBJECTS.test(about) && (plain === null || /\/DecodeParms|\/Predictor/.test(about))) return 'packed'
    if (plain === null) continue
    left -= plain.length
    if (ACTIVE.test(plainNames(plain))) return 'active'
  }
  return null
}

const HOLDS_OBJECTS = /\/ObjStm(?![^\s()<>[\]{}/%])/
/** fflate's code of data that end too early. */
const ENDS_EARLY = 0

/**
 * Null where it is not packed by Flate. What comes out before damage counts, as readers take it too; what ends too early, or is
 * more than the limit, was not seen whole.
 */
function unpacked(packed: Uint8Array, limit: number): string | 'cut' | null {
  const [method = 0, flags = 0] = packed
  if ((method & 0x0f) !== 8 || (method * 256 + flags) % 31 !== 0) return null
  const parts: string[] = []
  let length = 0
  const inflater = new Inflate((chunk) => {
    length += chunk.length
    if (length <= limit) parts.push(latin1(chunk))
  })
  try {
    for (let at = 2; at < packed.length; at += SLICE_BYTES) {
      inflater.push(packed.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= packed.length)
      if (length > limit) break
    }
  } catch (error) {
    if ((error as { code?: number }).code === ENDS_EARLY) return 'cut'
    if (length === 0) return null
  }
  return length > limit ? 'cut' : parts.join('')
}

const decoder = new TextDecoder('latin1')
const latin1 = (bytes: Uint8Array): string => decoder.decode(bytes)
