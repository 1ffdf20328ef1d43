/**
 * A watched folder. A file is taken when it stands still between two looks, or at once where a marker `<name>.ok` says that it
 * is whole; its import is a job like any other, and its end moves the file to done/ or rejected/ with a report beside it.
 * What is known between two looks is in memory only: after a restart a file is taken again, which changes nothing twice.
 */
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { MAX_FILE_BYTES } from '@sma/importers/bytes/limits'
import type { Deps } from '../../deps'
import { isTableName } from './import-paths'
import { selectJob, selectJobFiles } from './jobs.queries'
import { queueImport, type StoredFile } from './jobs.service'
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
    const names = (await readdir(dir, { withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
    await moveFinished()
    const now = new Map<string, Look>()
    for (const name of names.filter(isTableName)) {
      const look = await lookAt(join(dir, name))
      if (look) now.set(name, look)
    }
    const isWhole = (name: string, look: Look) => names.includes(`${name}.ok`) || seen.get(name) === look
    const ready = [...now].filter(([name, look]) => taken.get(name)?.look !== look && isWhole(name, look))
    seen = now
    await take(ready)
  }

  async function take(ready: [string, Look][]): Promise<void> {
    const files: StoredFile[] = []
    const kept: [string, Look][] = []
    for (const [name, look] of ready) {
      const file = await store(name, look)
      if (!file) continue
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

  async function moveFinished(): Promise<void> {
    for (const [name, { jobId, position, look }] of taken) {
      const job = await selectJob(deps.db, jobId)
      if (job?.state !== 'done' && job?.state !== 'failed') continue
      taken.delete(name)
      // Another file under the same name by now: it is looked at anew. A failed job leaves its files for the next try.
      if (job.state === 'failed' || (await lookAt(join(dir, name))) !== look) continue
      const file = (await selectJobFiles(deps.db, jobId))[position]
      if (!file?.source_file_id) continue
      const report = await ledgerFile(deps, file.source_file_id)
      await moveAway(name, file.status === 'rejected' ? REJECTED : DONE, { ...report, status: file.status })
    }
  }

  /** The report first: a file that has gone has its report for sure. */
  async function moveAway(name: string, folder: string, report: object): Promise<void> {
    const target = await freeName(join(dir, folder), name)
    await writeFile(`${target}.report.json`, `${JSON.stringify(report, null, 2)}\n`)
    await rename(join(dir, name), target).catch((error: unknown) => {
      deps.log.error({ err: error }, 'a file of the inbox could not be moved')
    })
    await rm(join(dir, `${name}.ok`), { force: true })
  }

  return { lookOnce }
}

async function lookAt(path: string): Promise<Look | null> {
  const found = await stat(path).catch(() => null)
  return found ? `${found.size} ${found.mtimeMs}` : null
}

/** The name itself, or the first of `name (2)`, `name (3)` … that is free: nothing is written over. */
async function freeName(dir: string, name: string): Promise<string> {
  const { name: stem, ext } = parse(name)
  for (let count = 1; ; count += 1) {
    const path = join(dir, count === 1 ? name : `${stem} (${count})${ext}`)
    if (!(await lookAt(path)) && !(await lookAt(`${path}.report.json`))) return path
  }
}
