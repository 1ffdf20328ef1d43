/** Where a backup is restored to: looked at first, filled beside what is there, and put in place at the end. */
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Config } from '../../config'
import { keyFilesOf } from '../../crypto/key-ring'
import { dropTables } from '../../db/copy-rows'
import { openMysql, openSqlite, type Database } from '../../db/dialect'
import { BackupError } from './backup-key'
import { holdsRows, HOUSE_FILES } from './what-is-kept'

const DATABASE_FILE = 'sma.db'
const PARTS = [`${DATABASE_FILE}-wal`, `${DATABASE_FILE}-shm`, ...HOUSE_FILES, 'files', DATABASE_FILE]

/** What is there already, in words; empty where nothing would be lost. */
export async function whatIsThere(config: Config): Promise<string[]> {
  const { dataDir, databaseUrl } = config
  const found: string[] = []
  const files = join(dataDir, 'files')
  if (existsSync(files) && readdirSync(files).some((name) => /^[0-9a-f]{2}$/.test(name)))
    found.push(`files in ${files}`)
  const { ring } = keyFilesOf(config)
  if (existsSync(ring)) found.push(`keys in ${ring}`)
  const embedded = join(dataDir, DATABASE_FILE)
  if (databaseUrl === null && !existsSync(embedded)) return found
  const database = databaseUrl === null ? openSqlite(embedded) : openMysql(databaseUrl)
  try {
    if (await holdsRows(database))
      found.push(databaseUrl === null ? `a database in ${embedded}` : 'rows in the database')
  } finally {
    await database.close()
  }
  return found
}

export interface Staging {
  /** Takes the files and the embedded database until they are put in place. */
  dir: string
  database: Database
  /** Moves the files in place, and what was there aside; returns where that lies now, if anything was there. */
  putFilesInPlace(): Promise<string | null>
  /** Closes the database and puts it in place too. */
  putDatabaseInPlace(): Promise<void>
  /** Leaves nothing of it. */
  drop(): Promise<void>
}

/** Opens an empty database beside the files; on MySQL that of the settings, whose tables go now. */
export async function openStaging(config: Config): Promise<Staging> {
  const { dataDir, databaseUrl } = config
  const dir = join(dataDir, `restoring-${randomBytes(6).toString('hex')}`)
  await mkdir(join(dir, 'files'), { recursive: true, mode: 0o700 })
  const database = databaseUrl === null ? openSqlite(join(dir, DATABASE_FILE)) : openMysql(databaseUrl)
  if (databaseUrl !== null) await dropTables(database)
  const { ring } = keyFilesOf(config)
  return {
    dir,
    database,
    async putFilesInPlace() {
      const aside = join(dataDir, `replaced-${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}`)
      const old = [...PARTS.map((name) => join(dataDir, name)), ring].filter((path) => existsSync(path))
      if (old.length > 0) await mkdir(aside, { mode: 0o700 })
      for (const path of old)
        await rename(path, join(aside, path === ring ? 'data-keys.json' : path.slice(dataDir.length + 1)))
      for (const name of ['files', ...HOUSE_FILES]) await moveIfThere(join(dir, name), join(dataDir, name))
      await moveIfThere(join(dir, 'data-keys.json'), ring)
      return old.length > 0 ? aside : null
    },
    async putDatabaseInPlace() {
      await database.close()
      await moveIfThere(join(dir, DATABASE_FILE), join(dataDir, DATABASE_FILE))
      await rm(dir, { recursive: true, force: true })
    },
    async drop() {
      await database.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function moveIfThere(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  await rename(from, to)
}

/** A server that goes on writing would write into what was moved aside. */
export async function refuseWhileServing({ host, port }: Config): Promise<void> {
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/healthz`
  const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => null)
  if (answer?.ok) throw new BackupError(`a server answers at ${url}: stop it first`)
}
