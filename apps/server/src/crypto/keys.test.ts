import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openMasterKey } from './master-key'

const dir = mkdtempSync(join(tmpdir(), 'sma-test-'))
afterAll(() => rmSync(dir, { recursive: true }))

it('makes the master key once, whole, for its owner only, and leaves nothing else behind', () => {
  const file = join(dir, 'keys', 'master.key')
  const made = openMasterKey(file)
  expect([made.length, openMasterKey(file)]).toEqual([32, made])
  expect(readdirSync(join(dir, 'keys'))).toEqual(['master.key'])
  // Windows knows only read-only
  expect([0o400, 0o444]).toContain(statSync(file).mode & 0o777)
})

it('names a key file that is none', () => {
  const file = join(dir, 'short.key')
  writeFileSync(file, 'c2hvcnQ=')
  chmodSync(file, 0o400)
  expect(() => openMasterKey(file)).toThrow('does not hold 32 bytes')
})
