/** The ledger: every file ever received, what it was recognised as and what became of it. */
import type { listFiles, readFile, readImportJob } from '@sma/contract/staff-files'
import { addDays } from '@sma/finance/dates'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { startOfDay } from '../../shanghai'
import { noteEvent, type Actor } from '../audit/audit.service'
import type { DayState } from '../days/days.table'
import type { SourceFileTable } from './imports.table'
import { selectJob, selectJobFiles, selectNewestJobs } from './jobs.queries'
import type { ImportJobTable } from './jobs.table'
import { selectFirstOf, selectSourceFile, selectSourceFiles, selectVersionsOf } from './ledger.queries'
import type { FileReport } from './report'

const DEFAULT_LIMIT = 50

type FilesQuery = z.output<typeof listFiles.query>

/** One page of the ledger; the cursor is the id of its last row. */
export async function ledgerPage(
  { db }: Pick<Deps, 'db'>,
  query: FilesQuery,
): Promise<z.input<typeof listFiles.reply>> {
  const { status, kind, text, from, to, limit = DEFAULT_LIMIT, cursor } = query
  if (cursor !== undefined && !/^[0-9A-Z]{26}$/.test(cursor)) throw new AppError('cursor-invalid')
  const rows = await selectSourceFiles(db, {
    status,
    kind,
    text: text?.trim(),
    from: from && startOfDay(from),
    before: to && startOfDay(addDays(to, 1)),
    after: cursor,
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  return { items: page.map(ledgerItem), next: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
}

const SEVERITIES = ['error', 'review', 'warning'] as const

function ledgerItem(row: SourceFileTable) {
  const { days, problems } = reportOf(row)
  const worst = SEVERITIES.find((severity) => problems.some((problem) => problem.severity === severity)) ?? null
  return { ...ledgerFields(row), days: days.length, problems: problems.length, worst }
}

const ledgerFields = (row: SourceFileTable) => ({
  id: row.id,
  name: row.name,
  size: row.size,
  sha256: row.sha256,
  kind: row.kind,
  status: row.status,
  receivedAt: row.received_at,
  receivedBy: row.received_by,
})

type Kept = Pick<FileReport, 'records' | 'days' | 'problems'>

const reportOf = ({ report }: SourceFileTable): Kept => ({
  records: null,
  days: [],
  problems: [],
  ...(report === null ? {} : (JSON.parse(report) as Partial<Kept>)),
})

/** A file with the versions whose valuation is its own, as they stand now, and the first file of the same bytes. */
export async function ledgerFile({ db }: Pick<Deps, 'db'>, id: string): Promise<z.input<typeof readFile.reply>> {
  const row = await knownFile(db, id)
  const { records, days, problems } = reportOf(row)
  const versions = new Map<string, { version: number; now: DayState }>()
  for (const { code, date, version, state } of await selectVersionsOf(db, id, days))
    versions.set(`${code} ${date}`, { version, now: state })
  const first = await selectFirstOf(db, row)
  return {
    ...ledgerFields(row),
    records,
    days: days.map((day) => ({
      ...day,
      ...(versions.get(`${day.portfolio} ${day.date}`) ?? { version: null, now: null }),
    })),
    problems,
    sameAs: first ? { id: first.id, receivedAt: first.received_at, receivedBy: first.received_by } : null,
  }
}

async function knownFile(db: Deps['db'], id: string): Promise<SourceFileTable> {
  const row = await selectSourceFile(db, id)
  if (!row) throw new AppError('not-found')
  return row
}

/** The bytes again; who took them is written down first. */
export async function fileContent(deps: Deps, id: string, actor: Actor): Promise<{ name: string; bytes: Buffer }> {
  const { name, sha256 } = await knownFile(deps.db, id)
  // Of files with clients the bytes go after their time.
  if (!deps.files.has(sha256)) throw new AppError('not-found')
  const bytes = await deps.files.get(sha256)
  await noteEvent(deps, { actor, action: 'download-file', object: { kind: 'file', id } })
  return { name, bytes }
}

const NEWEST_JOBS = 20

export async function newestJobs({ db }: Pick<Deps, 'db'>) {
  return { jobs: (await selectNewestJobs(db, NEWEST_JOBS)).map(jobFields) }
}

export async function importJob({ db }: Pick<Deps, 'db'>, id: string): Promise<z.input<typeof readImportJob.reply>> {
  const job = await selectJob(db, id)
  if (!job) throw new AppError('not-found')
  const files = await selectJobFiles(db, id)
  return {
    ...jobFields(job),
    files: files.map(({ name, size, source_file_id, status }) => ({ name, size, fileId: source_file_id, status })),
  }
}

const jobFields = (job: ImportJobTable) => ({
  id: job.id,
  state: job.state,
  origin: job.origin,
  createdAt: job.created_at,
  createdBy: job.created_by,
  finishedAt: job.finished_at,
  stepsDone: job.steps_done,
  stepsTotal: job.steps_total,
  failure: job.state === 'failed' ? (job.failure ?? ('stopped' as const)) : null,
})
