import { pino } from 'pino'
import { join } from 'node:path'
import { ulid } from 'ulid'
import type { Config } from './config'
import { keysFrom, openMasterKey } from './crypto/keys'
import { openDatabase } from './db/dialect'
import { migrate } from './db/migrate'
import type { Deps } from './deps'
import { openFileStore } from './files'

/** Opens what the settings name, with the schema brought up to date; close `database` at the end. */
export async function openDeps(config: Config): Promise<Deps> {
  const master = openMasterKey(join(config.dataDir, 'keys', 'master.key'))
  const database = openDatabase({ url: config.databaseUrl, file: join(config.dataDir, 'sma.db') })
  try {
    await migrate(database)
  } catch (error) {
    await database.close()
    throw error
  }
  return {
    config,
    database,
    db: database.db,
    clock: { now: () => new Date() },
    newId: () => ulid(),
    keys: keysFrom(master),
    files: openFileStore(join(config.dataDir, 'files'), master),
    log: pino({ level: config.logLevel, base: undefined, redact: REDACTED }),
  }
}

/** Should a careless log line ever carry one of these, its value does not get out. */
const FIELDS = ['idNumber', 'phone', 'code', 'name', 'text', 'cookie', 'authorization', 'body', 'headers', 'url']
const REDACTED = { paths: FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[redacted]' }
