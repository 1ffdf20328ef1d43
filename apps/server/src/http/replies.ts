/** Replies as bytes: packed, with an ETag, or as a file to be stored. */
import type { Endpoint } from '@sma/contract/endpoint'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import type { KeptReply } from './kept-replies'
import { encodingFor, pack } from './packing'

/** A file as a reply. */
export interface Download {
  name: string
  bytes: Buffer
  /** One of those that show nothing but a picture or a document; bytes of no told type where it is left out. */
  mediaType?: string
}

/** Whatever the bytes hold, a browser stores them and neither shows nor runs them. */
export const attachment = ({ name, mediaType = 'application/octet-stream' }: Omit<Download, 'bytes'>) => ({
  'content-type': mediaType,
  'content-disposition': `attachment; ${plainName(name)}filename*=UTF-8''${extendedName(name)}`,
  'content-security-policy': "sandbox; default-src 'none'",
})

const extendedName = (name: string): string =>
  encodeURIComponent(name.replaceAll(/\p{Surrogate}/gu, '_')).replaceAll(/['()*]/g, percent)

/** For what does not know RFC 6266's longer form: the same name with `_` for every other sign. */
const plainName = (name: string): string =>
  /^[\w.-]+$/.test(name) ? '' : `filename="${name.replaceAll(/[^\w.-]/g, '_')}"; `

const percent = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`

/** The reply through its schema: what the schema does not list does not leave. */
export function replyBytes(endpoint: Endpoint, body: unknown): Buffer {
  return Buffer.from(JSON.stringify(endpoint.reply.parse(body)))
}

/** A reply that nobody keeps; packed once and sent once, it takes the encoding that costs the server less. */
export async function sendBytes(request: FastifyRequest, reply: FastifyReply, bytes: Buffer): Promise<FastifyReply> {
  const encoding = encodingFor(request.headers['accept-encoding'], bytes.length, ['gzip'])
  reply.type('application/json; charset=utf-8').header('vary', 'Accept-Encoding')
  if (encoding === null) return reply.send(bytes)
  return reply.header('content-encoding', encoding).send(await pack({ bytes }, encoding))
}

export function keptReply(bytes: Buffer): KeptReply {
  return { bytes, etag: createHash('sha256').update(bytes).digest('base64url').slice(0, 27) }
}

/** Bytes as they are or packed, each form with a strong ETag of its own; 304 where the reader has either. */
export async function sendKept(request: FastifyRequest, reply: FastifyReply, kept: KeptReply): Promise<FastifyReply> {
  const encoding = encodingFor(request.headers['accept-encoding'], kept.bytes.length)
  reply.header('etag', encoding ? `"${kept.etag}-${encoding}"` : `"${kept.etag}"`).header('vary', 'Accept-Encoding')
  if (isFresh(request, kept)) return reply.code(304).send()
  if (!reply.hasHeader('content-type')) reply.type('application/json; charset=utf-8')
  if (encoding === null) return reply.send(kept.bytes)
  return reply.header('content-encoding', encoding).send(await pack(kept, encoding))
}

/** Whether the reader says that it has these bytes, packed or not. */
export function isFresh(request: FastifyRequest, { etag }: KeptReply): boolean {
  const header = request.headers['if-none-match']
  if (header === undefined) return false
  return (
    header.trim() === '*' ||
    header.split(',').some((tag) => /^(?:W\/)?"([\w-]+?)(?:-br|-gzip)?"$/.exec(tag.trim())?.[1] === etag)
  )
}
