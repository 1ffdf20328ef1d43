/** Files in, days out: the one way in for the command line, the first start and whatever sends files later. */
import type { Language } from '@sma/contract/problem-words'
import { problem } from '@sma/importers/problems'
import type { Problem } from '@sma/importers/records'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { noteAuditHead } from '../audit/audit.service'
import type { FindPdf } from '../publications/import-publications.service'
import { lockPortfolio, selectCandidates, selectVersions } from '../days/day-records.queries'
import {
  actorOf,
  earliestStaged,
  inTransaction,
  openRun,
  reloadMasterData,
  type ImportRun,
  type RunOptions,
} from '../days/import-run'
import { keepMissingDays } from '../days/missing-days.service'
import { publishLateRows } from '../days/publish-day.service'
import { publishWaitingDays } from '../days/publish-waiting.service'
import { recheckDays } from '../days/recheck.service'
import { NO_NEWS, settleDay } from '../days/settle-day.service'
import { applyDays, outcomeOf, problemsOf } from './apply-days.service'
import { applyMaster } from './apply-master.service'
import { daysOf } from './file-days'
import { keepFileFindings } from './file-findings.service'
import { finishSourceFile, insertSourceFile, selectAppliedFile } from './imports.queries'
import type { SourceFileTable } from './imports.table'
import { byNeed } from './need-order'
import { portfolioNames } from './portfolio-names'
import { receivedPdf } from './received-pdf'
import type { ReadContent } from './read-file'
import { fileReport, statusOf, type DayReport, type FileOutcome, type FileReport, type ImportReport } from './report'

/** A file to import; its bytes are asked for once. */
export interface ImportSource {
  path: string
  bytes(): Promise<Uint8Array>
}

/** Thrown by `bytes` where this one file cannot be had; the others are imported all the same. */
export class UnreadableFile extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code)
  }
}

interface ImportProgress {
  /** Steps of reading and applying together, two a file. */
  done: number
  total: number
  path: string
}

export interface ImportOptions extends RunOptions {
  /** Language of the report's messages; zh-CN where it is left out. */
  language?: Language
  onProgress?: (progress: ImportProgress) => void
  /** Ends the import between two files; what is done stays, and running again goes on. */
  stopping?: AbortSignal
}

/** What is read ahead may take so much memory; beyond it a file is read again when its turn comes. */
const KEPT_BYTES = 80_000_000
const BYTES_PER_RECORD = 400

/** Roughly how much memory a content holds on to. */
const weightOf = (content: ReadContent): number =>
  content.valuations.reduce((sum, valuation) => sum + valuation.payload.length + 500, 0) +
  content.records.length * BYTES_PER_RECORD

interface Received {
  source: ImportSource
  file: FileOutcome
  /** Null: read again from the store. */
  content: ReadContent | null
  firstDate: string | null
}

interface Importing {
  run: ImportRun
  language: Language
  /** Portfolios that something was applied to. */
  touched: Set<string>
  /** Every file received, and those whose turn has come. */
  files: FileOutcome[]
  applied: Set<FileOutcome>
  /** Files whose import stands in the audit log. */
  recorded: Set<FileOutcome>
  /** The first file of each content in this import. */
  firstOf: Map<string, Received>
  /** Reports by what was asked for. */
  reports: Map<ImportSource, FileReport>
}

/**
 * Imports files in the order of need and reports on each in the order given. What cannot be used is a problem in the
 * report; an exception means that the database or the store failed, and running again finishes the work.
 */
export async function importFiles(
  deps: Deps,
  sources: readonly ImportSource[],
  options: ImportOptions,
): Promise<ImportReport> {
  const run = await openRun(deps, options)
  const language = options.language ?? 'zh-CN'
  const importing: Importing = {
    run,
    language,
    touched: new Set(),
    files: [],
    applied: new Set(),
    recorded: new Set(),
    firstOf: new Map(),
    reports: new Map(),
  }
  const total = sources.length * 2
  let done = 0
  const step = (path: string) => options.onProgress?.({ done: (done += 1), total, path })
  const received: Received[] = []
  let kept = 0
  for (const source of sources) {
    if (options.stopping?.aborted) break
    const item = await receiveReadable(importing, source)
    step(source.path)
    if (!item) {
      step(source.path)
      continue
    }
    kept += item.content ? weightOf(item.content) : 0
    if (kept > KEPT_BYTES) item.content = null
    received.push(item)
    importing.files.push(item.file)
  }
  const byNeedOf = ({ file, firstDate }: Received) => ({ kind: file.kind, firstDate })
  for (const item of [...received].sort((left, right) => byNeed(byNeedOf(left), byNeedOf(right)))) {
    if (options.stopping?.aborted) break
    await applyOne(importing, item)
    importing.applied.add(item.file)
    item.content = null
    step(item.file.path)
  }
  await settleHeldDays(importing)
  await recheckLaterDays(importing)
  for (const portfolioId of importing.touched) await keepMissingDays(run, portfolioId)
  showFinalStates(importing)
  const finished = received.filter(({ file }) => importing.applied.has(file))
  await inTransaction(run, async (tx) => {
    for (const { file } of finished) await finish(importing, tx, file)
  })
  for (const { file, source } of finished) importing.reports.set(source, fileReport(file, language))
  await noteAuditHead(deps)
  return { files: sources.flatMap((source) => importing.reports.get(source) ?? []) }
}

/** Null where the file cannot be had: it is reported as rejected. */
async function receiveReadable(importing: Importing, source: ImportSource): Promise<Received | null> {
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

/** Keeps the bytes first, then reads them; bytes that were applied before are not read again. */
async function receive({ run, firstOf }: Importing, source: ImportSource): Promise<Received> {
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
  const before = await selectAppliedFile(deps.db, sha256)
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
const nameOf = (path: string): string => (path.split(/[/\\]/).at(-1) ?? path).slice(-MAX_NAME)

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

async function applyOne(importing: Importing, { file, content }: Received): Promise<void> {
  const { run, firstOf, touched, recorded } = importing
  const twin = firstOf.get(file.sha256)?.file
  if (file.isKnown) return applyKnown(importing, file)
  if (twin && twin !== file) return applyTwin(file, twin)
  const read = content ?? (await run.deps.reader.read(await run.deps.files.get(file.sha256), { fileName: file.name }))
  if (read.records.some(isMasterData)) {
    const findPdf: FindPdf = (db, name) => receivedPdf(db, { files: importing.files, table: file, name })
    await applyMaster(run, file, { records: read.records, findPdf })
    await reloadMasterData(run)
    // also where nothing is new: an import that was cut off may have stored it without looking at what waited for it
    touchAll(importing)
  }
  const days = daysOf(file, read, portfolioNames(run.portfolios))
  await keepFileFindings(run, file)
  await applyDays(run, file, days, async (tx) => {
    noteSameFigures(file)
    await finish(importing, tx, file)
  })
  recorded.add(file)
  for (const day of days) touched.add(day.portfolio.id)
}

const isMasterData = (record: ReadContent['records'][number]): boolean =>
  !('date' in record) || record.kind === 'benchmark' || MASTER_DATED.has(record.kind)

function touchAll({ run, touched }: Importing): void {
  for (const portfolio of run.portfolios) touched.add(portfolio.id)
}

const MASTER_DATED = new Set<string>(['fund-nav', 'trading-day'])

/** Other bytes, equal figures: no version was made, and the report says so. */
function noteSameFigures(file: FileOutcome): void {
  const isOutranked = [...file.days.values()].some(({ problems }) => problems.some(isOutrankedSource))
  const isNoted = file.problems.some(({ code }) => code === 'same-figures')
  if (isNoted || isOutranked || statusOf(file) !== 'unchanged') return
  file.problems.push(problem('same-figures', 'warning', {}))
}

const isOutrankedSource = ({ code }: Problem): boolean => code === 'source-outranked'

/**
 * Bytes that were applied before: their checked days may still be published now, and what an interrupted import left to its
 * end (held days, late rows, the day after a restated one) is looked at again.
 */
async function applyKnown(importing: Importing, file: FileOutcome): Promise<void> {
  const { run, touched } = importing
  if (file.days.size === 0) touchAll(importing)
  for (const day of file.days.values()) {
    if (day.portfolioId === null) continue
    touched.add(day.portfolioId)
    if (run.options.publish) {
      const filter = { portfolioIds: [day.portfolioId], date: day.date }
      if (day.state !== 'published' && (await publishWaitingDays(run, filter)).published.length > 0) day.changed = true
    }
    const newest = (await selectVersions(run.deps.db, day.portfolioId, day.date)).at(-1)
    if (newest && newest.state !== 'held' && newest.state !== 'superseded') day.state = newest.state
  }
}

/** The same bytes twice in one import. */
function applyTwin(file: FileOutcome, twin: FileOutcome): void {
  file.problems = [...twin.problems]
  const isApplied = statusOf(twin) === 'applied' || statusOf(twin) === 'unchanged'
  file.isKnown = isApplied
  for (const [key, day] of twin.days) file.days.set(key, { ...day, changed: false })
}

/** Days that waited for what has now come are settled again, in the order of their dates. */
async function settleHeldDays({ run, touched, applied }: Importing): Promise<void> {
  const { db } = run.deps
  const files = [...applied]
  for (const { portfolioId, date } of await selectCandidates(db, {
    states: ['held'],
    portfolioIds: [...touched],
    date: null,
  })) {
    const portfolio = run.portfolios.find((row) => row.id === portfolioId)
    if (!portfolio) continue
    const settled = await inTransaction(run, async (tx) => {
      await lockPortfolio(tx, portfolioId)
      return settleDay(run, tx, { portfolio, date }, NO_NEWS)
    })
    if (settled.state === 'held') continue
    const outcome = outcomeOf({ portfolio: portfolio.code, portfolioId, date }, settled)
    const key = `${portfolioId} ${date}`
    const concerned = files.filter((file) => file.days.get(key)?.problems.length)
    const last = files.at(-1)
    for (const file of concerned.length > 0 || !last ? concerned : [last]) file.days.set(key, outcome)
  }
  if (!run.options.publish) return
  for (const portfolioId of touched) {
    if ((await earliestStaged(run, db, portfolioId)) === null) continue
    await inTransaction(run, async (tx) => {
      await lockPortfolio(tx, portfolioId)
      await publishLateRows(run, tx, portfolioId)
    })
  }
}

/** Days that were checked against what has changed; what is found stands in the report of the file that brought the change. */
async function recheckLaterDays({ run, files, applied }: Importing): Promise<void> {
  const last = [...applied].at(-1)
  for (const { portfolio, date, sourceFileId, problems } of await recheckDays(run)) {
    const day = { portfolio: portfolio.code, portfolioId: portfolio.id, date }
    const file = files.find(({ id }) => id === sourceFileId) ?? last
    if (!file) continue
    const told = new Set([...file.days.values()].flatMap((own) => own.problems.map(textOf)))
    file.rechecked.push(...problemsOf(day, problems).filter((item) => !told.has(textOf(item))))
  }
}

const textOf = ({ code, date, found, expected }: Problem): string => [code, date, found, expected].join(' ')

/** What was only staged takes the state that its day has come to in this import. */
function showFinalStates({ files }: Importing): void {
  const final = new Map<string, DayReport['state']>()
  for (const file of files)
    for (const [key, day] of file.days)
      if (day.state === 'published' || (isWaiting(day.state) && !final.has(key))) final.set(key, day.state)
  for (const file of files)
    for (const [key, day] of file.days) if (day.state === 'imported') day.state = final.get(key) ?? 'imported'
}

const isWaiting = (state: DayReport['state']): boolean => state === 'checked' || state === 'approved'

/** Writes what became of a file; the first time, who brought it. */
async function finish({ run, language, recorded }: Importing, tx: Db, file: FileOutcome): Promise<void> {
  const { status, records, days, problems, kind } = fileReport(file, language)
  await finishSourceFile(tx, { id: file.id, kind, status, report: JSON.stringify({ records, days, problems }) })
  if (recorded.has(file)) return
  const detail = { sha256: file.sha256, kind, status, days: days.length, problems: problems.length }
  run.events.push({ actor: actorOf(run), action: 'import-file', object: { kind: 'file', id: file.id }, detail })
}
