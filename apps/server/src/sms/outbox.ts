/** Where codes go: a text message to a phone. */
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../deps'

interface Sms {
  phone: string
  text: string
  code: string
}

export interface SmsSender {
  send(message: Sms): Promise<void>
}

/** `SMA_SMS=outbox`: sends nothing, appends one JSON line per message to outbox.jsonl, readable by its owner only. */
export function openOutbox(dataDir: string, clock: Clock): SmsSender {
  const path = join(dataDir, 'outbox.jsonl')
  return {
    async send({ phone, text, code }) {
      const file = await open(path, 'a', 0o600)
      try {
        await file.appendFile(`${JSON.stringify({ at: clock.now().toISOString(), phone, text, code })}\n`)
      } finally {
        await file.close()
      }
    },
  }
}
