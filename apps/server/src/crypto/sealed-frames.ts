/**
 * A file of frames, each sealed (AES-256-GCM) under a key of this file alone. The nonce is the frame's number and whether it is the
 * last, so that one changed, moved, left out or cut off is found; the head line in front is bound to every frame.
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'

export const MAX_FRAME = 1024 * 1024
const TAG = 16
const MAX_HEAD = 4096

/** Not what was written: damaged, cut off, or something else altogether; the message says where. */
export class DamagedFile extends Error {}

export interface Frame {
  isLast: boolean
  body: Buffer
}

interface Lock {
  key: Buffer
  /** The head line, as it stands in the file. */
  head: Buffer
}

const nonceOf = (number: number, isLast: boolean): Buffer => {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(number, 5, 6)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

const boundTo = (head: Buffer): Buffer => createHash('sha256').update(head).digest()

export interface FrameWriter {
  write(body: Buffer): Promise<void>
  /** Writes the last frame; without one the file counts as cut off. */
  end(body: Buffer): Promise<void>
}

/** Writes the head line, then frames of at most `MAX_FRAME` bytes, where `file` stands. */
export async function frameWriter(file: FileHandle, { key, head }: Lock): Promise<FrameWriter> {
  const bound = boundTo(head)
  let number = 0
  async function add(body: Buffer, isLast: boolean): Promise<void> {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number++, isLast)).setAAD(bound)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(body.length)
    await file.writeFile(Buffer.concat([length, cipher.update(body), cipher.final(), cipher.getAuthTag()]))
  }
  await file.writeFile(head)
  return { write: (body) => add(body, false), end: (body) => add(body, true) }
}

/** The head line of a file, its line feed included. */
export async function readHead(file: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_HEAD), 0, MAX_HEAD, 0)
  const end = buffer.subarray(0, bytesRead).indexOf('\n')
  if (end < 0) throw new DamagedFile('it has no head line')
  return buffer.subarray(0, end + 1)
}

/** Every frame in order, one in memory at a time; throws `DamagedFile` at the first that is not what was written. */
export async function* readFrames(file: FileHandle, { key, head }: Lock): AsyncGenerator<Frame> {
  const bound = boundTo(head)
  const { size } = await file.stat()
  let position = head.length
  for (let number = 0; ; number++) {
    const sealed = await readSealed(file, position, size)
    const frame = open(sealed, number, { key, bound })
    if (!frame) throw new DamagedFile(`it is damaged after byte ${position} of ${size}`)
    position += 4 + sealed.length
    if (frame.isLast && position !== size) throw new DamagedFile(`something follows its end at byte ${position}`)
    yield frame
    if (frame.isLast) return
  }
}

async function readSealed(file: FileHandle, position: number, size: number): Promise<Buffer> {
  if (position + 4 + TAG > size) throw new DamagedFile(`it is cut off at byte ${size}`)
  const { buffer } = await file.read(Buffer.alloc(4), 0, 4, position)
  const length = buffer.readUInt32BE() + TAG
  if (length > MAX_FRAME + TAG) throw new DamagedFile(`it is damaged after byte ${position} of ${size}`)
  if (position + 4 + length > size) throw new DamagedFile(`it is cut off at byte ${size}, or damaged after ${position}`)
  const sealed = Buffer.alloc(length)
  const { bytesRead } = await file.read(sealed, 0, length, position + 4)
  if (bytesRead < length) throw new DamagedFile(`it is cut off at byte ${position + 4 + bytesRead}`)
  return sealed
}

/** Null where it opens neither as a frame between nor as the last one. */
function open(sealed: Buffer, number: number, { key, bound }: { key: Buffer; bound: Buffer }): Frame | null {
  for (const isLast of [false, true]) {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, isLast)).setAAD(bound)
    decipher.setAuthTag(sealed.subarray(-TAG))
    const body = decipher.update(sealed.subarray(0, -TAG))
    try {
      decipher.final()
      return { isLast, body }
    } catch {
      continue
    }
  }
  return null
}
