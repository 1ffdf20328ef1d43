import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../deps'
import type { SmsSender } from './sender'

/**
 * `SMA_SMS=outbox`: sends nothing, appends one JSON line per message, readable by its owner only: codes to outbox.jsonl,
 * notices to notices.jsonl, so that the last line for a phone in the former is always its newest code.
 */
export function openOutbox(dataDir: string, clock: Clock): SmsSender {
  return {
    async send({ kind, phone, text, value }) {
      const line = { at: clock.now().toISOString(), phone, text, ...(kind === 'code' && { code: value }) }
      const name = kind === 'code' ? 'outbox.jsonl' : 'notices.jsonl'
      const file = await open(join(dataDir, name), 'a', 0o600)
      try {
        await file.appendFile(`${JSON.stringify(line)}\n`)
      } finally {
        await file.close()
      }
    },
  }
}
