import type { Logger } from 'pino'
import type { Config } from './config'
import type { Database } from './db/dialect'
import type { Db } from './db/schema'
import type { Keys } from './crypto/keys'
import type { FileReader } from './features/imports/file-reader'
import type { RunJobs } from './features/imports/jobs-apart'
import type { FileStore } from './files'
import type { RenderPdf } from './pdf/render-pdf'
import type { RedisFront } from './redis/redis'

/** Now, as an instant; passed in so that tests can set it. */
export interface Clock {
  now(): Date
}

/** Everything a feature is given from outside. */
export interface Deps {
  config: Config
  database: Database
  db: Db
  clock: Clock
  /** A new ULID. */
  newId(): string
  keys: Keys
  files: FileStore
  reader: FileReader
  runJobs: RunJobs
  renderPdf: RenderPdf
  /** In front of the counts of the database; null: none. The app opens it where the settings name one. */
  redis: RedisFront | null
  log: Logger
}
