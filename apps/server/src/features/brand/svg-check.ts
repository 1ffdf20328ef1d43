/** Whether an SVG holds shapes and nothing else. It is refused and never mended: a drawing program can always save it plainer. */

const ELEMENTS = new Set(
  `svg g path rect circle ellipse line polyline polygon defs symbol title desc metadata text tspan clippath mask
  lineargradient radialgradient stop use`.split(/\s+/),
)
const ATTRIBUTES = new Set(
  `id class d x y x1 x2 y1 y2 cx cy r rx ry fx fy width height viewbox points transform version fill stroke color opacity
  offset gradientunits gradienttransform spreadmethod preserveaspectratio clippathunits maskunits maskcontentunits href
  xlink:href xml:space xmlns xmlns:xlink text-anchor dominant-baseline dx dy clip-path mask role aria-label aria-hidden
  fill-opacity fill-rule clip-rule stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray
  stroke-dashoffset stroke-opacity stop-color stop-opacity font-family font-size font-weight letter-spacing`.split(
    /\s+/,
  ),
)

const TAG = /<(\/?)([a-z][a-z0-9:-]*)((?:\s+[a-z_:][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*\/?>/giy
const ATTRIBUTE = /([a-z_:][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi
const PROLOGUE = /^\uFEFF?\s*(?:<\?xml\s[^<>?]*\?>)?\s*(?:<!--(?:(?!--)[\s\S])*-->\s*)*/

/**
 * Drawings that are drawn again where something refers to them, and those again where they do: 24 of them make
 * some thousands of copies of a shape at most, and are soon drawn.
 */
const MOST_COPIES = 24
const COPYING = /<use\s|(?:^|[\s"'])(?:mask|clip-path)\s*=/gi

/** Only elements and attributes of the lists above, references within the drawing, no entity but the five, no markup else. */
export function isPlainSvg(text: string): boolean {
  const start = PROLOGUE.exec(text)?.[0].length ?? 0
  if (!/^<svg[\s>]/.test(text.slice(start))) return false
  if ([...text.matchAll(COPYING)].length > MOST_COPIES) return false
  let at = start
  while (at < text.length) {
    if (text[at] !== '<') {
      const next = text.indexOf('<', at)
      const end = next < 0 ? text.length : next
      if (!hasPlainEntities(text.slice(at, end))) return false
      at = end
      continue
    }
    TAG.lastIndex = at
    const tag = TAG.exec(text)
    if (!tag || !isKnownTag(tag[2] ?? '', tag[3] ?? '')) return false
    at = TAG.lastIndex
  }
  return true
}

function isKnownTag(name: string, attributes: string): boolean {
  if (!ELEMENTS.has(name.toLowerCase())) return false
  return [...attributes.matchAll(ATTRIBUTE)].every(([, attribute = '', double, single]) =>
    isPlainAttribute(attribute.toLowerCase(), double ?? single ?? ''),
  )
}

function isPlainAttribute(name: string, value: string): boolean {
  if (!ATTRIBUTES.has(name) || !hasPlainEntities(value)) return false
  if (name === 'href' || name === 'xlink:href') return value.startsWith('#')
  // What is written with escapes could say anything.
  return !/url\s*\((?!\s*#)|\\|&/i.test(value)
}

const hasPlainEntities = (text: string): boolean => !/&(?!(?:amp|lt|gt|quot|apos);)/.test(text)
