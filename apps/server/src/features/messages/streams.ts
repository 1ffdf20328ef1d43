/**
 * Open message pages. A stream says that there is something new, never what: the page reads it as any other. What another
 * server took in is found at the next heartbeat.
 */
import { PassThrough, type Readable } from 'node:stream'
import type { Deps } from '../../deps'
import { countDialogue } from './messages.queries'

const BEAT_MS = 15_000
/** A browser has few connections to one server; beyond these the oldest page goes without. */
const MAX_PER_CLIENT = 3
/** Pages of a server that stops come back at different moments. */
const RETRY_MS = { least: 2_000, spread: 6_000 }

interface Streamed {
  clientId: string
  portfolioId: string
  /** Whether the session lives and the account is still theirs. */
  isStill: () => Promise<boolean>
}

export interface MessageStreams {
  open(streamed: Streamed): Promise<Readable>
  /** Something was written in this account. */
  tell(portfolioId: string): void
  /** Ends all of them; the pages ask again, and find another server or this one anew. */
  close(): void
}

interface Open extends Streamed {
  out: PassThrough
  timer: NodeJS.Timeout
  seen: string
  /** One look after the other. */
  looking: Promise<void>
}

export function openStreams({ db, log }: Pick<Deps, 'db' | 'log'>): MessageStreams {
  const streams = new Set<Open>()

  async function look(stream: Open): Promise<void> {
    if (stream.out.destroyed || stream.out.writableEnded) return
    if (!(await stream.isStill())) return end(stream)
    const now = await countDialogue(db, stream.portfolioId)
    stream.out.write(now === stream.seen ? ':\n\n' : 'event: message\ndata: {}\n\n')
    stream.seen = now
  }

  const queue = (stream: Open) => {
    stream.looking = stream.looking
      .then(() => look(stream))
      .catch((error: unknown) => {
        log.error({ err: error }, 'a stream of messages ended')
        stream.out.destroy()
      })
  }

  /** For good: the page does not ask again. */
  function end(stream: Open): void {
    stream.out.end('event: end\ndata: {}\n\n')
  }

  return {
    async open(streamed) {
      const seen = await countDialogue(db, streamed.portfolioId)
      // Nothing is waited for between the count and the place that is taken: of many at once each counts the others.
      const own = [...streams].filter(({ clientId, out }) => clientId === streamed.clientId && !out.writableEnded)
      for (const stream of own.slice(0, Math.max(0, own.length - MAX_PER_CLIENT + 1))) end(stream)
      const out = new PassThrough()
      const stream: Open = {
        ...streamed,
        out,
        seen,
        looking: Promise.resolve(),
        timer: setInterval(() => queue(stream), BEAT_MS),
      }
      stream.timer.unref()
      streams.add(stream)
      out.on('close', () => {
        clearInterval(stream.timer)
        streams.delete(stream)
      })
      out.write(`retry: ${RETRY_MS.least + Math.floor(Math.random() * RETRY_MS.spread)}\n\n`)
      return out
    },
    tell(portfolioId) {
      for (const stream of streams) if (stream.portfolioId === portfolioId) queue(stream)
    },
    close() {
      for (const { out } of streams) out.end()
    },
  }
}
