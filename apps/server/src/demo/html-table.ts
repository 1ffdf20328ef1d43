import iconv from 'iconv-lite'

const OPENING =
  '<html xmlns:x="urn:schemas-microsoft-com:office:excel">\r\n' +
  '<head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head>\r\n' +
  '<body><table border="1">\r\n'

const TEXT_CELL = `<td style="mso-number-format:'\\@'">`

/** A growing HTML table as both systems export it under the name .xls, in GBK. */
export class HtmlTable {
  readonly #parts: string[] = []
  #length = 0

  constructor(columns: readonly string[]) {
    const heads = columns.map((column) => `<th>${escaped(column)}</th>`).join('')
    this.#parts.push(`${OPENING}<thead><tr>${heads}</tr></thead><tbody>\r\n`)
  }

  /** Characters of the rows so far; Chinese ones count one and take two bytes. */
  get length(): number {
    return this.#length
  }

  /** Words and codes carry the style that makes a spreadsheet keep leading zeros; `isWord` says which columns hold them. */
  add(cells: readonly string[], isWord: (column: number) => boolean): void {
    let row = '<tr>'
    cells.forEach((cell, column) => {
      row += isWord(column) ? TEXT_CELL : '<td>'
      row += cell === '' ? '&nbsp;</td>' : `${escaped(cell)}</td>`
    })
    row += '</tr>\r\n'
    this.#parts.push(row)
    this.#length += row.length
  }

  bytes(): Buffer {
    return iconv.encode(`${this.#parts.join('')}</tbody></table></body></html>`, 'gbk')
  }
}

const escaped = (text: string): string =>
  /[&<>]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text
