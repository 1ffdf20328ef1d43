import iconv from 'iconv-lite'

const OPENING =
  '<html xmlns:x="urn:schemas-microsoft-com:office:excel">\r\n' +
  '<head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head>\r\n' +
  '<body><table border="1">\r\n'

const TEXT_CELL = `<td style="mso-number-format:'\\@'">`

const CLOSING = '</tbody></table></body></html>'
/** Rows are encoded in pieces of this many characters, so that a large table is never one string. */
const PIECE = 65_536

/** A growing HTML table as both systems export it under the name .xls, in GBK. */
export class HtmlTable {
  readonly #pieces: Buffer[] = []
  readonly #isWord: boolean[]
  #text: string
  #length = 0

  /** Columns named in `words` carry the style that makes a spreadsheet keep leading zeros. */
  constructor(columns: readonly string[], words: readonly string[]) {
    this.#isWord = columns.map((column) => words.includes(column))
    const heads = columns.map((column) => `<th>${escaped(column)}</th>`).join('')
    this.#text = `${OPENING}<thead><tr>${heads}</tr></thead><tbody>\r\n`
  }

  /** Characters of the rows so far; Chinese ones count one and take two bytes. */
  get length(): number {
    return this.#length
  }

  add(cells: readonly string[]): void {
    let row = '<tr>'
    cells.forEach((cell, column) => {
      row += this.#isWord[column] === true ? TEXT_CELL : '<td>'
      row += cell === '' ? '&nbsp;</td>' : `${escaped(cell)}</td>`
    })
    row += '</tr>\r\n'
    this.#text += row
    this.#length += row.length
    if (this.#text.length > PIECE) this.#encode()
  }

  bytes(): Buffer {
    this.#text += CLOSING
    this.#encode()
    return Buffer.concat(this.#pieces)
  }

  #encode(): void {
    this.#pieces.push(iconv.encode(this.#text, 'gbk'))
    this.#text = ''
  }
}

const escaped = (text: string): string =>
  /[&<>]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text
