/** What an import says of each file; the shape of `sma import --json`. */
import type { FileKind } from '@sma/contract/file-kinds'
import { problemText, type Language } from '@sma/contract/problem-words'
import type { ProblemCode } from '@sma/contract/problem-codes'
import type { Problem, Severity } from '@sma/importers/records'

type DayState = 'imported' | 'held' | 'checked' | 'approved' | 'published' | 'withdrawn' | 'rejected'
export type FileStatus = 'applied' | 'held' | 'rejected' | 'unchanged'

export interface DayReport {
  portfolio: string
  date: string
  state: DayState
}

interface ProblemReport {
  code: ProblemCode
  severity: Severity
  sheet: string | null
  row: number | null
  column: string | null
  found: string | null
  expected: string | null
  message: string
  /** What it holds back; null: the whole file, or every day. */
  portfolio: string | null
  date: string | null
}

export interface FileReport {
  path: string
  /** Null where the bytes could not be had. */
  sha256: string | null
  /** Null where the content is of no known kind. */
  kind: FileKind | null
  status: FileStatus
  /** How many records were read from it; null where it could not be read. */
  records: number | null
  days: DayReport[]
  problems: ProblemReport[]
  /** Its place in the ledger of received files; null where the bytes could not be had. */
  id: string | null
}

export interface ImportReport {
  files: FileReport[]
}

/** One portfolio and day of one file. */
export interface DayOutcome extends DayReport {
  portfolioId: string | null
  changed: boolean
  /** From the checks and the comparison; gone once the day is settled otherwise. */
  problems: Problem[]
}

/** What is known of a file while it is being imported. */
export interface FileOutcome {
  id: string
  path: string
  name: string
  sha256: string
  kind: FileKind | null
  /** Set where the file was not read again: the same bytes were applied before. */
  isKnown: boolean
  records: number | null
  /** Rows of master data that changed something, and that were already so. */
  changedRows: number
  sameRows: number
  days: Map<string, DayOutcome>
  problems: Problem[]
  /** What looking again at other days brought up; it says nothing of what became of this file. */
  rechecked: Problem[]
}

/** A file takes its worst day's status; it is rejected only where nothing of it is kept. */
export function statusOf(file: FileOutcome): FileStatus {
  const days = [...file.days.values()]
  const problems = [...file.problems, ...days.flatMap((day) => day.problems)]
  const blocks = problems.some((problem) => problem.severity !== 'warning')
  const isKept = file.changedRows + file.sameRows > 0 || days.some((day) => day.state !== 'rejected') || file.isKnown
  if (blocks && !isKept && problems.some((problem) => problem.severity === 'error')) return 'rejected'
  if (blocks || days.some((day) => day.state === 'held' || day.state === 'rejected')) return 'held'
  const saysNothing = days.length === 0 && file.sameRows === 0 && !file.isKnown
  return saysNothing || file.changedRows > 0 || days.some((day) => day.changed) ? 'applied' : 'unchanged'
}

/** The outcome with words in the reader's language. */
export function fileReport(file: FileOutcome, language: Language): FileReport {
  const days = [...file.days.values()].sort(byDateAndPortfolio)
  const problems = [...file.problems, ...days.flatMap((day) => day.problems), ...file.rechecked]
  return {
    path: file.path,
    sha256: file.sha256,
    kind: file.kind,
    status: statusOf(file),
    records: file.records,
    days: days.map(({ portfolio, date, state }) => ({ portfolio, date, state })),
    problems: problems.map((problem) => problemReport(problem, language)),
    id: file.id,
  }
}

function byDateAndPortfolio(left: DayReport, right: DayReport): number {
  const [first, second] = [`${left.date} ${left.portfolio}`, `${right.date} ${right.portfolio}`]
  return first < second ? -1 : first > second ? 1 : 0
}

function problemReport(problem: Problem, language: Language): ProblemReport {
  const { code, severity, sheet, row, column, found, expected, portfolio, date } = problem
  const message = problemText(code, { sheet, row, column, found, expected }, language)
  return {
    code,
    severity,
    sheet,
    row,
    column,
    found,
    expected,
    message,
    portfolio: portfolio?.value ?? null,
    date,
  }
}
