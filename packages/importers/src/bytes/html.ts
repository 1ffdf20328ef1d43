/**
 * Tables of an HTML page, every cell kept as text. Exports leave tags open, write them in upper case, nest tables and
 * hide some in scripts; an HTML parser is ten times slower, and SheetJS turns 000216 into 216.
 */
import type { Cell } from './grid'
import { MAX_COLUMNS, MAX_ROWS, assertColumns, assertRows } from './limits'

interface Frame {
  rows: Cell[][]
  /** The open row up to its last filled cell, null between rows. */
  row: Cell[] | null
  /** Where the next cell stands. */
  column: number
  /** Text of the open cell, null between cells. */
  text: string | null
  columnSpan: number
  rowSpan: number
  /** Rows that a cell above still covers, by column. */
  covered: number[]
}

const newFrame = (): Frame => ({ rows: [], row: null, column: 0, text: null, columnSpan: 1, rowSpan: 1, covered: [] })

/** The page's tables in the order in which they begin; tables of scripts, styles and comments are none. */
export function htmlTables(html: string): Cell[][][] {
  const tables: Frame[] = []
  const open: Frame[] = []
  let rowCount = 0
  const begin = (): Frame => {
    const frame = newFrame()
    tables.push(frame)
    open.push(frame)
    return frame
  }
  let at = 0
  while (at < html.length) {
    const tagAt = html.indexOf('<', at)
    const textEnd = tagAt < 0 ? html.length : tagAt
    const top = open.at(-1)
    if (top !== undefined && top.text !== null && textEnd > at) top.text += html.slice(at, textEnd)
    if (tagAt < 0) break
    const name = tagName(html, tagAt)
    if (name === '') {
      if (top !== undefined && top.text !== null) top.text += '<'
      at = tagAt + 1
      continue
    }
    at = tagEnd(html, tagAt, name)
    switch (name) {
      case 'td':
      case 'th':
        openCell(top ?? begin(), html, tagAt, at)
        break
      case '/td':
      case '/th':
        if (top !== undefined) closeCell(top)
        break
      case 'tr':
      case '/tr':
        if (closeRow(top ?? begin())) rowCount += 1
        assertRows(rowCount)
        if (name === 'tr') (open.at(-1) ?? begin()).row = []
        break
      case 'table':
        begin()
        break
      case '/table':
        if (top !== undefined) closeRow(top)
        open.pop()
        break
      case 'br':
      case 'p':
      case '/p':
        if (top !== undefined && top.text !== null) top.text += BREAK
        break
    }
  }
  for (const frame of open.reverse()) closeRow(frame)
  return tables.map((frame) => frame.rows)
}

const TAG_NAME = /\/?[a-z][a-z0-9:]*/iy

/** Lower-case name of the tag at `at` ("/td"), "!" or "?" for declarations, "" where "<" is only text. */
function tagName(html: string, at: number): string {
  const first = html.charCodeAt(at + 1)
  if (first === 0x21 || first === 0x3f) return html.charAt(at + 1)
  const second = html.charCodeAt(at + 2) | 0x20
  // The four tags that make up nearly all of an export.
  if ((first | 0x20) === 0x74 && (second === 0x64 || second === 0x72 || second === 0x68)) {
    const next = html.charCodeAt(at + 3)
    if (next === 0x3e || next === 0x20) return second === 0x64 ? 'td' : second === 0x72 ? 'tr' : 'th'
  }
  TAG_NAME.lastIndex = at + 1
  return TAG_NAME.exec(html)?.[0].toLowerCase() ?? ''
}

/** Index behind the tag, or behind the whole comment, script or style that it begins. */
function tagEnd(html: string, at: number, name: string): number {
  if (name === '!' && html.startsWith('<!--', at)) return behind(html, '-->', at + 4)
  let end = html.indexOf('>', at)
  if (end - at > 6) end = outsideQuotes(html, at, end)
  if (end < 0) return html.length
  if (name !== 'script' && name !== 'style') return end + 1
  const closing = name === 'script' ? /<\/script/gi : /<\/style/gi
  closing.lastIndex = end
  const match = closing.exec(html)
  return match === null ? html.length : behind(html, '>', match.index)
}

const behind = (html: string, mark: string, from: number): number => {
  const found = html.indexOf(mark, from)
  return found < 0 ? html.length : found + mark.length
}

/** A ">" inside a quoted attribute does not end its tag; a quote that never closes is taken as text. */
function outsideQuotes(html: string, at: number, end: number): number {
  let close = end
  let from = at
  for (;;) {
    const quoteAt = firstQuote(html, from, close)
    if (quoteAt < 0) return close
    const mate = html.indexOf(html.charAt(quoteAt), quoteAt + 1)
    if (mate < 0) return end
    from = mate + 1
    if (mate > close) close = html.indexOf('>', mate)
    if (close < 0) return end
  }
}

function firstQuote(html: string, from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    const code = html.charCodeAt(at)
    if ((code === 0x22 || code === 0x27) && html.charCodeAt(at - 1) === 0x3d) return at
  }
  return -1
}

function openCell(frame: Frame, html: string, tagAt: number, end: number): void {
  closeCell(frame)
  frame.row ??= []
  frame.text = ''
  frame.columnSpan = 1
  frame.rowSpan = 1
  if (end - tagAt < 12) return
  const tag = html.slice(tagAt, end)
  frame.columnSpan = span(tag, /\bcolspan\s*=\s*["']?(\d+)/i, MAX_COLUMNS)
  frame.rowSpan = span(tag, /\browspan\s*=\s*["']?(\d+)/i, MAX_ROWS)
}

const span = (tag: string, pattern: RegExp, limit: number): number =>
  Math.min(limit, Math.max(1, Number(pattern.exec(tag)?.[1] ?? 1)))

function closeCell(frame: Frame): void {
  if (frame.text === null || frame.row === null) return
  const { row, columnSpan } = frame
  skipCovered(frame)
  const text = plainText(frame.text)
  frame.text = null
  if (text !== '') {
    assertColumns(frame.column + 1)
    while (row.length < frame.column) row.push('')
    row.push(text)
  }
  const end = frame.column + columnSpan
  if (frame.rowSpan > 1) {
    for (let column = frame.column; column < Math.min(end, MAX_COLUMNS); column += 1)
      frame.covered[column] = frame.rowSpan
  }
  frame.column = end
}

/** Steps over columns that a cell of an earlier row covers. */
function skipCovered(frame: Frame): void {
  while ((frame.covered[frame.column] ?? 0) > 0) frame.column += 1
}

/** True where a row was open. */
function closeRow(frame: Frame): boolean {
  closeCell(frame)
  const row = frame.row
  if (row === null) return false
  frame.row = null
  frame.column = 0
  if (frame.covered.length > 0) frame.covered = frame.covered.map((left) => Math.max(0, left - 1))
  frame.rows.push(row)
  return true
}

const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  yen: '¥',
  middot: '·',
  mdash: '—',
  ndash: '–',
  minus: '-',
  zwnj: '',
  zwj: '',
}

/** Where the page breaks a line: unlike a blank, it never parts the thousands of one figure. */
const BREAK = '\u2028'

function plainText(raw: string): string {
  if (raw.includes(BREAK)) return raw.split(BREAK).map(plainText).filter(Boolean).join('\n')
  const text = raw.includes('&') ? decodeEntities(raw) : raw
  const trimmed = text.trim()
  return /\s\s|[\t\n\r]/.test(trimmed) ? trimmed.replace(/\s+/g, ' ') : trimmed
}

const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]+));?/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal)
    if (code === 160) return ' '
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
