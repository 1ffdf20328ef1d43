/** Received files, stored encrypted under the SHA-256 of their plain bytes. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { takeIn, type IncomingFile } from './incoming-file'

export interface FileStore {
  /** Stores the bytes durably before it resolves; returns their SHA-256 in hex. */
  put(bytes: Uint8Array): Promise<string>
  /** Takes in what streams by without holding it in memory; it is stored when it is kept, and must be dropped after. */
  receive(stream: AsyncIterable<Uint8Array>): Promise<ReceivedFile>
  get(sha256: string): Promise<Buffer>
  has(sha256: string): boolean
  /** What was received is then gone for good; that it was received still stands in the database. */
  remove(sha256: string): Promise<void>
}

interface ReceivedFile extends IncomingFile {
  /** Stores it durably before it resolves. */
  keep(): Promise<void>
}

export function openFileStore(dir: string, key: Buffer): FileStore {
  const pathOf = (sha256: string) => join(dir, sha256.slice(0, 2), sha256)
  async function store(sha256: string, parts: Parts): Promise<void> {
    const path = pathOf(sha256)
    if (existsSync(path)) return
    await mkdir(dirname(path), { recursive: true })
    await writeDurably(path, sealed(parts, key, sha256))
  }
  return {
    async put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      await store(sha256, [bytes])
      return sha256
    },
    async receive(stream) {
      const incoming = await takeIn(dir, stream)
      return { ...incoming, keep: () => store(incoming.sha256, incoming.parts()) }
    },
    has: (sha256) => existsSync(pathOf(sha256)),
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
    async get(sha256) {
      const sealed = await readFile(pathOf(sha256))
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(sha256))
      decipher.setAuthTag(sealed.subarray(-16))
      return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
    },
  }
}

type Parts = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

async function* sealed(parts: Parts, key: Buffer, sha256: string): AsyncGenerator<Buffer> {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(sha256))
  yield nonce
  for await (const part of parts) yield cipher.update(part)
  yield cipher.final()
  yield cipher.getAuthTag()
}

/** A half-written file never stands under its final name. */
async function writeDurably(path: string, parts: AsyncIterable<Buffer>): Promise<void> {
  const partial = `${path}.${randomBytes(6).toString('hex')}.part`
  try {
    const file = await open(partial, 'wx', 0o600)
    try {
      for await (const part of parts) await file.writeFile(part)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(partial, path)
  } catch (error) {
    // on a full disk what is half-written would keep others from being written
    await rm(partial, { force: true })
    throw error
  }
}
