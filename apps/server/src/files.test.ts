import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openFileStore } from './files'

const KEY = Buffer.alloc(32, 7)
let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sma-files-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const stored = () => readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((path) => path.length > 2)
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function* inParts(bytes: Buffer, size = 65_536) {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

it('keeps what streamed in exactly as what was put whole', async () => {
  const bytes = randomBytes(1_000_003)
  const file = await openFileStore(dir, KEY).receive(inParts(bytes))
  expect([file.sha256, file.size]).toEqual([hashOf(bytes), bytes.length])
  expect(stored()).toEqual([])
  await file.keep()
  await file.drop()
  const [path = ''] = stored()
  expect(path).toBe(join(file.sha256.slice(0, 2), file.sha256))
  // nonce and tag
  expect(statSync(join(dir, path)).size).toBe(bytes.length + 28)
  const reopened = openFileStore(dir, KEY)
  expect(bytes.equals(await reopened.get(file.sha256))).toBe(true)
  expect(await reopened.put(bytes)).toBe(file.sha256)
  expect(stored()).toEqual([path])
})

it('reads an arrived file again and again until it is dropped', async () => {
  const file = await openFileStore(dir, KEY).receive(inParts(Buffer.from('估值表'), 2))
  for (let time = 0; time < 2; time++) {
    const parts: Buffer[] = []
    for await (const part of file.parts()) parts.push(part)
    expect(Buffer.concat(parts).toString()).toBe('估值表')
  }
  await file.drop()
  expect(stored()).toEqual([])
})

it('has no name for what is arriving, nor its bytes in plain', async () => {
  const secret = 'SMA001,10000000.00'
  let seen: string[] = ['not looked at']
  async function* slowly() {
    yield Buffer.from(secret)
    seen = stored()
    throw new Error('the line broke')
  }
  await expect(openFileStore(dir, KEY).receive(slowly())).rejects.toThrow('the line broke')
  expect(seen).toEqual([])
  expect(stored()).toEqual([])
  const store = openFileStore(dir, KEY)
  const sha256 = await store.put(Buffer.from(secret))
  expect(readFileSync(join(dir, sha256.slice(0, 2), sha256)).includes(secret)).toBe(false)
})
