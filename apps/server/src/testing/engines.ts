/** Feature tests run on SQLite always, and on MySQL when one is reachable; with CI set it must be. */
import { pino } from 'pino'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, onTestFinished, TestRunner } from 'vitest'
import { monotonicFactory } from 'ulid'
import { readConfig } from '../config'
import { derivedRing } from '../crypto/key-ring'
import { keysFrom } from '../crypto/keys'
import type { Deps } from '../deps'
import { readInThisProcess } from '../features/imports/file-reader'
import { runDueJobs } from '../features/imports/jobs.service'
import { openFileStore } from '../files'
import { renderInThisProcess } from '../pdf/render-pdf'
import { dropTestDatabases, missingMysql, openTestMysql, openTestSqlite, type TestDatabase } from './test-databases'

/** A clock that stands where a test sets it. */
interface TestClock {
  now(): Date
  set(instant: string): void
  advance(seconds: number): void
}

function testClock(instant = '2026-01-05T01:00:00.000Z'): TestClock {
  let now = new Date(instant)
  return {
    now: () => now,
    set: (next) => (now = new Date(next)),
    advance: (seconds) => (now = new Date(now.getTime() + seconds * 1000)),
  }
}

export interface TestDeps extends Deps {
  clock: TestClock
}

type Open = () => Promise<TestDeps>

const mysqlMissing = await missingMysql()

/** Runs `tests` on SQLite alone: for sweeps over rules whose reads other tests make on both engines. */
export function onSqlite(name: string, tests: (open: Open) => void): void {
  describe(`${name} on sqlite`, () => {
    tests(openWith(openTestSqlite))
  })
}

/** Runs `tests` once per engine; `open()` gives a fresh migrated database with everything a feature needs. */
export function forEachEngine(name: string, tests: (open: Open) => void): void {
  onSqlite(name, tests)
  describe.skipIf(mysqlMissing !== null)(`${name} on mysql${mysqlMissing ? ` (skipped: ${mysqlMissing})` : ''}`, () => {
    tests(openWith(openTestMysql))
  })
}

function openWith(openTestDatabase: (dir: string) => Promise<TestDatabase>): Open {
  const closers: (() => Promise<void>)[] = []
  afterAll(async () => {
    for (const close of closers) await close()
    await dropTestDatabases()
  })
  return async () => {
    const dir = await mkdtemp(join(tmpdir(), 'sma-test-'))
    const { database, release } = await openTestDatabase(dir)
    const close = async () => {
      await release()
      await rm(dir, { recursive: true, force: true })
    }
    // What a test opens ends with it; what is opened before all tests, after the last.
    if (TestRunner.getCurrentTest()) onTestFinished(close)
    else closers.push(close)
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
      renderPdf: renderInThisProcess,
      redis: null,
      log: pino({ level: 'silent' }),
    }
  }
}
