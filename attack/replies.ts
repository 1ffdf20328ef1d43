/** A reply as a stranger compares it: everything but what is drawn by lot or is the time. */
import type { LightMyRequestResponse } from 'fastify'

const DRAWN = new Set(['x-request-id', 'date'])

/** Two replies with the same bytes have the same text here. */
export function bytesOf({ statusCode, headers, rawPayload }: LightMyRequestResponse): string {
  const kept = Object.entries(headers).filter(([name]) => !DRAWN.has(name))
  return `${statusCode} ${JSON.stringify(kept)} ${rawPayload.toString('base64')}`
}
