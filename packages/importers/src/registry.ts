/** From bytes to records: container, tables, kind by content, reader. To add a format, add its reader to the list. */
import { isAnyIdNumber, isPhone } from '@sma/contract/identity'
import { cellText, headingLabel } from './bytes/cells'
import { readContainer } from './bytes/container'
import type { Grid } from './bytes/grid'
import { MAX_FILE_BYTES, XLS_ROWS } from './bytes/limits'
import { isPdf, pdfFault } from './bytes/pdf'
import { dumpReader } from './fa/dump'
import { valuationSheetReader } from './fa/sheet'
import { o32HoldingsReader } from './o32/holdings'
import { o32JournalReader } from './o32/journal'
import { neutralReaders } from './neutral/readers'
import { problem } from './problems'
import type { HeaderMatch, Reader } from './reader'
import type { Problem, ReadOptions, ReadResult } from './records'

/** The first reader that recognises a table reads it. */
// prettier-ignore
const READERS: readonly Reader[] = [
  valuationSheetReader,
  dumpReader,
  o32JournalReader,
  o32HoldingsReader,
  ...neutralReaders,
]

interface Match {
  reader: Reader
  match: HeaderMatch
}

/**
 * Reads a file into records and problems. Never throws: bytes that are no file of a known kind give kind null and an
 * error that says why.
 */
export function readFile(bytes: Uint8Array, options: ReadOptions): ReadResult {
  if (isPdf(bytes) && /\.pdf$/i.test(options.fileName) && bytes.length <= MAX_FILE_BYTES) return readPdf(bytes)
  const { container, grids, problems } = readContainer(bytes)
  if (problems.length > 0) return { kind: null, records: [], problems }
  if (grids.length === 0) return { kind: null, records: [], problems: [problem('no-rows', 'error', {})] }
  const matches = usableMatches(grids.flatMap(matchOf))
  const only = matches[0]
  if (only === undefined) return { kind: null, records: [], problems: [unknownKind(grids)] }
  if (matches.length > 1) return { kind: only.reader.kind, records: [], problems: [ambiguous(matches)] }
  const match = container === 'html' ? withTitle(only.match, grids) : only.match
  const { records, problems: found } = only.reader.read(match, options)
  return { kind: only.reader.kind, records, problems: [...cutProblems(only.match.grid), ...found] }
}

/** What clients are given to read: nothing is taken from it, but it must be fit to be given. */
function readPdf(bytes: Uint8Array): ReadResult {
  const found = pdfFault(bytes)
  return { kind: 'pdf', records: [], problems: found === null ? [] : [problem('pdf-unfit', 'error', { found })] }
}

const TITLE_ROWS = 12

/** A page may hold the title, with the day and the unit, in tables of its own before that of the figures. */
function withTitle({ grid, headerIndex }: HeaderMatch, grids: Grid[]): HeaderMatch {
  const title = grids.slice(0, grids.indexOf(grid)).flatMap(({ rows }) => rows.filter(isFilled))
  const hasOwn = grid.rows.slice(0, headerIndex).some(isFilled)
  if (hasOwn || title.length === 0 || title.length > TITLE_ROWS) return { grid, headerIndex }
  // rows keep the numbers that they have in their own table
  const joined = { ...grid, rows: [...title, ...grid.rows], firstRow: grid.firstRow - title.length }
  return { grid: joined, headerIndex: headerIndex + title.length }
}

/** A table of exactly the length that .xls can hold may go on in a file nobody sent. */
function cutProblems({ sheet, rows, firstRow }: Grid): Problem[] {
  const last = firstRow + rows.length - 1
  return last === XLS_ROWS ? [problem('rows-cut', 'review', { sheet, row: last, found: String(last) })] : []
}

function matchOf(grid: Grid): Match[] {
  for (const reader of READERS) {
    const match = reader.recognise(grid)
    if (match !== null) return [{ reader, match }]
  }
  return []
}

/** Empty tables yield to filled ones; of several filled ones a person chooses. */
function usableMatches(matches: Match[]): Match[] {
  const filled = matches.filter(({ match }) => match.grid.rows.slice(match.headerIndex + 1).some(isFilled))
  return filled.length > 0 ? filled : matches.slice(0, 1)
}

const isFilled = (row: Grid['rows'][number]): boolean => row.some((cell) => cellText(cell) !== '')

const ambiguous = (matches: Match[]): Problem =>
  problem('header-ambiguous', 'review', {
    found: matches.map(({ match }) => match.grid.sheet ?? '').join(', '),
    expected: '1',
  })

const SEARCH_ROWS = 60

/** No header is longer. */
const MAX_HEADER = 5_000
const OTHER_SEPARATORS = [';', '|', '，', '；', '^'] as const

/** A quote that our marks would end at goes on to the end of the line. */
const partsOf = (line: string, mark: string): string[] => line.split(mark).map((part) => part.replaceAll('"', ''))

/** The mark that parts the columns where it is none of ours: a header is recognised once it is split there. */
function otherSeparator(grid: Grid): string | null {
  const heads = grid.rows
    .slice(0, SEARCH_ROWS)
    .filter((row) => row.filter((cell) => cellText(cell) !== '').length === 1)
  const isHeader = (cells: string[]) => READERS.some((reader) => reader.recognise({ ...grid, rows: [cells] }) !== null)
  const lines = heads.map((row) => row.join('')).filter((line) => line.length <= MAX_HEADER)
  return OTHER_SEPARATORS.find((mark) => lines.some((line) => isHeader(partsOf(line, mark)))) ?? null
}

/** Why no reader took the file: a NAV announcement, a valuation sheet without its header, or something else. */
function unknownKind(grids: Grid[]): Problem {
  const separator = grids.map(otherSeparator).find((mark) => mark !== null)
  if (separator) return problem('separator-unknown', 'error', { found: separator, expected: ',' })
  const rows = grids.flatMap((grid) => grid.rows.slice(0, SEARCH_ROWS).map((row) => row.map(headingLabel)))
  const labels = rows.flat()
  const has = (pattern: RegExp): boolean => labels.some((label) => pattern.test(label))
  const hasAccounts = labels.includes('1002') || has(/^1105|^2206/)
  if (has(/资产净值公告|净值公告/) || (has(/单位净值/) && !hasAccounts)) return problem('nav-announcement', 'error', {})
  if (has(/估值表/) || hasAccounts) return problem('header-missing', 'error', { expected: '科目代码, 科目名称' })
  // a table of people without its header is not quoted: problems are kept and shown
  const people = rows.findIndex((row) => row.some((label) => isAnyIdNumber(label) || isPhone(label)))
  const found = (people < 0 ? rows : rows.slice(0, people)).flat().filter(Boolean)
  return problem('kind-unknown', 'error', { found: found.slice(0, 8).join(', ') })
}
