/** Files as they come in: kept first, then read; what was applied before is only recognised. */
import { cutBefore } from '../../cut-text'
import { insertSourceFile, selectAppliedFile } from './imports.queries'
import type { SourceFileTable } from './imports.table'
import type { ImportRun } from '../days/import-run'
import { UnreadableFile, type Importing, type ImportSource, type Received } from './importing'
import { fileReport, type FileOutcome, type FileReport } from './report'

/** Null where the file cannot be had: it is reported as rejected. */
export async function receiveReadable(importing: Importing, source: ImportSource): Promise<Received | null> {
  try {
    return await receive(importing, source)
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    const file = emptyOutcome({ id: '', path: source.path, name: nameOf(source.path), sha256: '' })
    file.problems.push(error.problem)
    importing.reports.set(source, { ...fileReport(file, importing.language), sha256: null, id: null })
    return null
  }
}

/** Keeps the bytes first, then reads them; bytes that were applied before are not read again, unless with a reason. */
async function receive({ run, firstOf, again }: Importing, source: ImportSource): Promise<Received> {
  const { deps, options } = run
  const bytes = await source.bytes()
  const sha256 = await deps.files.put(bytes)
  const id = deps.newId()
  const name = nameOf(source.path)
  const file = emptyOutcome({ id, path: source.path, name, sha256 })
  await insertSourceFile(deps.db, {
    id,
    sha256,
    name,
    size: bytes.length,
    kind: null,
    status: 'received',
    received_at: deps.clock.now().toISOString(),
    received_by: options.by,
    report: null,
  })
  const twin = firstOf.get(sha256)
  if (twin) {
    file.kind = twin.file.kind
    file.records = twin.file.records
    return { source, file, content: null, firstDate: twin.firstDate }
  }
  const received: Received = { source, file, content: null, firstDate: null }
  firstOf.set(sha256, received)
  // with a reason they may restate a day by what else has changed since, such as a class of accounts
  const before = again || options.reason !== null ? undefined : await selectAppliedFile(deps.db, sha256)
  if (before) {
    rememberKnown(run, file, before)
    return received
  }
  const content = await deps.reader.read(bytes, { fileName: name })
  file.kind = content.kind
  file.problems = [...content.problems]
  file.records = content.kind === null ? null : content.records.length + content.valuations.length
  received.content = content
  received.firstDate = content.firstDate
  return received
}

const MAX_NAME = 300
const nameOf = (path: string): string => cutBefore(path.split(/[/\\]/).at(-1) ?? path, MAX_NAME)

const emptyOutcome = (file: Pick<FileOutcome, 'id' | 'path' | 'name' | 'sha256'>): FileOutcome => ({
  ...file,
  kind: null,
  isKnown: false,
  records: null,
  changedRows: 0,
  sameRows: 0,
  days: new Map(),
  problems: [],
  rechecked: [],
})

function rememberKnown(run: ImportRun, file: FileOutcome, before: SourceFileTable): void {
  file.isKnown = true
  file.kind = before.kind as FileOutcome['kind']
  const report: Partial<Pick<FileReport, 'days' | 'records'>> = JSON.parse(before.report ?? '{}')
  file.records = report.records ?? null
  for (const day of report.days ?? []) {
    const portfolioId = run.portfolios.find((portfolio) => portfolio.code === day.portfolio)?.id ?? null
    file.days.set(`${portfolioId} ${day.date}`, { ...day, portfolioId, changed: false, problems: [] })
  }
}
