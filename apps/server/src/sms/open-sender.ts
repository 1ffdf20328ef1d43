/** The senders of `SMA_SMS` as one: in their order, the next where one fails. */
import type { SenderSettings, SmsSettings } from '../config'
import type { Clock } from '../deps'
import { openAliyun } from './aliyun'
import { openHttp } from './http'
import { openOutbox } from './outbox'
import { SmsError, type SenderName, type SmsSender } from './sender'
import { openTencent } from './tencent'

/** A sender that failed is asked last for so long, so that not every message waits for its time-out. */
const REST_MS = 30_000

/** Is told how each sender fares. */
export interface SenderWatch {
  worked(name: SenderName): Promise<void>
  failed(name: SenderName, reason: string): Promise<void>
}

interface SenderDeps {
  dataDir: string
  clock: Clock
  watch: SenderWatch
}

export function openSender({ senders, timeoutMs }: SmsSettings, { dataDir, clock, watch }: SenderDeps): SmsSender {
  const all = senders.map((settings) => ({
    name: settings.name,
    sender: openOne(settings, { dataDir, clock, timeoutMs }),
    restsUntil: 0,
  }))
  const inOrder = (now: number) => all.toSorted((a, b) => Number(a.restsUntil > now) - Number(b.restsUntil > now))
  return {
    async send(message) {
      const failures: SmsError[] = []
      for (const one of inOrder(clock.now().getTime())) {
        try {
          await one.sender.send(message)
          return await watch.worked(one.name)
        } catch (error) {
          const failure = error instanceof SmsError ? error : new SmsError('unexpected')
          failures.push(failure)
          if (failure.isRefusal) continue
          one.restsUntil = clock.now().getTime() + REST_MS
          await watch.failed(one.name, failure.reason)
        }
      }
      // One that is down may take later what another refused for good.
      throw failures.find(({ isRefusal }) => !isRefusal) ?? failures[0] ?? new SmsError('no-sender')
    },
  }
}

function openOne(
  settings: SenderSettings,
  { dataDir, clock, timeoutMs }: { dataDir: string; clock: Clock; timeoutMs: number },
): SmsSender {
  switch (settings.name) {
    case 'outbox':
      return openOutbox(dataDir, clock)
    case 'http':
      return openHttp(settings, clock, timeoutMs)
    case 'aliyun':
      return openAliyun(settings, clock, timeoutMs)
    case 'tencent':
      return openTencent(settings, clock, timeoutMs)
  }
}
