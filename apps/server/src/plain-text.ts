import { sanitizeHtml } from './sanitize'

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&' }
/** What holds no words for readers. */
const UNREAD = ['script', 'style', 'textarea', 'option', 'noscript', 'iframe', 'head', 'title']
/** Between these, words must not run together. */
const BLOCKS = /<(?:\/?(?:p|div|li|tr|td|h[1-6]|blockquote|section|article)|br)\b/gi

/** Text without markup, on one line, cut at `longest` characters; scripts and styles leave nothing behind. */
export function plainText(html: string, longest: number): string {
  const spaced = html.replaceAll(BLOCKS, (tag) => ` ${tag}`)
  const text = sanitizeHtml(spaced, { allowedTags: [], allowedAttributes: {}, nonTextTags: UNREAD })
    .replaceAll(/&(lt|gt|quot|amp);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replaceAll(/[\s\p{Cc}\u200b\ufeff]+/gu, ' ')
    .trim()
  const signs = [...text]
  return signs.length <= longest
    ? text
    : `${signs
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`
}
