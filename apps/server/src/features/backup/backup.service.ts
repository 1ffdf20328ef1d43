/**
 * A backup of a whole house while it serves: one state of the database as lines that either engine reads, the stored files as they
 * lie (sealed), and the wrapped keys. The master key is not in it (docs/decisions/0017).
 */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Config } from '../../config'
import { keyFilesOf } from '../../crypto/key-ring'
import { frameWriter } from '../../crypto/sealed-frames'
import { lineOf, streamRows, tablesInOrder } from '../../db/copy-rows'
import { inSnapshot } from '../../db/snapshot'
import type { Database } from '../../db/dialect'
import { migrationState } from '../../db/migrate'
import type { Clock } from '../../deps'
import { archiveWriter, type ArchiveWriter, type Manifest } from './archive'
import { BackupError, mastersOf, newLock, readMasterKey, type Lock } from './backup-key'
import { HOUSE_FILES, KEY_FILE, LEFT_OUT } from './what-is-kept'

export interface BackupDeps {
  config: Config
  database: Database
  clock: Clock
}

interface BackupOptions {
  stopping?: AbortSignal
  onProgress?(done: number, total: number): void
}

export interface BackupReport {
  path: string
  bytes: number
  manifest: Manifest
  sealedBy: Lock['sealedBy']
}

/** Writes a backup that is whole or not there; refuses a name that is taken. */
export async function writeBackup(deps: BackupDeps, file: string, options: BackupOptions = {}): Promise<BackupReport> {
  const path = resolve(file)
  if (existsSync(path)) throw new BackupError(`${path} is there already: choose another name`)
  readMasterKey(deps.config)
  const lock = await newLock(deps.config)
  await mkdir(dirname(path), { recursive: true })
  const partial = `${path}.${randomBytes(6).toString('hex')}.part`
  const target = await open(partial, 'wx', 0o600)
  try {
    const { ran } = await migrationState(deps.database)
    const about = { madeAt: deps.clock.now().toISOString(), engine: deps.database.engine, migrations: ran }
    const archive = await archiveWriter(await frameWriter(target, lock), about)
    const manifest = await fill(archive, deps, options)
    await target.sync()
    const { size } = await target.stat()
    await target.close()
    await rename(partial, path)
    return { path, bytes: size, manifest, sealedBy: lock.sealedBy }
  } catch (error) {
    await target.close().catch(() => undefined)
    await rm(partial, { force: true })
    throw error
  }
}

/**
 * The noted end of the audit log is read before the database and the keys after it: the log has only grown since, and every key that
 * sealed a row is among them.
 */
async function fill(archive: ArchiveWriter, deps: BackupDeps, options: BackupOptions): Promise<Manifest> {
  const { dataDir } = deps.config
  const notes = HOUSE_FILES.filter((name) => existsSync(join(dataDir, name))).map(
    (name) => [name, readFileSync(join(dataDir, name))] as const,
  )
  await inSnapshot(deps.database.db, async (tx) => {
    const tables = (await tablesInOrder(tx, deps.database.engine)).filter(({ name }) => !LEFT_OUT.has(name))
    for (const [at, table] of tables.entries()) {
      await archive.table({ kind: 'table', ...table }, linesOf(streamRows(tx, table), options.stopping))
      options.onProgress?.(at + 1, tables.length + 1)
    }
  })
  for (const [name, bytes] of notes) await archive.file(name, [bytes])
  await addStoredFiles(archive, join(dataDir, 'files'), options.stopping)
  const { ring } = keyFilesOf(deps.config)
  const wrapped = existsSync(ring) ? readFileSync(ring) : null
  if (wrapped) await archive.file(KEY_FILE, [wrapped])
  options.onProgress?.(1, 1)
  return archive.end(mastersOf(wrapped?.toString('utf8') ?? null, readMasterKey(deps.config)))
}

async function* linesOf(
  rows: ReturnType<typeof streamRows>,
  stopping: AbortSignal | undefined,
): AsyncGenerator<string> {
  for await (const row of rows) {
    if (stopping?.aborted) throw new BackupError('stopped; nothing was written')
    yield lineOf(row)
  }
}

/** Each lies whole under its name; what retention removes meanwhile is left out. */
async function addStoredFiles(archive: ArchiveWriter, dir: string, stopping: AbortSignal | undefined): Promise<void> {
  if (!existsSync(dir)) return
  for (const folder of (await readdir(dir)).filter((name) => /^[0-9a-f]{2}$/.test(name)).toSorted())
    for (const name of (await readdir(join(dir, folder))).filter((one) => /^[0-9a-f]{64}$/.test(one)).toSorted()) {
      if (stopping?.aborted) throw new BackupError('stopped; nothing was written')
      const file = await openIfThere(join(dir, folder, name))
      if (file) await archive.file(`files/${name}`, file.createReadStream({ highWaterMark: 512 * 1024 }))
    }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  return open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}
