/** Markup of the house's pages as elements of ours: what is not in the list leaves its text and nothing else. */
import { h, type VNode } from 'vue'

const TAGS = new Set('h2 h3 p br strong em ul ol li a table thead tbody tr th td'.split(' '))
const DROPPED = new Set('script style iframe object embed template svg math'.split(' '))
const LINK = /^(https?:\/\/|mailto:|tel:)/i

/** The part of a parsed node that is looked at. */
export interface ParsedNode {
  nodeName: string
  textContent: string | null
  childNodes: ArrayLike<ParsedNode>
  getAttribute?(name: string): string | null
}

/** Elements and texts for a render function. */
export function richNodes(nodes: ArrayLike<ParsedNode>): (VNode | string)[] {
  return Array.from(nodes).flatMap(richNode)
}

function richNode(node: ParsedNode): (VNode | string)[] {
  const name = node.nodeName.toLowerCase()
  if (name === '#text') return [node.textContent ?? '']
  if (name.startsWith('#') || DROPPED.has(name)) return []
  const children = richNodes(node.childNodes)
  if (!TAGS.has(name)) return children
  if (name === 'br') return [h('br')]
  if (name !== 'a') return [h(name, children)]
  const href = node.getAttribute?.('href') ?? ''
  if (!LINK.test(href)) return children
  const away = /^http/i.test(href) ? { target: '_blank', rel: 'noopener noreferrer' } : {}
  return [h('a', { href, class: 'rich-link', ...away }, children)]
}
