/** Replies compressed once and kept beside their plain bytes. */
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export type Encoding = 'br' | 'gzip'

export interface Packable {
  bytes: Buffer
  packed?: Partial<Record<Encoding, Promise<Buffer>>>
}

/** Under this, compressing saves no packet. */
const WORTH_BYTES = 1400
const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** The first encoding of the choices that the reader takes, or null for plain bytes. */
export function encodingFor(
  header: string | string[] | undefined,
  size: number,
  choices: readonly Encoding[] = ['br', 'gzip'],
): Encoding | null {
  if (size < WORTH_BYTES || typeof header !== 'string') return null
  return choices.find((encoding) => accepts(header, encoding)) ?? null
}

function accepts(header: string, encoding: Encoding): boolean {
  return header.split(',').some((part) => {
    // Parted at single signs: a pattern for blanks around them would go over a long header again and again.
    const [name = '', weight = 'q=1'] = part.split(';', 2).map((text) => text.trim())
    return name === encoding && weight.startsWith('q=') && Number(weight.slice(2)) > 0
  })
}

export function pack(reply: Packable, encoding: Encoding): Promise<Buffer> {
  reply.packed ??= {}
  const done = reply.packed[encoding] ?? compress(reply.bytes, encoding)
  reply.packed[encoding] = done
  return done
}

function compress(bytes: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'gzip') return zip(bytes, { level: 6 })
  return brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } })
}
