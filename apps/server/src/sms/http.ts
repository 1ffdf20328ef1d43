/** `SMA_SMS=http`: the house's own gateway (docs/sms.md has what it is sent and how it checks it). */
import { createHmac } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../deps'
import { post } from './post'
import { SmsError, type Sms, type SmsSender } from './sender'

export interface HttpSettings {
  name: 'http'
  url: string
  /** Shared with the gateway. */
  secret: string
}

const TRIES = 2
const PAUSE_MS = 300
/** Replies that say something of this message alone; any other failure is the gateway's. */
const REFUSALS = [400, 409, 422]

export function openHttp({ url, secret }: HttpSettings, clock: Clock, timeoutMs: number): SmsSender {
  async function tryOnce(body: string, id: string): Promise<void> {
    const headers = { ...signatureHeaders(secret, clock.now(), body), 'idempotency-key': id }
    const { status } = await post({ url, headers, body, timeoutMs })
    if (status >= 200 && status < 300) return
    throw new SmsError(`http-${status}`, REFUSALS.includes(status))
  }
  return {
    async send(message) {
      const body = bodyOf(message)
      for (let tries = 1; ; tries++) {
        try {
          return await tryOnce(body, message.id)
        } catch (error) {
          if (tries === TRIES || !(error instanceof SmsError) || !isPassing(error)) throw error
          await wait(PAUSE_MS)
        }
      }
    },
  }
}

const bodyOf = ({ id, kind, phone, text, value }: Sms): string => JSON.stringify({ id, kind, phone, text, value })

const isPassing = ({ reason, isRefusal }: SmsError): boolean => !isRefusal && !/^http-[34]/.test(reason)

/** `x-sma-signature`: hex HMAC-SHA-256 of `<x-sma-timestamp>.<body>`, the timestamp in seconds since 1970. */
export function signatureHeaders(secret: string, now: Date, body: string): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  return {
    'content-type': 'application/json',
    'x-sma-timestamp': timestamp,
    'x-sma-signature': createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex'),
  }
}
