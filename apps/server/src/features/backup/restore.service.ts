/** Puts a backup back: read to its end first, so that a damaged one touches nothing, and then once more into what is put in place. */
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, open, readFile, writeFile, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { monotonicFactory } from 'ulid'
import type { Logger } from 'pino'
import type { Config } from '../../config'
import { keyFilesOf, nameOfMaster, openKeyRing } from '../../crypto/key-ring'
import { keysFrom } from '../../crypto/keys'
import { openMasterKey } from '../../crypto/master-key'
import { DamagedFile, readFrames, readHead } from '../../crypto/sealed-frames'
import { countRows, emptyTables, lineReader, rowInserter, tablesInOrder } from '../../db/copy-rows'
import type { Db } from '../../db/schema'
import { migrateAsFar, unknownMigration } from '../../db/migrate'
import type { Clock } from '../../deps'
import { appendAudit, noteAuditHead, verifyAudit, type Actor, type AuditVerdict } from '../audit/audit.service'
import { readArchive, type About, type ArchiveHandler, type Manifest } from './archive'
import { BackupError, lockOf, readMasterKey } from './backup-key'
import { openStaging, refuseWhileServing, whatIsThere, type Staging } from './restore-target'
import { HOUSE_FILES, KEY_FILE, LEFT_OUT } from './what-is-kept'

export interface RestoreDeps {
  config: Config
  clock: Clock
  log: Logger
}

export interface Checked {
  about: About
  manifest: Manifest
}

export interface Restored extends Checked {
  audit: AuditVerdict
  /** Where what was there before lies now. */
  replaced: string | null
}

const passOver = async (content: AsyncGenerator<unknown>): Promise<void> => {
  for await (const part of content) void part
}

/** Reads a backup to its end; throws a `BackupError` that says what is wrong with it, and touches nothing. */
export async function checkBackup(deps: Pick<RestoreDeps, 'config'>, path: string): Promise<Checked> {
  let about: About | undefined
  const manifest = await readBackup(deps.config, path, {
    about: async (said) => void (about = said),
    table: (_entry, lines) => passOver(lines),
    file: async (name, parts) => {
      if (!isKnownFile(name)) throw new DamagedFile(`it holds a file ${name} that none of ours is called`)
      await passOver(parts)
    },
  })
  if (!about) throw new BackupError(`${path}: it does not say what it is`)
  return { about, manifest }
}

async function readBackup(config: Config, path: string, handler: ArchiveHandler): Promise<Manifest> {
  let file: FileHandle | undefined
  try {
    file = await open(path)
    const lock = await lockOf(config, await readHead(file))
    return await readArchive(readFrames(file, lock), handler)
  } catch (error) {
    if (error instanceof DamagedFile || error instanceof BackupError)
      throw new BackupError(`${path}: ${error.message}; nothing was touched`)
    throw error
  } finally {
    await file?.close()
  }
}

const isKnownFile = (name: string): boolean =>
  name === KEY_FILE || HOUSE_FILES.includes(name) || /^files\/[0-9a-f]{64}$/.test(name)

interface RestoreOptions {
  /** Takes the place of what is there, which is moved aside; the rows of a MySQL database go. */
  replace: boolean
  actor: Actor
}

/** Restores a backup into the data folder and the database of the settings, of whichever engine. */
export async function restoreBackup(deps: RestoreDeps, path: string, options: RestoreOptions): Promise<Restored> {
  const { config } = deps
  const there = await whatIsThere(config)
  if (there.length > 0 && !options.replace)
    throw new BackupError(`there is something already: ${there.join(', ')}. --replace puts the backup in its place`)
  await refuseWhileServing(config)
  const checked = await checkBackup(deps, path)
  const unknown = unknownMigration(checked.about.migrations)
  if (unknown) throw new BackupError(`${path}: made by a newer version, which ran ${unknown}; update this one first`)
  const master = nameOfMaster(readMasterKey(config))
  if (!checked.manifest.masterKeys.includes(master))
    throw new BackupError(
      `${keyFilesOf(config).master} is another master key than that of the backup; nothing was touched`,
    )
  const staging = await openStaging(config)
  try {
    await migrateAsFar(staging.database, checked.about.migrations, { backup: path })
    const done = await staging.database.db.transaction().execute((tx) => fill({ ...deps, tx, staging, path }, options))
    await staging.putDatabaseInPlace()
    return { ...checked, ...done }
  } catch (error) {
    await staging.drop()
    throw error
  }
}

interface Filling extends RestoreDeps {
  tx: Db
  staging: Staging
  path: string
}

/** In one transaction: on MySQL nothing of the rows is there until the files are in place. */
async function fill(filling: Filling, { actor }: RestoreOptions): Promise<Pick<Restored, 'audit' | 'replaced'>> {
  const { tx, staging, path, config } = filling
  const tables = await tablesInOrder(tx, staging.database.engine)
  await emptyTables(
    tx,
    tables.filter(({ name }) => !LEFT_OUT.has(name)),
  )
  const manifest = await readBackup(config, path, {
    about: async () => undefined,
    table: ({ name, columns }, lines) => fillTable(tx, { name, columns }, lines),
    file: (name, parts) => writeFileOf(staging.dir, name, parts),
  })
  for (const [name, { rows }] of Object.entries(manifest.tables))
    if ((await countRows(tx, name)) !== rows) throw new BackupError(`${name} did not take all of its ${rows} rows`)
  const audit = await closeAudit(filling, actor)
  return { audit, replaced: await staging.putFilesInPlace() }
}

async function fillTable(tx: Db, table: { name: string; columns: string[] }, lines: AsyncGenerator<string[]>) {
  const read = lineReader(table.columns)
  const insert = rowInserter(tx, table)
  for await (const some of lines) await insert(some.map(read))
}

/** Checks the chain with the keys of the backup, and adds that it was restored. */
async function closeAudit({ tx, staging, config, clock, log, path }: Filling, actor: Actor): Promise<AuditVerdict> {
  const ring = openKeyRing({ master: keyFilesOf(config).master, ring: join(staging.dir, 'data-keys.json') })
  const deps = { db: tx, keys: keysFrom(ring), config: { ...config, dataDir: staging.dir }, clock, log }
  const audit = await verifyAudit(deps)
  const name = path.slice(path.lastIndexOf('/') + 1)
  const object = { kind: 'backup' as const, id: name.slice(0, 60) }
  await appendAudit(tx, { ...deps, newId: monotonicFactory() }, { actor, action: 'restore-backup', object })
  await noteAuditHead(deps)
  return audit
}

/** A stored file lies in a folder of its first two digits; the wrapped keys go where the settings say. */
async function writeFileOf(dir: string, name: string, parts: AsyncGenerator<Buffer>): Promise<void> {
  const own = name.replace(/^files\//, '')
  const path =
    own === name ? join(dir, name === KEY_FILE ? 'data-keys.json' : name) : join(dir, 'files', own.slice(0, 2), own)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await pipeline(parts, createWriteStream(path, { mode: 0o600, flush: true }))
}

/** Refuses where another master key lies already than the one that was kept apart. */
export function refuseOtherMaster(config: Config, kept: string): void {
  const { master } = keyFilesOf(config)
  if (existsSync(master) && !openMasterKey(master).equals(readMasterKey({ ...config, keyFile: kept })))
    throw new BackupError(`${master} holds another master key: move it away first`)
}

/** Puts the master key that was kept apart where the settings say. */
export async function putMasterKey(config: Config, kept: string): Promise<void> {
  const { master } = keyFilesOf(config)
  if (existsSync(master)) return
  await mkdir(dirname(master), { recursive: true, mode: 0o700 })
  await writeFile(master, await readFile(kept), { flag: 'wx', mode: 0o400, flush: true })
}
