/**
 * A watched folder. A file is taken when it stands still between two looks, or at once where a marker `<name>.ok` says that it
 * is whole; its import is a job like any other, and its end moves the file to done/ or rejected/ with a report beside it.
 * What is known between two looks is in memory only: after a restart, or by another server, a file is recognised in the job that
 * already holds it, or taken again, which changes nothing twice.
 */
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { MAX_FILE_BYTES } from '@sma/importers/bytes/limits'
import type { Deps } from '../../deps'
import { isArchiveName, isImportName } from './import-paths'
import { selectJob, selectJobFiles, selectUnfinishedFiles } from './jobs.queries'
import { queueImport, type StoredFile } from './jobs.service'
import type { ImportJobFileTable } from './jobs.table'
import { ledgerFile } from './ledger.service'

const BY = 'inbox'
const DONE = 'done'
const REJECTED = 'rejected'

export interface Inbox {
  /** Takes what stands still and moves away what is done; never throws for the sake of one file. */
  lookOnce(): Promise<void>
}

/** Size and time of change: both stay where nobody writes any more. */
type Look = string

interface Taken {
  jobId: string
  position: number
  look: Look
}

export function openInbox(deps: Deps, dir: string, onQueued: () => void): Inbox {
  let seen = new Map<string, Look>()
  const taken = new Map<string, Taken>()

  async function lookOnce(): Promise<void> {
    await Promise.all([DONE, REJECTED].map((name) => mkdir(join(dir, name), { recursive: true })))
    await moveFinished()
    const entries = await readdir(dir, { withFileTypes: true })
    const names = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name))
    const now = new Map<string, Look>()
    // a zip is taken to be refused with a report: what stays without a word would be waited for
    for (const name of [...names].filter((one) => isImportName(one) || isArchiveName(one))) {
      const look = await lookAt(join(dir, name))
      if (look) now.set(name, look)
    }
    const isWhole = (name: string, look: Look) => names.has(`${name}.ok`) || seen.get(name) === look
    const ready = [...now].filter(([name, look]) => taken.get(name)?.look !== look && isWhole(name, look))
    seen = now
    await take(ready)
  }

  async function take(ready: [string, Look][]): Promise<void> {
    if (ready.length === 0) return
    const files: StoredFile[] = []
    const kept: [string, Look][] = []
    const queued = await queuedFiles()
    for (const [name, look] of ready) {
      const file = await store(name, look)
      const known = file && queued.get(keyOf(file))
      if (known) taken.set(name, { ...known, look })
      if (!file || known) continue
      files.push(file)
      kept.push([name, look])
    }
    if (files.length === 0) return
    const jobId = await queueImport(deps, { origin: 'inbox', by: BY, reason: null, files })
    for (const [position, [name, look]] of kept.entries()) taken.set(name, { jobId, position, look })
    onQueued()
  }

  /** Null where somebody wrote while it was read, took it away, or it is too large to be read at all. */
  async function store(name: string, look: Look): Promise<StoredFile | null> {
    const path = join(dir, name)
    if (Number(look.split(' ')[0]) > MAX_FILE_BYTES) {
      await moveAway(name, REJECTED, { name, status: 'rejected', reason: 'file-too-large', limit: MAX_FILE_BYTES })
      return null
    }
    const bytes = await readFile(path).catch(() => null)
    if (bytes === null || (await lookAt(path)) !== look) return null
    return { name, sha256: await deps.files.put(bytes), size: bytes.length }
  }

  /** Files that a job holds which is not at its end, of this server or another. */
  async function queuedFiles(): Promise<Map<string, Pick<Taken, 'jobId' | 'position'>>> {
    const rows = await selectUnfinishedFiles(deps.db, 'inbox')
    return new Map(rows.map((row) => [keyOf(row), { jobId: row.job_id, position: row.position }]))
  }

  async function moveFinished(): Promise<void> {
    for (const jobId of new Set([...taken.values()].map((file) => file.jobId))) {
      const job = await selectJob(deps.db, jobId)
      if (job?.state !== 'done' && job?.state !== 'failed') continue
      const files = job.state === 'done' ? await selectJobFiles(deps.db, jobId) : []
      for (const [name, file] of [...taken].filter(([, one]) => one.jobId === jobId)) {
        // A failed job leaves its files for the next try.
        if (job.state === 'done') await moveDone(name, file.look, files[file.position])
        taken.delete(name)
      }
    }
  }

  async function moveDone(name: string, look: Look, file: ImportJobFileTable | undefined): Promise<void> {
    // Another file under the same name by now: it is looked at anew.
    if (!file?.source_file_id || (await lookAt(join(dir, name))) !== look) return
    const report = await ledgerFile(deps, file.source_file_id)
    await moveAway(name, file.status === 'rejected' ? REJECTED : DONE, { ...report, status: file.status })
  }

  /** The report first: a file that has gone has its report for sure. Nor is a marker left that would speak for the next file. */
  async function moveAway(name: string, folder: string, report: object): Promise<void> {
    const target = await freeName(join(dir, folder), name)
    await writeFile(`${target}.report.json`, `${JSON.stringify(report, null, 2)}\n`)
    await rm(join(dir, `${name}.ok`), { force: true })
    await rename(join(dir, name), target).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') deps.log.error({ err: error }, 'a file of the inbox could not be moved')
      // Where another server has moved it there meanwhile, the report is that file's.
      if (!(await lookAt(target))) await rm(`${target}.report.json`, { force: true })
    })
  }

  return { lookOnce }
}

const keyOf = ({ name, sha256 }: Pick<StoredFile, 'name' | 'sha256'>): string => `${sha256} ${name}`

async function lookAt(path: string): Promise<Look | null> {
  const found = await stat(path).catch(() => null)
  return found ? `${found.size} ${found.mtimeMs}` : null
}

/**
 * The name itself, or the first of `name (2)`, `name (3)` … that is free: nothing is written over but a report without its file,
 * which a server left that stopped between the two.
 */
async function freeName(dir: string, name: string): Promise<string> {
  const { name: stem, ext } = parse(name)
  for (let count = 1; ; count += 1) {
    const path = join(dir, count === 1 ? name : `${stem} (${count})${ext}`)
    if (!(await lookAt(path))) return path
  }
}
