/**
 * Uploaded pictures (PNG, JPEG, WebP), told by their bytes: one still picture whose sides a browser can unpack, and without what
 * says who took it, where and with what (Exif, XMP, IPTC, comments, words behind its end).
 */

interface Picture {
  type: 'image/png' | 'image/jpeg' | 'image/webp'
  width: number
  height: number
  /** The picture alone. */
  bytes: Buffer
}

/** A few kilobytes can unpack to gigabytes: sides beyond it are refused. */
const MOST_PIXELS = 4096

/** Null: no picture of these types, damaged, moving, or too large to unpack. */
export function readPicture(bytes: Buffer): Picture | null {
  try {
    const picture = FORMS.find(({ begins }) => begins.test(bytes.toString('hex', 0, 16)))?.read(bytes) ?? null
    if (picture === null || Math.min(picture.width, picture.height) === 0) return null
    return Math.max(picture.width, picture.height) > MOST_PIXELS ? null : picture
  } catch (error) {
    // It breaks off before its end.
    if (error instanceof RangeError) return null
    throw error
  }
}

const FORMS: { begins: RegExp; read: (bytes: Buffer) => Picture | null }[] = [
  { begins: /^89504e470d0a1a0a/, read: readPng },
  { begins: /^ffd8ff/, read: readJpeg },
  // RIFF, four bytes of its length, WEBP
  { begins: /^52494646.{8}57454250/, read: readWebp },
]

const PNG_KEPT = new Set('IHDR PLTE tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs IDAT IEND'.split(' '))
const PNG_FRAME = 12

/** Chunks of length, name, content and checksum (PNG, third edition, 5.3); the first holds the sides. */
function readPng(png: Buffer): Picture | null {
  const kept = [png.subarray(0, 8)]
  if (png.toString('latin1', 12, 16) !== 'IHDR') return null
  for (let at = 8, name = ''; name !== 'IEND'; ) {
    const end = at + PNG_FRAME + png.readUInt32BE(at)
    name = png.toString('latin1', at + 4, at + 8)
    if (end > png.length || name === 'acTL') return null
    if (PNG_KEPT.has(name)) kept.push(png.subarray(at, end))
    at = end
  }
  return { type: 'image/png', width: png.readUInt32BE(16), height: png.readUInt32BE(20), bytes: Buffer.concat(kept) }
}

/** JFIF, ICC profile and Adobe's word on colours; of Exif only which side is up. */
const JPEG_KEPT_APPS = new Set([0xe0, 0xe2, 0xee])
const JPEG_COMMENT = 0xfe
const JPEG_END = 0xd9
const JPEG_SCAN = 0xda
const EXIF_APP = 0xe1
/** Start of frame, in any coding; C4, C8 and CC are tables. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
const isApp = (marker: number) => marker >= 0xe0 && marker <= 0xef

/** Segments of marker, length and content (ITU-T T.81, B.1); each scan is followed by its coded data. */
function readJpeg(jpeg: Buffer): Picture | null {
  const kept = [jpeg.subarray(0, 2)]
  let [width, height] = [0, 0]
  for (let at = 2; ; ) {
    // A marker may be preceded by any number of fill bytes.
    if (jpeg.readUInt8(at) !== 0xff) return null
    const marker = jpeg.readUInt8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === JPEG_END) break
    const content = at + 4
    let end = at + 2 + jpeg.readUInt16BE(at + 2)
    if (end < content || end > jpeg.length) return null
    if (isFrame(marker)) {
      height = Math.max(height, jpeg.readUInt16BE(content + 1))
      width = Math.max(width, jpeg.readUInt16BE(content + 3))
    }
    if (marker === JPEG_SCAN) end = endOfScan(jpeg, end)
    if (marker === EXIF_APP) kept.push(turnAlone(jpeg.subarray(content, end)))
    else if (marker !== JPEG_COMMENT && (!isApp(marker) || JPEG_KEPT_APPS.has(marker)))
      kept.push(jpeg.subarray(at, end))
    at = end
  }
  return { type: 'image/jpeg', width, height, bytes: Buffer.concat([...kept, Buffer.from([0xff, JPEG_END])]) }
}

/** Where the next marker stands: FF00 is data, FFD0 to FFD7 restart it. */
function endOfScan(jpeg: Buffer, from: number): number {
  for (let at = from; at < jpeg.length; at += 1) {
    at = jpeg.indexOf(0xff, at)
    if (at < 0) break
    const next = jpeg.readUInt8(at + 1)
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at
  }
  throw new RangeError('a scan without an end')
}

const EXIF_HEAD = Buffer.from('Exif\0\0', 'latin1')
const TURN_TAG = 0x0112

/** An Exif segment that says nothing but how the picture is turned (Exif 2.32, 4.6.4); empty where it is not. */
function turnAlone(segment: Buffer): Buffer {
  const turn = segment.subarray(0, 6).equals(EXIF_HEAD) ? turnIn(segment.subarray(6)) : 1
  if (turn < 2 || turn > 8) return Buffer.alloc(0)
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex')
  tiff.writeUInt16BE(turn, 18)
  const head = Buffer.from([0xff, EXIF_APP, 0, 2 + EXIF_HEAD.length + tiff.length])
  return Buffer.concat([head, EXIF_HEAD, tiff])
}

function turnIn(tiff: Buffer): number {
  try {
    const isLittle = tiff.toString('latin1', 0, 2) === 'II'
    const short = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
    const first = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
    for (let entry = 0; entry < short(first); entry += 1) {
      const at = first + 2 + 12 * entry
      if (short(at) === TURN_TAG) return short(at + 8)
    }
    return 1
  } catch {
    // What cannot be read says nothing.
    return 1
  }
}

const WEBP_KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ICCP'])
/** In the flags of VP8X: Exif and XMP follow; what moves. */
const WEBP_TOLD = 0x0c
const WEBP_MOVES = 0x02

/** Chunks of name, length and content, each of even length (RFC 9649, 2.3). */
function readWebp(webp: Buffer): Picture | null {
  const end = 8 + webp.readUInt32LE(4)
  const kept: Buffer[] = []
  let sides: { width: number; height: number } | null = null
  if (end > webp.length) return null
  for (let at = 12; at < end; ) {
    const name = webp.toString('latin1', at, at + 4)
    const size = webp.readUInt32LE(at + 4)
    const chunk = Buffer.from(webp.subarray(at, at + 8 + size + (size % 2)))
    if (at + 8 + size > end) return null
    if (WEBP_KEPT.has(name)) kept.push(chunk)
    const told = webpSides(name, chunk.subarray(8))
    // The canvas, if there is one, comes first and holds the picture.
    if (told && sides && (told.width > sides.width || told.height > sides.height)) return null
    sides ??= told
    if (name === 'VP8X') {
      if ((chunk.readUInt8(8) & WEBP_MOVES) !== 0) return null
      chunk.writeUInt8(chunk.readUInt8(8) & ~WEBP_TOLD, 8)
    }
    at += chunk.length
  }
  if (sides === null) return null
  const body = Buffer.concat([Buffer.from('WEBP'), ...kept])
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1')
  head.writeUInt32LE(body.length, 4)
  return { type: 'image/webp', ...sides, bytes: Buffer.concat([head, body]) }
}

function webpSides(name: string, content: Buffer): { width: number; height: number } | null {
  if (name === 'VP8X') return { width: 1 + content.readUIntLE(4, 3), height: 1 + content.readUIntLE(7, 3) }
  if (name === 'VP8 ') return { width: content.readUInt16LE(6) & 0x3fff, height: content.readUInt16LE(8) & 0x3fff }
  if (name !== 'VP8L') return null
  const bits = content.readUInt32LE(1)
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) }
}
