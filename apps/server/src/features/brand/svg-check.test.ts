import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isPlainSvg } from './svg-check'

const wrap = (inner: string, attributes = '') => `<svg xmlns="http://www.w3.org/2000/svg"${attributes}>${inner}</svg>`

/** Ten levels of ten each: ten thousand million shapes to draw, from two kilobytes. */
const copiesOfCopies = (element: 'use' | 'mask', refer: (id: string) => string): string =>
  Array.from({ length: 10 }, (_, level) => {
    const holder = element === 'mask' ? 'mask' : 'g'
    return `<${holder} id="l${level + 1}">${refer(`l${level}`).repeat(10)}</${holder}>`
  }).join('')

it('takes shapes, gradients and words', () => {
  const gradient = '<defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
  for (const svg of [
    wrap('<path d="M0 0h8v8z" fill="#8f1d22"/>'),
    `<?xml version="1.0" encoding="UTF-8"?>\n<!-- drawn by hand -->\n${wrap('<g><circle cx="1" cy="1" r="1"/></g>')}\n`,
    wrap(`${gradient}<rect width="8" height="8" fill="url(#a)"/><title>澄江 &amp; 示例</title>`, ' viewBox="0 0 8 8"'),
  ])
    expect([svg, isPlainSvg(svg)]).toEqual([svg, true])
})

it('takes the logos and icons of the sample brands', () => {
  const folder = join(import.meta.dirname, '../../../../../docs/brands')
  const urls = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const { logo, icon } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { logo: string; icon: string }
      return [logo, icon]
    })
  expect(urls).toHaveLength(4)
  for (const url of urls)
    expect(isPlainSvg(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64').toString())).toBe(true)
})

it.each([
  ['no drawing', '<html></html>'],
  ['a script', wrap('<script>alert(1)</script>')],
  ['a script by another name', wrap('<SCRIPT>alert(1)</SCRIPT>')],
  ['a handler', wrap('<path d="M0 0" onload="alert(1)"/>')],
  ['a handler on the drawing', wrap('', ' onload="alert(1)"')],
  ['a page inside', wrap('<foreignObject><b/></foreignObject>')],
  ['a style sheet', wrap('<style>@import url(https://evil.example)</style>')],
  ['a style', wrap('<path d="M0 0" style="fill:url(https://evil.example)"/>')],
  ['a picture from elsewhere', wrap('<image href="https://evil.example/a.png"/>')],
  ['a reference elsewhere', wrap('<use href="https://evil.example/a.svg#b"/>')],
  ['a reference written with escapes', wrap('<use href="&#104;ttps://evil.example"/>')],
  ['a fill from elsewhere', wrap('<path d="M0 0" fill="url(https://evil.example#a)"/>')],
  ['a fill with a CSS escape', wrap('<path d="M0 0" fill="u\\72l(https://evil.example#a)"/>')],
  ['a link', wrap('<a href="#b"><path d="M0 0"/></a>')],
  ['an animation', wrap('<set attributeName="href" to="javascript:alert(1)"/>')],
  ['a document type', `<!DOCTYPE svg [<!ENTITY a "b">]>${wrap('')}`],
  ['an entity', wrap('<text>&a;</text>')],
  ['character data', wrap('<![CDATA[<script>alert(1)</script>]]>')],
  ['an instruction', `<?xml-stylesheet href="https://evil.example"?>${wrap('')}`],
  ['a comment that hides markup', wrap('<!-- > --><script>alert(1)</script>')],
  ['copies of copies', wrap(copiesOfCopies('use', (id) => `<use href="#${id}"/>`))],
  ['masks behind masks', wrap(copiesOfCopies('mask', (id) => `<rect mask="url(#${id})" width="8" height="8"/>`))],
  ['markup that is cut', '<svg><path d="M0'],
])('refuses %s', (_, svg) => {
  expect(isPlainSvg(svg)).toBe(false)
})
