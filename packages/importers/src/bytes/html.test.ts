import { array, assert, constantFrom, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { htmlTables } from './html'

describe('htmlTables', () => {
  it('keeps what looks like a number or date as it stands', () => {
    const cells = ['000216', '1-2', '16E001', 'TRUE', '1,234.50', '#N/A']
    const html = `<table><tr>${cells.map((cell) => `<td style="mso-number-format:'\\@'">${cell}</td>`).join('')}</tr></table>`
    expect(htmlTables(html)).toEqual([[cells]])
  })

  it('closes cells and rows that the export left open, in any case', () => {
    const rows = [
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ]
    expect(htmlTables('<table><tr><td>a<td>b<tr><td>c<td>d</table>')).toEqual(rows)
    expect(htmlTables('<TABLE><TR><TD>a</TD><TD>b</TR><TR><TD>c<TH>d')).toEqual(rows)
    expect(htmlTables('<tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>')).toEqual(rows)
  })

  it('sees no table in scripts, styles and comments', () => {
    const html =
      '<script>var t="<table><tr><td>x</td></tr></table>"</script><!-- <table><td>y</td> --><style>td{}</style>'
    expect(htmlTables(`${html}<table><tr><td>1</td></tr></table>`)).toEqual([[['1']]])
  })

  it('decodes entities, joins lines and keeps the breaks of the page', () => {
    const html =
      '<table><tr><td>&nbsp;a&amp;b&lt;c&#160;&#x4e2d;&copy </td><td>x<br>y\n  z</td><td>1 < 2</td></tr></table>'
    expect(htmlTables(html)).toEqual([[['a&b<c 中&copy', 'x\ny z', '1 < 2']]])
  })

  it('keeps columns under spans in line', () => {
    const html =
      '<table><tr><td rowspan=2>code</td><td colspan="2">cost</td><td>x</td></tr><tr><td>l</td><td>f</td><td>y</td></tr></table>'
    expect(htmlTables(html)).toEqual([
      [
        ['code', 'cost', '', 'x'],
        ['', 'l', 'f', 'y'],
      ],
    ])
  })

  it('lists nested tables apart and keeps the cells around them', () => {
    const html = '<table><tr><td>a<table><tr><td>in</td></tr></table>b</td><td>c</td></tr></table>'
    expect(htmlTables(html)).toEqual([[['ab', 'c']], [['in']]])
  })

  it('is not misled by ">" in attributes', () => {
    expect(htmlTables('<table><tr><td title="a>b">1</td><td title=\'x>"\'>2</td></tr></table>')).toEqual([[['1', '2']]])
  })

  it('finds nothing where there is nothing', () => {
    expect(htmlTables('<html><body>login</body></html>')).toEqual([])
    expect(htmlTables('<table></table>')).toEqual([[]])
    expect(htmlTables('<')).toEqual([])
  })

  it('never throws', () => {
    const piece = constantFrom(
      '<table>',
      '</table>',
      '<tr',
      '<td>',
      '</td>',
      '<td colspan=9',
      '"',
      '>',
      '<!--',
      '-->',
      '&#x',
      'a',
      '<script>',
    )
    assert(property(array(piece), (pieces) => Array.isArray(htmlTables(pieces.join('')))))
  })
})
