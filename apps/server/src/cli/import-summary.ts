/** What an import says to a person at its end: first what needs one, then counts; never thousands of lines. */
import type { FileReport, FileStatus, ImportReport } from '../features/imports/report'

/** Files that are listed one by one; of each so many problems. */
const LISTED_FILES = 40
const LISTED_PROBLEMS = 5
const STATUSES: readonly FileStatus[] = ['applied', 'unchanged', 'held', 'rejected']

/** Rejected, held, or with a problem that blocks. */
export const isWaiting = ({ status, problems }: FileReport): boolean =>
  status === 'rejected' || status === 'held' || problems.some(({ severity }) => severity !== 'warning')

export function importSummary({ files }: ImportReport): string {
  const waiting = files.filter(isWaiting)
  const noted = files.filter((file) => !isWaiting(file) && file.problems.length > 0)
  const said = [...waiting, ...noted]
  const lines = said.slice(0, LISTED_FILES).flatMap(fileLines)
  if (said.length > LISTED_FILES)
    lines.push(
      `… and ${said.length - LISTED_FILES} files more with something to say: --json, or the console, lists all`,
    )
  return [...lines, ...kindLines(files), totals(files), ...dayLine(files)].join('\n')
}

function fileLines({ status, path, problems }: FileReport): string[] {
  const lines = problems
    .slice(0, LISTED_PROBLEMS)
    .map(({ severity, message, portfolio, date }) =>
      [`  ${severity}`, portfolio, date, message].filter(Boolean).join('  '),
    )
  const more = problems.length - LISTED_PROBLEMS
  return [`${status.padEnd(9)} ${path}`, ...lines, ...(more > 0 ? [`  … and ${more} problems more`] : [])]
}

/** A line for each kind of file, where there are several. */
function kindLines(files: readonly FileReport[]): string[] {
  const kinds = [...new Set(files.map(({ kind }) => kind ?? 'unknown'))].sort()
  if (kinds.length < 2) return []
  const width = Math.max(...kinds.map((kind) => kind.length))
  return kinds.map(
    (kind) => `${kind.padEnd(width)}  ${counts(files.filter((file) => (file.kind ?? 'unknown') === kind))}`,
  )
}

const totals = (files: readonly FileReport[]): string => `${files.length} files: ${counts(files, STATUSES)}`

/** How many of each status; only those that occur where none are asked for. */
function counts(files: readonly FileReport[], asked: readonly FileStatus[] = []): string {
  const count = (status: FileStatus) => files.filter((file) => file.status === status).length
  const shown = asked.length > 0 ? asked : STATUSES.filter((status) => count(status) > 0)
  return shown.map((status) => `${count(status)} ${status}`).join(', ')
}

function dayLine(files: readonly FileReport[]): string[] {
  const states = new Map<string, number>()
  for (const { state } of files.flatMap(({ days }) => days)) states.set(state, (states.get(state) ?? 0) + 1)
  if (states.size === 0) return []
  return [`Account days: ${[...states].map(([state, count]) => `${count} ${state}`).join(', ')}`]
}
