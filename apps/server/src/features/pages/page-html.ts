/** Pages hold a little markup and no more: what is stored was sanitised, and the portal builds its own elements from it. */
import { sanitizeHtml } from '../../sanitize'

const TAGS = 'h2 h3 p br strong em ul ol li a table thead tbody tr th td'.split(' ')

/** Markup of ours; text without any becomes paragraphs, parted by empty lines. Empty where no text is left. */
export function pageHtml(written: string): string {
  const html = /<[a-z][^>]*>/i.test(written) ? written : paragraphs(written)
  const clean = sanitizeHtml(html, {
    allowedTags: TAGS,
    allowedAttributes: { a: ['href'] },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowProtocolRelative: false,
    transformTags: { h1: 'h2', b: 'strong', i: 'em', div: 'p' },
  }).trim()
  return plainText(clean) === '' ? '' : clean
}

/** Plain text as markup. */
export const paragraphs = (text: string): string =>
  text
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '')
    .map((part) => `<p>${escaped(part.trim()).replaceAll('\n', '<br />')}</p>`)
    .join('\n')

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' }

/** Sanitised markup as plain text; an empty line parts what stood in blocks of their own. */
export function plainText(html: string): string {
  return parted(html, /<br ?\/?>/)
    .replaceAll(/<\/(?:p|h2|h3|li|tr)>/g, '\n\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

/** Lines where the separator stands, blanks around it left out; a pattern for those would go over long ones again and again. */
const parted = (text: string, separator: RegExp): string =>
  text
    .split(separator)
    .map((part) => part.trim())
    .join('\n')
