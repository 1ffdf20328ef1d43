import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ConfigError, readConfig } from './config'
import { openFileStore } from './files'
import { openS3Store } from './s3-store'
import { startFakeS3, type FakeS3 } from './testing/fake-s3'

const KEYS = { id: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const KEY = Buffer.alloc(32, 7)
/** sha256sum of `hello`. */
const HELLO = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'
const bytes = new TextEncoder().encode('hello')

let s3: FakeS3
let dir: string
beforeAll(async () => {
  s3 = await startFakeS3(KEYS)
  dir = await mkdtemp(join(tmpdir(), 'sma-s3-'))
})
afterAll(async () => {
  await s3.close()
  await rm(dir, { recursive: true })
})

const settings = (more: Record<string, string> = {}) =>
  readConfig({
    SMA_FILES: `s3://house/sma/files/?endpoint=${s3.url}&region=cn-north-1`,
    SMA_FILES_KEY_ID: KEYS.id,
    SMA_FILES_KEY_SECRET: KEYS.secret,
    ...more,
  }).files

function openStore(more: Record<string, string> = {}) {
  const files = settings(more)
  if (!files) throw new Error('no store is set')
  return openFileStore(dir, KEY, openS3Store(files))
}

it('keeps files sealed under their content, once each, and gives them back', async () => {
  const store = openStore()
  expect(await store.put(bytes)).toBe(HELLO)
  expect(await store.put(bytes)).toBe(HELLO)
  expect([...s3.objects.keys()]).toEqual([`/house/sma/files/2c/${HELLO}`])
  expect(s3.requests.map(({ method, status }) => `${method} ${status}`)).toEqual(['HEAD 404', 'PUT 200', 'HEAD 200'])
  expect([...s3.objects.values()][0]?.includes('hello')).toBe(false)
  expect((await store.get(HELLO)).toString()).toBe('hello')
  await store.remove(HELLO)
  expect(await store.has(HELLO)).toBe(false)
  await store.put(bytes)
})

it('takes in what streams by and leaves nothing of it on this machine', async () => {
  const store = openStore()
  const file = await store.receive(
    (async function* () {
      yield Buffer.from('wor')
      yield Buffer.from('ld')
    })(),
  )
  await file.keep()
  await file.drop()
  expect((await store.get(file.sha256)).toString()).toBe('world')
  expect(await readdir(dir)).toEqual([])
})

it('says so where a file is not there, was changed, or the keys are refused', async () => {
  await expect(openStore().get('0'.repeat(64))).rejects.toThrow('404')
  await expect(openStore({ SMA_FILES_KEY_SECRET: 'another' }).put(new Uint8Array([9]))).rejects.toThrow('403')
  const [path = '', sealed] = [...s3.objects][0] ?? []
  s3.objects.set(path, Buffer.from(sealed ?? '').fill(0, 14, 15))
  await expect(openStore().get(HELLO)).rejects.toThrow('unable to authenticate')
})

it.each([
  ['file:///x', 'must look like'],
  ['s3://bucket/x', 'must look like'],
  ['s3://B!/x?endpoint=https://a.cn', 'must look like'],
  ['s3://bucket/x?endpoint=http://a.cn', 'https address'],
])('refuses %s', (SMA_FILES, words) => {
  expect(() => settings({ SMA_FILES })).toThrow(ConfigError)
  expect(() => settings({ SMA_FILES })).toThrow(words)
})

it('refuses a store without keys', () => {
  expect(() => settings({ SMA_FILES_KEY_ID: '' })).toThrow('SMA_FILES_KEY_ID')
})
