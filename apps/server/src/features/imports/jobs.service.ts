/** Imports that run by themselves: files are stored first, then a job is queued, and a worker under a lease takes it. */
import { setInterval } from 'node:timers'
import type { Deps } from '../../deps'
import { isOutOfRoom } from '../../out-of-room'
import type { RunOptions } from '../days/import-run'
import { importFiles } from './import-files.service'
import {
  insertJob,
  releaseLease,
  selectFinishedSince,
  selectJobFiles,
  selectNextJob,
  takeLease,
  updateJob,
  updateJobFile,
} from './jobs.queries'
import type { ImportJobFileTable, ImportJobTable } from './jobs.table'
import type { FileReport } from './report'

const LEASE_SECONDS = 60
const RENEW_MS = 15_000
/** A job that the database or the store failed so often is given up. */
const MAX_ATTEMPTS = 3
/** Progress is written so often at most, in steps of a job. */
const SHOWN_STEPS = 100

/** A file that is stored already. */
export type StoredFile = Pick<ImportJobFileTable, 'name' | 'sha256' | 'size'>

export interface JobRequest {
  origin: ImportJobTable['origin']
  by: string
  reason: string | null
  files: StoredFile[]
}

/** Queues an import of stored files; returns the job's id. */
export async function queueImport(deps: Deps, { origin, by, reason, files }: JobRequest): Promise<string> {
  const id = deps.newId()
  const job: ImportJobTable = {
    id,
    state: 'waiting',
    origin,
    created_by: by,
    created_at: deps.clock.now().toISOString(),
    reason,
    started_at: null,
    finished_at: null,
    steps_done: 0,
    steps_total: files.length * 2,
    attempts: 0,
    failure: null,
  }
  const rows = files.map((file, position) => ({ ...file, job_id: id, position, source_file_id: null, status: null }))
  await deps.db.transaction().execute((tx) => insertJob(tx, job, rows))
  return id
}

/** Runs what waits, oldest first, one at a time in the whole house; ends where nothing waits or another server works. */
export async function runDueJobs(deps: Deps, stopping?: AbortSignal): Promise<void> {
  const holder = deps.newId()
  const renew = () => takeLease(deps.db, { name: 'import', holder, ...leaseTimes(deps) })
  if (!(await renew())) return
  const lost = new AbortController()
  const signals = stopping ? [lost.signal, stopping] : [lost.signal]
  const timer = setInterval(() => {
    renew().then(
      (isOurs) => isOurs || lost.abort(),
      () => lost.abort(),
    )
  }, RENEW_MS).unref()
  try {
    const signal = AbortSignal.any(signals)
    for (let job = await selectNextJob(deps.db); job && !signal.aborted; job = await selectNextJob(deps.db))
      await runJob(deps, job, signal)
  } finally {
    clearInterval(timer)
    await releaseLease(deps.db, 'import', holder)
  }
}

function leaseTimes({ clock }: Deps): { now: string; until: string } {
  const now = clock.now()
  return { now: now.toISOString(), until: new Date(now.getTime() + LEASE_SECONDS * 1000).toISOString() }
}

/** One job from its beginning, also where another run of it was cut off: what is applied already stays as it is. */
async function runJob(deps: Deps, job: ImportJobTable, stopping: AbortSignal): Promise<void> {
  const { db } = deps
  const startedAt = job.started_at ?? deps.clock.now().toISOString()
  if (job.attempts >= MAX_ATTEMPTS) return endJob(deps, job.id, 'failed')
  await updateJob(db, job.id, { state: 'running', started_at: startedAt, attempts: job.attempts + 1, failure: null })
  const files = await selectJobFiles(db, job.id)
  const reports = await importJob(deps, { job, files, stopping }).catch(async (error: unknown) => {
    // where nothing can be written the next attempt says so as well
    await updateJob(db, job.id, { failure: isOutOfRoom(error) ? 'no-room' : 'error' }).catch(() => undefined)
    throw error
  })
  // Stopped between two files: whoever starts next goes on, and this was no failure.
  if (reports.length < files.length) return updateJob(db, job.id, { attempts: job.attempts })
  for (const [index, report] of reports.entries()) await linkFile(deps, { job, startedAt, file: files[index], report })
  await endJob(deps, job.id, 'done')
}

const endJob = ({ db, clock }: Deps, id: string, state: 'done' | 'failed'): Promise<void> =>
  updateJob(db, id, { state, finished_at: clock.now().toISOString() })

interface Running {
  job: ImportJobTable
  files: ImportJobFileTable[]
  stopping: AbortSignal
}

async function importJob(deps: Deps, { job, files, stopping }: Running): Promise<FileReport[]> {
  const sources = files.map(({ name, sha256 }) => ({ path: name, bytes: () => deps.files.get(sha256) }))
  let shown = -1
  let writing: Promise<void> = Promise.resolve()
  const onProgress = ({ done, total }: { done: number; total: number }) => {
    const step = Math.floor((done * SHOWN_STEPS) / total)
    if (step === shown) return
    shown = step
    writing = writing.then(() => updateJob(deps.db, job.id, { steps_done: done, steps_total: total }))
  }
  const as: RunOptions['as'] = job.origin === 'console' ? 'staff' : 'system'
  const options = { publish: false, by: job.created_by, as, reason: job.reason }
  const report = await importFiles(deps, sources, { ...options, onProgress, stopping })
  await writing
  return report.files
}

interface Linked {
  job: ImportJobTable
  startedAt: string
  file: ImportJobFileTable | undefined
  report: FileReport
}

/** An interrupted run may have applied the file: then that is what became of it, not the "unchanged" of the second time. */
async function linkFile({ db }: Deps, { job, startedAt, file, report }: Linked): Promise<void> {
  if (!file) return
  const earlier =
    report.status === 'unchanged' && report.sha256 !== null && job.started_at !== null
      ? await selectFinishedSince(db, { sha256: report.sha256, by: job.created_by, since: startedAt })
      : undefined
  const { id, status } = earlier ?? report
  await updateJobFile(db, { jobId: job.id, position: file.position, source_file_id: id, status })
}
