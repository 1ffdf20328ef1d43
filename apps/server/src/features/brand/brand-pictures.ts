/** The pictures that editors may give a brand: told by their bytes, bounded, and of an SVG only shapes. */
import { AppError } from '../../http/errors'
import { readPicture } from '../../picture'
import { iconOf } from './brand-files'
import { isPlainSvg } from './svg-check'

const MAX_LOGO_BYTES = 100 * 1024
const MAX_ICON_BYTES = 200 * 1024

const DATA_URL = /^data:image\/(png|jpeg|webp|svg\+xml);base64,([A-Za-z0-9+/]+=*)$/

interface Pictures {
  logo: string | null
  icon: string | null
}

/** The pictures as they are kept: without what they say of who made them. Throws logo-unfit or icon-unfit. */
export function fitPictures({ logo, icon }: Pictures): Pictures {
  return {
    logo: logo === null ? null : (pictureAlone(logo, MAX_LOGO_BYTES) ?? unfit('logo-unfit')),
    icon: icon === null ? null : (iconAlone(icon) ?? unfit('icon-unfit')),
  }
}

function unfit(code: 'logo-unfit' | 'icon-unfit'): never {
  throw new AppError(code)
}

function iconAlone(url: string): string | null {
  if (!/^data:image\/(png|svg\+xml);/.test(url)) return null
  const alone = pictureAlone(url, MAX_ICON_BYTES)
  return alone !== null && iconOf(alone) !== null ? alone : null
}

/** Null where it is not what it is said to be. */
function pictureAlone(url: string, maxBytes: number): string | null {
  const [, type = '', base64] = DATA_URL.exec(url) ?? []
  if (base64 === undefined) return null
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length > maxBytes) return null
  if (type === 'svg+xml') return isPlainSvg(textOf(bytes)) ? url : null
  const picture = readPicture(bytes)
  return picture?.type === `image/${type}` ? `data:${picture.type};base64,${picture.bytes.toString('base64')}` : null
}

/** Strict UTF-8; what is none is no plain drawing. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return ''
  }
}
