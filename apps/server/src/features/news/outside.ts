/**
 * Reads an address that staff wrote. It must not lead into private networks, whatever its form: names are resolved here, every
 * address of a name is judged, and the connection goes to an address that was judged, so that a name cannot mean another
 * one a moment later. Each redirect is judged anew.
 */
import ipaddr from 'ipaddr.js'
import { lookup } from 'node:dns/promises'
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'

/** Why nothing could be read; the console has words for each. */
export type OutsideFault =
  | 'address-refused'
  | 'host-unknown'
  | 'connection-failed'
  | 'timeout'
  | 'too-large'
  | 'too-many-redirects'
  | 'encoding-unknown'
  | `http-${number}`

export class OutsideError extends Error {
  constructor(readonly fault: OutsideFault) {
    super(fault)
  }
}

interface Address {
  address: string
  family: number
}

export interface OutsideOptions {
  timeoutMs: number
  maxBytes: number
  /** Every address of a name. */
  resolve: (name: string) => Promise<Address[]>
  mayReach: (address: string) => boolean
}

interface OutsideReply {
  /** Null: not changed since (304). */
  bytes: Buffer | null
  contentType: string
  etag: string | null
  lastModified: string | null
}

export type Outside = (url: string, headers?: Record<string, string>) => Promise<OutsideReply>

const MAX_REDIRECTS = 5
const GLOBAL_V6 = ipaddr.parseCIDR('2000::/3')

/** Whether an address is one of the public internet. What is written as IPv6 and means an IPv4 address is judged as that one. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  if (parsed.range() !== 'unicast') return false
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_V6)
}

const DEFAULTS: OutsideOptions = {
  timeoutMs: 10_000,
  maxBytes: 2 * 1024 * 1024,
  resolve: (name) => lookup(name, { all: true }),
  mayReach: isPublicAddress,
}

/** Throws OutsideError. */
export function openOutside(changed: Partial<OutsideOptions> = {}): Outside {
  const options = { ...DEFAULTS, ...changed }
  return async (url, headers = {}) => {
    const signal = AbortSignal.timeout(options.timeoutMs)
    try {
      return await follow(url, { options, headers, signal })
    } catch (error) {
      if (error instanceof OutsideError) throw error
      throw new OutsideError(signal.aborted ? 'timeout' : 'connection-failed')
    }
  }
}

interface Asking {
  options: OutsideOptions
  headers: Record<string, string>
  signal: AbortSignal
}

async function follow(first: string, asking: Asking): Promise<OutsideReply> {
  let url = webUrl(first)
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const reply = await ask(url, await judged(url, asking.options), asking)
    const { statusCode = 0, headers } = reply
    if (statusCode === 304) return received(reply, null)
    if (statusCode >= 200 && statusCode < 300) return received(reply, await body(reply, asking.options.maxBytes))
    reply.destroy()
    if (![301, 302, 303, 307, 308].includes(statusCode) || !headers.location)
      throw new OutsideError(`http-${statusCode}`)
    url = webUrl(headers.location, url)
  }
  throw new OutsideError('too-many-redirects')
}

/** The parser turns 2130706433, 0x7f.1 and 127.1 into what they mean. */
function webUrl(text: string, base?: URL): URL {
  if (!URL.canParse(text, base)) throw new OutsideError('address-refused')
  const url = new URL(text, base)
  const isPlain = url.username === '' && url.password === ''
  if (!['http:', 'https:'].includes(url.protocol) || !isPlain) throw new OutsideError('address-refused')
  return url
}

/** The addresses of a host, all of them fit to be reached: one that is not refuses the host. */
async function judged({ hostname }: URL, { resolve, mayReach }: OutsideOptions): Promise<Address[]> {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1')
  const addresses = ipaddr.isValid(literal)
    ? [{ address: literal, family: literal.includes(':') ? 6 : 4 }]
    : await resolve(hostname).catch(() => [])
  if (addresses.length === 0) throw new OutsideError('host-unknown')
  if (!addresses.every(({ address }) => mayReach(address))) throw new OutsideError('address-refused')
  return addresses
}

function ask(url: URL, addresses: Address[], { headers, signal }: Asking): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  const options: RequestOptions = {
    signal,
    agent: false,
    headers: { 'user-agent': 'sma-portal', accept: '*/*', 'accept-encoding': 'identity', ...headers },
    lookup: (_host, { all }, done) => {
      const [first] = addresses
      if (all) done(null, addresses)
      else done(null, first?.address ?? '', first?.family)
    },
  }
  return new Promise((resolve, reject) => request(url, options, resolve).on('error', reject).end())
}

async function body(reply: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (!['identity', undefined].includes(reply.headers['content-encoding'])) {
    reply.destroy()
    throw new OutsideError('encoding-unknown')
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of reply as AsyncIterable<Buffer>) {
    size += chunk.length
    // leaving the loop closes the connection
    if (size > maxBytes) throw new OutsideError('too-large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function received({ headers }: IncomingMessage, bytes: Buffer | null): OutsideReply {
  return {
    bytes,
    contentType: headers['content-type'] ?? '',
    etag: headers.etag ?? null,
    lastModified: headers['last-modified'] ?? null,
  }
}
