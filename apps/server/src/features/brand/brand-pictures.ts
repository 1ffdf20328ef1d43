/** The pictures that editors may give a brand: told by their bytes, bounded, and of an SVG only shapes. */
import { AppError } from '../../http/errors'
import { iconOf } from './brand-files'
import { isPlainSvg } from './svg-check'

const MAX_LOGO_BYTES = 100 * 1024
const MAX_ICON_BYTES = 200 * 1024

const DATA_URL = /^data:image\/(png|jpeg|webp|svg\+xml);base64,([A-Za-z0-9+/]+=*)$/

/** What a picture of each type begins with, in hex. */
const BEGINNINGS: Record<string, RegExp> = {
  png: /^89504e470d0a1a0a/,
  jpeg: /^ffd8ff/,
  // RIFF, four bytes of its length, WEBP
  webp: /^52494646.{8}57454250/,
}

/** Throws logo-unfit or icon-unfit. */
export function checkPictures({ logo, icon }: { logo: string | null; icon: string | null }): void {
  if (logo !== null && !isPicture(logo, MAX_LOGO_BYTES)) throw new AppError('logo-unfit')
  if (icon !== null && !isIcon(icon)) throw new AppError('icon-unfit')
}

const isIcon = (url: string): boolean =>
  /^data:image\/(png|svg\+xml);/.test(url) && isPicture(url, MAX_ICON_BYTES) && iconOf(url) !== null

function isPicture(url: string, maxBytes: number): boolean {
  const [, type = '', base64] = DATA_URL.exec(url) ?? []
  if (base64 === undefined) return false
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length > maxBytes) return false
  if (type === 'svg+xml') return isPlainSvg(textOf(bytes))
  if (type === 'png' && isVast(bytes)) return false
  return BEGINNINGS[type]?.test(bytes.toString('hex', 0, 16)) === true
}

const MOST_PIXELS = 4096

/** A PNG says its width and height in its first chunk. */
const isVast = (png: Buffer): boolean =>
  png.length < 24 || png.readUInt32BE(16) > MOST_PIXELS || png.readUInt32BE(20) > MOST_PIXELS

/** Strict UTF-8; what is none is no plain drawing. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return ''
  }
}
