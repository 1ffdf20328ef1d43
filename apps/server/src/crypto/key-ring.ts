/**
 * The keys of a house: derived from the master key at first, and from the first rotation on kept in `keys/data-keys.json`
 * of the data folder, each wrapped (AES-256-GCM) by the master key, which then is only the key-encryption key.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { Config } from '../config'
import { openMasterKey } from './master-key'

/** What is derived or wrapped once and not rotated: hashes and files of before must stay findable and readable. */
const FIXED = ['lookup', 'audit', 'files'] as const
type FixedName = (typeof FIXED)[number]

interface DataKey {
  /** Stands in every value that it seals, but for the first: values of before have none. */
  id: string
  key: Buffer
}

export interface KeyRing {
  fixed(name: FixedName): Buffer
  /** The key that seals now; the newest, also where another process has just made it. */
  current(): DataKey
  /** Null: no such key, here or made meanwhile. */
  data(id: string): Buffer | null
}

export const FIRST_KEY = 'k1'

interface Contents {
  fixed: Record<FixedName, Buffer>
  /** By age; the last one seals. */
  data: readonly DataKey[]
}

/** Of a house that has not rotated yet. */
function derived(master: Buffer): Contents {
  const derive = (label: string) => Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `sma ${label}`, 32))
  return {
    fixed: { lookup: derive('lookup'), audit: derive('audit'), files: derive('files') },
    data: [{ id: FIRST_KEY, key: derive('data') }],
  }
}

/** The keys that come of a master key alone. */
export function derivedRing(master: Buffer): KeyRing {
  const contents = derived(master)
  return ringOf(() => contents)
}

function ringOf(newest: () => Contents): KeyRing {
  return {
    fixed: (name) => newest().fixed[name],
    current: () => newest().data.at(-1) as DataKey,
    data: (id) => newest().data.find((one) => one.id === id)?.key ?? null,
  }
}

/** Where the master key lies, and the keys that it wraps. */
export interface KeyFiles {
  master: string
  ring: string
}

export const keyFilesOf = ({ dataDir, keyFile }: Pick<Config, 'dataDir' | 'keyFile'>): KeyFiles => ({
  master: keyFile ?? join(dataDir, 'keys', 'master.key'),
  ring: join(dataDir, 'keys', 'data-keys.json'),
})

/** The keys of a house; what another process adds is seen at the next use. */
export function openKeyRing(files: KeyFiles): KeyRing {
  let seen = ''
  let contents = derived(openMasterKey(files.master))
  return ringOf(() => {
    const now = stampOf(files.ring)
    if (now === seen) return contents
    contents = readWhileReplaced(files)
    seen = now
    return contents
  })
}

/** The two files are read one after the other: where a new master key came between, the second look fits. */
function readWhileReplaced(files: KeyFiles): Contents {
  try {
    return readContents(files)
  } catch {
    return readContents(files)
  }
}

/** Each new state of the file is another file in its place. */
function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true })
  return stat ? `${stat.ino} ${stat.mtimeNs} ${stat.size}` : ''
}

/** Every key under each master key that may be in place: two only while one replaces the other. */
interface RingFile {
  wrapped: { by: string; keys: { name: string; wrapped: string }[] }[]
}

/** Tells master keys apart without telling anything of them. */
export const nameOfMaster = (master: Buffer): string =>
  createHmac('sha256', master).update('sma key name').digest('hex').slice(0, 16)

function readContents(files: KeyFiles): Contents {
  if (!existsSync(files.ring)) return derived(openMasterKey(files.master))
  const { wrapped } = JSON.parse(readFileSync(files.ring, 'utf8')) as RingFile
  const master = openMasterKey(files.master)
  const own = wrapped.find(({ by }) => by === nameOfMaster(master))
  if (!own) throw new Error(`${files.ring} holds no keys that ${files.master} opens`)
  const keys = new Map(own.keys.map((one) => [one.name, unwrap(one, master)]))
  const fixed = Object.fromEntries(FIXED.map((name) => [name, keys.get(name)])) as Contents['fixed']
  const data = [...keys].filter(([name]) => /^k\d+$/.test(name)).map(([id, key]) => ({ id, key }))
  return { fixed, data }
}

function wrapAll({ fixed, data }: Contents, master: Buffer): RingFile['wrapped'][number] {
  const named = [
    ...FIXED.map((name) => ({ name, key: fixed[name] })),
    ...data.map(({ id, key }) => ({ name: id, key })),
  ]
  return { by: nameOfMaster(master), keys: named.map(({ name, key }) => ({ name, wrapped: wrap(name, key, master) })) }
}

const wrappingKey = (master: Buffer) => Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), 'sma wrap', 32))

function wrap(name: string, key: Buffer, master: Buffer): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', wrappingKey(master), nonce).setAAD(Buffer.from(name))
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

function unwrap({ name, wrapped }: { name: string; wrapped: string }, master: Buffer): Buffer {
  const bytes = Buffer.from(wrapped, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', wrappingKey(master), bytes.subarray(0, 12)).setAAD(Buffer.from(name))
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
}

function replaceFile(file: string, text: string, mode: number): void {
  const partial = `${file}.${process.pid}.part`
  rmSync(partial, { force: true })
  writeFileSync(partial, text, { mode, flush: true })
  renameSync(partial, file)
}

const save = (files: KeyFiles, wrapped: RingFile['wrapped']) =>
  replaceFile(files.ring, JSON.stringify({ wrapped } satisfies RingFile), 0o600)

/** Another run changes the keys, or one was killed while it did. */
export class KeysLocked extends Error {}

function alone<R>(files: KeyFiles, work: () => R): R {
  const lock = `${files.ring}.lock`
  mkdirSync(dirname(files.ring), { recursive: true })
  try {
    closeSync(openSync(lock, 'wx', 0o600))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new KeysLocked(`another sma keys is at work; if none is, remove ${lock} and run it again`)
  }
  try {
    return work()
  } finally {
    rmSync(lock, { force: true })
  }
}

/** Adds a data key that seals from now on; those of before still open. Returns its id. */
export function addDataKey(files: KeyFiles): string {
  return alone(files, () => {
    const contents = readContents(files)
    const id = `k${contents.data.length + 1}`
    const data = [...contents.data, { id, key: randomBytes(32) }]
    save(files, [wrapAll({ ...contents, data }, openMasterKey(files.master))])
    return id
  })
}

/** Puts a new master key in the place of the one in use; at every moment the one in place opens all keys. */
export function replaceMasterKey(files: KeyFiles, next: Buffer): void {
  alone(files, () => {
    const contents = readContents(files)
    const wrapped = wrapAll(contents, next)
    save(files, [wrapAll(contents, openMasterKey(files.master)), wrapped])
    replaceFile(files.master, next.toString('base64'), 0o400)
    save(files, [wrapped])
  })
}
