import { pino, type DestinationStream, type Logger } from 'pino'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { monotonicFactory } from 'ulid'
import type { Config } from './config'
import { keyFilesOf, openKeyRing } from './crypto/key-ring'
import { keysFrom } from './crypto/keys'
import { openDatabase } from './db/dialect'
import type { Deps } from './deps'
import { noteEmptyLog } from './features/audit/audit.service'
import { migrateWithBackup } from './features/backup/before-migration'
import { fillSearchHashes } from './features/clients/search-hashes.service'
import { openFileReader } from './features/imports/file-reader'
import { runJobsApart } from './features/imports/jobs-apart'
import { openStoredFiles } from './stored-files'
import { openPdfRenderer } from './pdf/render-pdf'

/** Where a command logs: what it prints is for who called it, and may be read by a program. */
export const STDERR = pino.destination(2)

/** Opens what the settings name, with the schema brought up to date; close `database` at the end. */
export async function openDeps(config: Config, log = openLog(config.logLevel, STDERR)): Promise<Deps> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const clock = { now: () => new Date() }
  const ring = openKeyRing(keyFilesOf(config))
  const keys = keysFrom(ring)
  const database = openDatabase({ url: config.databaseUrl, file: join(config.dataDir, 'sma.db') })
  try {
    const { backup } = await migrateWithBackup({ config, database, clock })
    if (backup) log.warn({ backup }, 'the database was backed up before it was brought up to date')
    await noteEmptyLog({ db: database.db, config })
    await fillSearchHashes({ db: database.db, keys })
  } catch (error) {
    await database.close()
    throw error
  }
  return {
    config,
    database,
    db: database.db,
    clock,
    // Counting up within a millisecond: ids sort as they were made, and a run of them asks for randomness once.
    newId: monotonicFactory(),
    keys,
    files: openStoredFiles(config, ring),
    reader: openFileReader(),
    runJobs: runJobsApart,
    renderPdf: openPdfRenderer(log),
    redis: null,
    log,
  }
}

/** JSON lines, on stdout unless told otherwise. Should a careless one ever carry personal data under a known name, its value does not get out. */
export function openLog(level: string, destination?: DestinationStream): Logger {
  const fields = ['idNumber', 'phone', 'name', 'text', 'cookie', 'authorization', 'body', 'headers', 'url']
  const redact = { paths: fields.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' }
  return pino({ level, base: undefined, redact, serializers: { err: logged } }, destination)
}

/** A database names the offending value in its message (and mysql2 the whole statement): only its code is logged. */
function logged(error: Error & { code?: string; errno?: number }) {
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line))
  const message = error.code === undefined ? error.message : undefined
  return { type: error.constructor.name, code: error.code, message, stack: frames?.join('\n') }
}
