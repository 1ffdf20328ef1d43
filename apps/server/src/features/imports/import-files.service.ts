/** Files in, days out: the one way in for the command line, the first start and whatever sends files later. */
import { problem } from '@sma/importers/problems'
import type { Problem } from '@sma/importers/records'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { noteAuditHead } from '../audit/audit.service'
import type { FindPdf } from '../publications/import-publications.service'
import { selectVersions } from '../days/day-records.queries'
import { actorOf, inTransaction, openRun, reloadMasterData } from '../days/import-run'
import { keepMissingDays } from '../days/missing-days.service'
import { publishWaitingDays } from '../days/publish-waiting.service'
import { applyDays } from './apply-days.service'
import { applyMaster } from './apply-master.service'
import { recheckLaterDays, settleHeldDays, showFinalStates } from './end-import.service'
import { daysOf } from './file-days'
import { keepFileFindings } from './file-findings.service'
import type { Importing, ImportOptions, ImportSource, Received } from './importing'
import { finishSourceFile } from './imports.queries'
import { byNeed } from './need-order'
import { portfolioNames } from './portfolio-names'
import { receivedPdf } from './received-pdf'
import type { ReadContent } from './read-file'
import { receiveReadable } from './receive-files.service'
import { fileReport, statusOf, type FileOutcome, type ImportReport } from './report'

/** What is read ahead may take so much memory; beyond it a file is read again when its turn comes. */
const KEPT_BYTES = 80_000_000
const BYTES_PER_RECORD = 400

/** Roughly how much memory a content holds on to. */
const weightOf = (content: ReadContent): number =>
  content.valuations.reduce((sum, valuation) => sum + valuation.payload.length + 500, 0) +
  content.records.length * BYTES_PER_RECORD

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
    again: options.again === true,
    stillFits: options.stillFits,
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

async function applyOne(importing: Importing, { file, content }: Received): Promise<void> {
  const { run, firstOf, touched, recorded, stillFits } = importing
  const end = async (tx: Db, outcome: FileOutcome) => {
    noteSameFigures(outcome)
    await finish(importing, tx, outcome)
  }
  const twin = firstOf.get(file.sha256)?.file
  if (file.isKnown) return applyKnown(importing, file)
  if (twin && twin !== file) return applyTwin(file, twin)
  const read = content ?? (await run.deps.reader.read(await run.deps.files.get(file.sha256), { fileName: file.name }))
  if (read.records.some(isMasterData)) {
    const findPdf: FindPdf = (db, name) => receivedPdf(db, { files: importing.files, table: file, name })
    await applyMaster(run, file, { records: read.records, findPdf, stillFits, finish: end })
    recorded.add(file)
    await reloadMasterData(run)
    // also where nothing is new: an import that was cut off may have stored it without looking at what waited for it
    touchAll(importing)
  }
  const days = daysOf(file, read, portfolioNames(run.portfolios))
  await keepFileFindings(run, file)
  await applyDays(run, file, days, (tx) => end(tx, file))
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

/** Writes what became of a file; the first time, who brought it. */
async function finish({ run, language, recorded }: Importing, tx: Db, file: FileOutcome): Promise<void> {
  const { status, records, days, problems, kind } = fileReport(file, language)
  await finishSourceFile(tx, { id: file.id, kind, status, report: JSON.stringify({ records, days, problems }) })
  if (recorded.has(file)) return
  const detail = { sha256: file.sha256, kind, status, days: days.length, problems: problems.length }
  run.events.push({ actor: actorOf(run), action: 'import-file', object: { kind: 'file', id: file.id }, detail })
}
