/**
 * What lies inside a backup: a first word about it, then entries (a table's rows or a file's bytes), then the manifest. Every frame
 * begins with a letter that says what it is; texts are deflated, files are sealed already and lie as they are.
 */
import { createHash, type Hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { DamagedFile, MAX_FRAME, type Frame, type FrameWriter } from '../../crypto/sealed-frames'

export interface About {
  madeAt: string
  engine: string
  migrations: string[]
}

interface TableEntry {
  kind: 'table'
  name: string
  columns: string[]
}

type Entry = TableEntry | { kind: 'file'; name: string }

interface Counted {
  rows: number
  sha256: string
}

/** Of all files together: `sha256` is that of a line for each, its name and the SHA-256 of its bytes. */
interface CountedFiles {
  files: number
  bytes: number
  sha256: string
}

export interface Manifest {
  tables: Record<string, Counted>
  files: CountedFiles
  /** Names of the master keys that open the house's keys. */
  masterKeys: string[]
}

const LETTER = { about: 'a', entry: 'e', lines: 'l', bytes: 'b', manifest: 'm' } as const
type Part = keyof typeof LETTER
const PARTS = new Map(Object.entries(LETTER).map(([part, letter]) => [letter.charCodeAt(0), part as Part]))

const packed = (part: Part, body: Buffer): Buffer => Buffer.concat([Buffer.from(LETTER[part]), body])
const json = (value: unknown): Buffer => deflateRawSync(JSON.stringify(value))

/** Lines are gathered up to this length before they are sealed. */
const LINES = 256 * 1024
const LEVEL = { level: 1 }

/** What went by, as the manifest tells it: bounded, however many files there are. */
function tally() {
  const tables: Manifest['tables'] = {}
  const files = { files: 0, bytes: 0 }
  const list = createHash('sha256')
  return {
    table(name: string, rows: number, hash: Hash): void {
      tables[name] = { rows, sha256: hash.digest('hex') }
    },
    file(name: string, bytes: number, hash: Hash): void {
      files.files += 1
      files.bytes += bytes
      list.update(`${name} ${hash.digest('hex')}\n`)
    },
    end: (): Omit<Manifest, 'masterKeys'> => ({ tables, files: { ...files, sha256: list.digest('hex') } }),
  }
}

export interface ArchiveWriter {
  table(entry: TableEntry, lines: AsyncIterable<string>): Promise<void>
  file(name: string, parts: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void>
  end(masterKeys: string[]): Promise<Manifest>
}

export async function archiveWriter(frames: FrameWriter, about: About): Promise<ArchiveWriter> {
  const seen = tally()
  await frames.write(packed('about', json(about)))

  async function addLines(text: string, hash: Hash): Promise<void> {
    const bytes = Buffer.from(text)
    hash.update(bytes)
    // a row that no frame holds stands over several
    for (let from = 0; from < bytes.length; from += LINES * 2)
      await frames.write(packed('lines', deflateRawSync(bytes.subarray(from, from + LINES * 2), LEVEL)))
  }
  return {
    async table(entry, lines) {
      await frames.write(packed('entry', json(entry)))
      const hash = createHash('sha256')
      let rows = 0
      let text = ''
      for await (const line of lines) {
        text += `${line}\n`
        rows++
        if (text.length < LINES) continue
        await addLines(text, hash)
        text = ''
      }
      if (text) await addLines(text, hash)
      seen.table(entry.name, rows, hash)
    },
    async file(name, parts) {
      await frames.write(packed('entry', json({ kind: 'file', name } satisfies Entry)))
      const hash = createHash('sha256')
      let count = 0
      for await (const part of parts) {
        hash.update(part)
        count += part.length
        for (let from = 0; from < part.length; from += MAX_FRAME - 1)
          await frames.write(packed('bytes', part.subarray(from, from + MAX_FRAME - 1)))
      }
      seen.file(name, count, hash)
    },
    async end(masterKeys) {
      const manifest = { ...seen.end(), masterKeys }
      await frames.end(packed('manifest', json(manifest)))
      return manifest
    },
  }
}

/** Who takes what is read; lines and parts must be read to their end. */
export interface ArchiveHandler {
  about(about: About): Promise<void>
  /** Some lines at a time, without their ends. */
  table(entry: TableEntry, lines: AsyncGenerator<string[]>): Promise<void>
  file(name: string, parts: AsyncGenerator<Buffer>): Promise<void>
}

const broken = () => new DamagedFile('it does not hold what it says')

/** Reads an archive to its end and holds what it gives against the manifest. */
export async function readArchive(frames: AsyncGenerator<Frame>, handler: ArchiveHandler): Promise<Manifest> {
  const parts = partsOf(frames)
  const first = await parts.next()
  if (first?.part !== 'about') throw broken()
  await handler.about(fromJson<About>(first.body))
  const seen = tally()
  for (;;) {
    const part = await parts.next()
    if (part?.part === 'manifest') return checked(fromJson<Manifest>(part.body), seen.end())
    if (part?.part !== 'entry') throw broken()
    const entry = fromJson<Entry>(part.body)
    const hash = createHash('sha256')
    let count = 0
    const add = (more: number) => (count += more)
    if (entry.kind === 'table') {
      await handler.table(entry, wholeLines(parts.while('lines'), hash, add))
      seen.table(entry.name, count, hash)
    } else {
      await handler.file(entry.name, counted(parts.while('bytes'), hash, add))
      seen.file(entry.name, count, hash)
    }
  }
}

function checked(manifest: Manifest, { tables, files }: Omit<Manifest, 'masterKeys'>): Manifest {
  if (!isDeepStrictEqual({ tables, files }, { tables: manifest.tables, files: manifest.files })) throw broken()
  return manifest
}

const fromJson = <T>(body: Buffer): T => JSON.parse(inflateRawSync(body).toString('utf8')) as T

interface Parts {
  next(): Promise<{ part: Part; body: Buffer } | null>
  /** The bodies of this kind that come next. */
  while(part: Part): AsyncGenerator<Buffer>
}

function partsOf(frames: AsyncGenerator<Frame>): Parts {
  let ahead: { part: Part; body: Buffer } | null = null
  async function take(): Promise<{ part: Part; body: Buffer } | null> {
    const { value, done } = await frames.next()
    if (done) return null
    const part = PARTS.get(value.body[0] ?? 0)
    if (!part || value.isLast !== (part === 'manifest')) throw broken()
    return { part, body: value.body.subarray(1) }
  }
  async function next() {
    const found = ahead ?? (await take())
    ahead = null
    return found
  }
  return {
    next,
    async *while(part) {
      for (;;) {
        ahead = await next()
        if (ahead?.part !== part) return
        const { body } = ahead
        ahead = null
        yield body
      }
    },
  }
}

async function* counted(parts: AsyncGenerator<Buffer>, hash: Hash, add: (bytes: number) => void) {
  for await (const part of parts) {
    hash.update(part)
    add(part.length)
    yield part
  }
}

async function* wholeLines(parts: AsyncGenerator<Buffer>, hash: Hash, add: (lines: number) => void) {
  let rest: Buffer[] = []
  for await (const part of parts) {
    const bytes = inflateRawSync(part)
    hash.update(bytes)
    const end = bytes.lastIndexOf('\n')
    if (end < 0) {
      rest.push(bytes)
      continue
    }
    const lines = Buffer.concat([...rest, bytes.subarray(0, end)])
      .toString('utf8')
      .split('\n')
    rest = end + 1 < bytes.length ? [bytes.subarray(end + 1)] : []
    add(lines.length)
    yield lines
  }
  if (rest.length > 0) throw broken()
}
