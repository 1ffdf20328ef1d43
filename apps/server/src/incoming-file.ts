/** Files that are still arriving: on the disk without a name, under a key that nobody keeps. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'

export interface IncomingFile {
  sha256: string
  size: number
  /** Its plain bytes, part by part; throws where the disk does not give back what was written. */
  parts(): AsyncGenerator<Buffer>
  /** Must be called; nothing of it stays. */
  drop(): Promise<void>
}

/** One file of an upload, in the order sent. */
export interface SentFile {
  name: string
  /** Its bytes as they arrive, no more than a file may have. */
  stream: AsyncIterable<Uint8Array>
  /** Whether more was sent than a file may have; known at the end of the stream. */
  isCut(): boolean
}

/** The whole file in memory. */
export async function bytesOf(file: Pick<IncomingFile, 'parts'>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of file.parts()) parts.push(part)
  return Buffer.concat(parts)
}

const CIPHER = 'aes-256-ctr'

/**
 * Takes in what streams by, holding one part of it in memory. The file's name is gone before its first byte is written and its
 * key dies with the process: whatever ends the upload, or the server, nothing readable is left.
 */
export async function takeIn(dir: string, stream: AsyncIterable<Uint8Array>): Promise<IncomingFile> {
  const [key, nonce] = [randomBytes(32), randomBytes(16)]
  const file = await openNameless(dir)
  const drop = () => file.close()
  try {
    const cipher = createCipheriv(CIPHER, key, nonce)
    const hash = createHash('sha256')
    let size = 0
    for await (const part of stream) {
      size += part.length
      hash.update(part)
      // goes on where the last write ended
      await file.writeFile(cipher.update(part))
    }
    const sha256 = hash.digest('hex')
    return { sha256, size, parts: () => readBack(file, createDecipheriv(CIPHER, key, nonce), sha256), drop }
  } catch (error) {
    await drop()
    throw error
  }
}

async function openNameless(dir: string): Promise<FileHandle> {
  await mkdir(dir, { recursive: true })
  const path = join(dir, `${randomBytes(12).toString('hex')}.part`)
  const file = await open(path, 'wx+', 0o600)
  await rm(path)
  return file
}

async function* readBack(
  file: FileHandle,
  decipher: ReturnType<typeof createDecipheriv>,
  sha256: string,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  for await (const sealed of file.createReadStream({ start: 0, autoClose: false })) {
    const part = decipher.update(sealed as Buffer)
    hash.update(part)
    yield part
  }
  if (hash.digest('hex') !== sha256) throw new Error('an arriving file was read back otherwise than it was written')
}
