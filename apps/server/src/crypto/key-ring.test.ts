import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { addDataKey, derivedRing, keyFilesOf, openKeyRing, replaceMasterKey } from './key-ring'
import { keysFrom } from './keys'
import { openMasterKey } from './master-key'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sma-test-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const files = () => keyFilesOf({ dataDir: dir, keyFile: null })
const PLACE = 'client|phone|01'

it('a new key seals at once, also in a process that opened the keys before; what older ones sealed stays readable', () => {
  const keys = keysFrom(openKeyRing(files()))
  const first = keys.encrypt('13800138000', PLACE)
  expect(first).toMatch(/^a1\.[\w-]+$/)
  expect(addDataKey(files())).toBe('k2')
  const second = keys.encrypt('13800138000', PLACE)
  expect(second).toMatch(/^a1\.k2\.[\w-]+$/)
  expect(addDataKey(files())).toBe('k3')
  expect([first, second].map((sealed) => keys.decrypt(sealed, PLACE))).toEqual(['13800138000', '13800138000'])
  expect([first, second, keys.encrypt('x', PLACE)].map(keys.isCurrent)).toEqual([false, false, true])
  expect(() => keys.decrypt(second, 'client|phone|02')).toThrow('unable to authenticate')
  expect(() => keys.decrypt(second.replace('k2', 'k3'), PLACE)).toThrow('unable to authenticate')
  expect(() => keys.decrypt(second.replace('k2', 'k9'), PLACE)).toThrow('there is no key k9')
})

it('reads what was sealed before there were rotations, and finds by the same hashes after them', () => {
  const before = keysFrom(derivedRing(openMasterKey(files().master)))
  const old = before.encrypt('张三', PLACE)
  addDataKey(files())
  const after = keysFrom(openKeyRing(files()))
  expect(after.decrypt(old, PLACE)).toBe('张三')
  expect(after.mac('phone', '13800138000')).toBe(before.mac('phone', '13800138000'))
  expect(after.auditMac('x')).toBe(before.auditMac('x'))
})

it('a new master key opens everything, the old one nothing any more, and no key stands anywhere in the clear', () => {
  const old = openMasterKey(files().master)
  const ring = openKeyRing(files())
  const keys = keysFrom(ring)
  addDataKey(files())
  const sealed = keys.encrypt('张三', PLACE)
  const next = Buffer.alloc(32, 9)
  replaceMasterKey(files(), next)
  expect(openMasterKey(files().master)).toEqual(next)
  expect(statSync(files().master).mode & 0o777).toBe(0o400)
  expect(keysFrom(openKeyRing(files())).decrypt(sealed, PLACE)).toBe('张三')
  expect(keys.decrypt(sealed, PLACE)).toBe('张三')
  expect(keys.mac('a', 'b')).toBe(keysFrom(derivedRing(old)).mac('a', 'b'))
  const text = readFileSync(files().ring, 'utf8')
  for (const key of [ring.current().key, ring.fixed('lookup'), ring.fixed('files'), old, next])
    for (const coding of ['base64', 'base64url', 'hex'] as const) expect(text).not.toContain(key.toString(coding))
  rmSync(files().master)
  writeFileSync(files().master, old.toString('base64'))
  expect(() => openKeyRing(files()).current()).toThrow('holds no keys that')
})

it('a replacement that was cut off between its steps opens with whichever master key is in place', () => {
  const keys = keysFrom(openKeyRing(files()))
  const sealed = keys.encrypt('张三', PLACE)
  const old = readFileSync(files().master)
  replaceMasterKey(files(), Buffer.alloc(32, 9))
  const after = readFileSync(files().ring, 'utf8')
  // the file as it stood while the master key was exchanged
  rmSync(files().master)
  rmSync(files().ring)
  writeFileSync(files().master, old)
  addDataKey(files())
  const before = JSON.parse(readFileSync(files().ring, 'utf8')) as { wrapped: object[] }
  const both = [...before.wrapped, ...(JSON.parse(after) as { wrapped: object[] }).wrapped]
  writeFileSync(files().ring, JSON.stringify({ wrapped: both }))
  for (const master of [old, Buffer.from(Buffer.alloc(32, 9).toString('base64'))]) {
    rmSync(files().master)
    writeFileSync(files().master, master)
    expect(keysFrom(openKeyRing(files())).decrypt(sealed, PLACE)).toBe('张三')
  }
})

it('two runs do not change the keys at once', () => {
  openMasterKey(files().master)
  writeFileSync(`${files().ring}.lock`, '')
  expect(() => addDataKey(files())).toThrow('another sma keys is at work')
  rmSync(`${files().ring}.lock`)
  addDataKey(files())
  expect(readdirSync(join(dir, 'keys')).toSorted()).toEqual(['data-keys.json', 'master.key'])
})
