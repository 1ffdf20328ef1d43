import { isVNode, type VNode } from 'vue'
import { expect, it } from 'vitest'
import { richNodes, type ParsedNode } from './rich-text'

const text = (textContent: string): ParsedNode => ({ nodeName: '#text', textContent, childNodes: [] })
const element = (nodeName: string, childNodes: ParsedNode[], attributes: Record<string, string> = {}): ParsedNode => ({
  nodeName,
  textContent: null,
  childNodes,
  getAttribute: (name) => attributes[name] ?? null,
})

/** What was made, as markup. */
const shown = (nodes: (VNode | string)[]): string =>
  nodes
    .map((node) => {
      if (!isVNode(node)) return node
      const { href, target } = node.props ?? {}
      const attributes = [href && ` href=${href}`, target && ` target=${target}`].filter(Boolean).join('')
      return `<${String(node.type)}${attributes}>${shown((node.children ?? []) as (VNode | string)[])}`
    })
    .join('')

it('keeps the elements of the list and the text of others', () => {
  const nodes = [element('H2', [text('甲')]), element('SECTION', [element('P', [text('乙'), element('BR', [])])])]
  expect(shown(richNodes(nodes))).toBe('<h2>甲<p>乙<br>')
})

it('drops what acts, with all that is in it', () => {
  const nodes = ['SCRIPT', 'STYLE', 'IFRAME', 'svg', '#comment'].map((name) => element(name, [text('x')]))
  expect(richNodes(nodes)).toEqual([])
})

it.each([
  ['https://a.cn/b', '<a href=https://a.cn/b target=_blank>去'],
  ['tel:4000000000', '<a href=tel:4000000000>去'],
  ['javascript:alert(1)', '去'],
  ['//a.cn', '去'],
  ['', '去'],
])('a link to %s', (href, expected) => {
  expect(shown(richNodes([element('A', [text('去')], { href })]))).toBe(expected)
})
