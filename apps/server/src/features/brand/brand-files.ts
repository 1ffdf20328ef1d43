/** Files of the portal in which the brand shows before any script runs: manifest, icons, the page's title. */
import type { BrandContent } from './brand.service'

export interface Icon {
  type: 'image/png' | 'image/svg+xml'
  /** Pixels of a side; `any` for a drawing. */
  size: number | 'any'
  bytes: Buffer
}

const LEAST_PIXELS = 192
/** A side beyond it is no icon: a few kilobytes can unpack to gigabytes in the browser. */
const MOST_PIXELS = 2048
const PNG_HEAD = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** The picture in a data: URL (base64, PNG or SVG); null for a PNG that is none, is not square, or is too small or too large for a home screen. */
export function iconOf(url: string): Icon | null {
  const bytes = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
  if (url.startsWith('data:image/svg')) return { type: 'image/svg+xml', size: 'any', bytes }
  if (bytes.length < 24 || !bytes.subarray(0, 8).equals(PNG_HEAD)) return null
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  return width === height && width >= LEAST_PIXELS && width <= MOST_PIXELS
    ? { type: 'image/png', size: width, bytes }
    : null
}

export interface BrandFile {
  path: string
  type: string
  bytes: Buffer
}

const NEUTRAL_ICONS = [
  { src: '/favicon.svg', sizes: 'any', type: 'image/svg+xml' },
  { src: '/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any maskable' },
  { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any maskable' },
]

/** Where index.html asks for an icon; iOS shows no drawing on its home screen. */
const ICON_PATHS = { 'image/svg+xml': ['/favicon.svg'], 'image/png': ['/favicon.svg', '/apple-touch-icon.png'] }

export function brandFiles(brand: Pick<BrandContent, 'name' | 'shortName'>, icon: Icon | null): BrandFile[] {
  const sizes = icon?.size === 'any' ? 'any' : `${icon?.size}x${icon?.size}`
  const manifest = {
    name: brand.name,
    short_name: brand.shortName,
    lang: 'zh-CN',
    id: '/',
    start_url: '/',
    display: 'standalone',
    background_color: '#f6f3ec',
    theme_color: '#f6f3ec',
    icons: icon ? [{ src: '/favicon.svg', sizes, type: icon.type }] : NEUTRAL_ICONS,
  }
  const icons = icon ? ICON_PATHS[icon.type].map((path) => ({ path, type: icon.type, bytes: icon.bytes })) : []
  const type = 'application/manifest+json; charset=utf-8'
  return [{ path: '/manifest.webmanifest', type, bytes: Buffer.from(JSON.stringify(manifest)) }, ...icons]
}
