/** Feature tests run on SQLite always, and on MySQL when one is reachable; with CI set it must be. */
import { createConnection } from 'mysql2/promise'
import { pino } from 'pino'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe } from 'vitest'
import { monotonicFactory, ulid } from 'ulid'
import { readConfig } from '../config'
import { derivedRing } from '../crypto/key-ring'
import { keysFrom } from '../crypto/keys'
import { openMysql, openSqlite, type Database } from '../db/dialect'
import { migrate } from '../db/migrate'
import type { Deps } from '../deps'
import { readInThisProcess } from '../features/imports/file-reader'
import { runDueJobs } from '../features/imports/jobs.service'
import { openFileStore } from '../files'
import { testClock, type TestClock } from './clock'

const MYSQL_URL = process.env.SMA_TEST_MYSQL_URL || 'mysql://root@127.0.0.1:3306'

export interface TestDeps extends Deps {
  clock: TestClock
}

type Open = () => Promise<TestDeps>

async function reachMysql(): Promise<string | null> {
  try {
    const connection = await createConnection({ uri: MYSQL_URL, connectTimeout: 2000 })
    await connection.end()
    return null
  } catch (error) {
    if (process.env.CI) throw new Error('with CI set, MySQL must be reachable for the tests', { cause: error })
    return 'no MySQL reachable at SMA_TEST_MYSQL_URL'
  }
}

const mysqlMissing = await reachMysql()

/** Runs `tests` once per engine; `open()` gives a fresh migrated database with everything a feature needs. */
export function forEachEngine(name: string, tests: (open: Open) => void): void {
  describe(`${name} on sqlite`, () => {
    tests(openWith(openTestSqlite))
  })
  describe.skipIf(mysqlMissing !== null)(`${name} on mysql${mysqlMissing ? ` (skipped: ${mysqlMissing})` : ''}`, () => {
    tests(openWith(openTestMysql))
  })
}

interface TestDatabase {
  database: Database
  drop(): Promise<void>
}

async function openTestSqlite(dir: string): Promise<TestDatabase> {
  const database = openSqlite(join(dir, 'sma.db'))
  return { database, drop: () => database.close() }
}

async function openTestMysql(): Promise<TestDatabase> {
  const name = `sma_test_${ulid().toLowerCase()}`
  await mysqlCommand(`create database ${name} character set utf8mb4 collate utf8mb4_bin`)
  const url = new URL(MYSQL_URL)
  url.pathname = `/${name}`
  const database = openMysql(url.href)
  return {
    database,
    async drop() {
      await database.close()
      await mysqlCommand(`drop database ${name}`)
    },
  }
}

async function mysqlCommand(command: string): Promise<void> {
  const connection = await createConnection({ uri: MYSQL_URL })
  await connection.query(command)
  await connection.end()
}

function openWith(openTestDatabase: (dir: string) => Promise<TestDatabase>): Open {
  const closers: (() => Promise<void>)[] = []
  afterAll(async () => {
    for (const close of closers) await close()
  })
  return async () => {
    const dir = await mkdtemp(join(tmpdir(), 'sma-test-'))
    const { database, drop } = await openTestDatabase(dir)
    closers.push(async () => {
      await drop()
      await rm(dir, { recursive: true, force: true })
    })
    await migrate(database)
    const ring = derivedRing(Buffer.alloc(32, 7))
    return {
      config: { ...readConfig({}), dataDir: dir, logLevel: 'silent', staffTotp: 'optional' },
      database,
      db: database.db,
      clock: testClock(),
      newId: monotonicFactory(),
      keys: keysFrom(ring),
      files: openFileStore(join(dir, 'files'), ring.fixed('files')),
      reader: readInThisProcess,
      runJobs: runDueJobs,
      log: pino({ level: 'silent' }),
    }
  }
}
