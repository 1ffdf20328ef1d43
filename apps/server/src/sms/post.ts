/** One request to a gateway, within a time and a size; every failure is an SmsError without personal data. */
import { SmsError } from './sender'

/** More of a reply is not read. */
const REPLY_BYTES = 64 * 1024

export interface GatewayRequest {
  url: string
  headers: Record<string, string>
  body: string
  timeoutMs: number
}

export interface GatewayReply {
  status: number
  text: string
}

export async function post({ url, headers, body, timeoutMs }: GatewayRequest): Promise<GatewayReply> {
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    // A redirect would carry phone and code to another host; an empty text as body would bring a content type along.
    const init = { method: 'POST', headers, body: body || null, redirect: 'error' as const, signal }
    const response = await fetch(url, init)
    return { status: response.status, text: await readStart(response) }
  } catch (error) {
    throw new SmsError(networkReason(error))
  }
}

async function readStart({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > REPLY_BYTES) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

function networkReason(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } }
  if (name === 'TimeoutError') return 'timeout'
  return typeof cause?.code === 'string' && /^[A-Z_]{3,40}$/.test(cause.code) ? cause.code : 'network-failed'
}

/** A vendor's JSON reply; null where it is none. */
export function readJson(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
