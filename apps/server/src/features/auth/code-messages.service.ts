/** Sends the codes and notices that wait. Only here it matters whether ID number and phone are a client's; the reply left long ago. */
import type { Deps } from '../../deps'
import { SmsError, type SmsSender } from '../../sms/sender'
import { removeWhatIsPast } from '../retention/retention.service'
import { claimMessage, deleteMessage, selectClientsBySubject, selectDueMessages } from './auth.queries'
import type { CodeMessageTable } from './auth.table'
import { auditFailedSignIns } from './failed-sign-ins.service'
import { countHouse, type HouseCounter } from './house.service'
import { readLimits } from './limits'
import { CODE_SECONDS, openMessage } from './messages.service'
import { countStreaks, type StreakCounter } from './streaks.service'

/** After so long without an end, another worker takes a claimed message. */
const CLAIM_SECONDS = 30
/** Sent a little later, so that nobody's next request can feel whether a message went out. */
const DELAY_MS = 250
/** What could not be sent is tried again, if nobody else asks meanwhile. */
const RETRY_MS = 10_000
const PURGE_MS = 3_600_000
/** Phones that are sent to at one time: a slow gateway delays few others. */
const AT_ONCE = 8
/** How often the audit log is told of failed sign-ins. */
const AUDIT_MS = 60_000
/** A notice is worth reading the day after, a code that has ended is not. */
const LASTS_SECONDS = { code: CODE_SECONDS, notice: 86_400 }
/** A browser is remembered so long after the last sign-in. */
export const DEVICE_SECONDS = 180 * 86_400

export interface CodeWorker {
  /** Something waits. */
  poke(): void
  start(): void
  stop(): Promise<void>
}

export function startableCodeWorker(deps: Deps, sender: SmsSender): CodeWorker {
  let started = false
  let timer: NodeJS.Timeout | null = null
  let running = Promise.resolve()
  const regular: NodeJS.Timeout[] = []

  const guarded = (work: () => Promise<void>) => () => {
    running = running.then(work).catch((error: unknown) => deps.log.error({ err: error }, 'codes could not be sent'))
  }
  const run = guarded(() => sendDueCodes(deps, sender))
  const purge = guarded(async () => void (await removeWhatIsPast(deps)))

  const audit = guarded(() => auditFailedSignIns(deps))

  function poke(): void {
    if (!started || timer) return
    timer = setTimeout(() => {
      timer = null
      run()
    }, DELAY_MS)
  }
  return {
    poke,
    start() {
      started = true
      poke()
      regular.push(setInterval(poke, RETRY_MS).unref(), setInterval(purge, PURGE_MS).unref())
      regular.push(setInterval(audit, AUDIT_MS).unref())
    },
    async stop() {
      started = false
      if (timer) clearTimeout(timer)
      for (const one of regular) clearInterval(one)
      await running
    },
  }
}

interface Sending {
  deps: Deps
  sender: SmsSender
  house: HouseCounter
  streaks: StreakCounter
  now: number
}

/** Sends what waits and removes it; what strangers asked for, and what is too old, is removed unsent. */
export async function sendDueCodes(deps: Deps, sender: SmsSender): Promise<void> {
  const limits = readLimits(deps.config.limits)
  const counters = { house: countHouse(deps, limits), streaks: countStreaks(deps, limits) }
  for (;;) {
    const now = deps.clock.now().getTime()
    const claimedBefore = new Date(now - CLAIM_SECONDS * 1000).toISOString()
    const due = await selectDueMessages(deps.db, claimedBefore)
    if (due.length === 0) return
    const failures: unknown[] = []
    const queues = queuesOf(due)
    for (let at = 0; at < queues.length; at += AT_ONCE) {
      const sending = { deps, sender, ...counters, now }
      const results = await Promise.all(queues.slice(at, at + AT_ONCE).map((queue) => sendInOrder(sending, queue)))
      failures.push(...results.flat())
    }
    // One that cannot be sent keeps no other waiting; it stays claimed and is taken again later.
    if (failures.length > 0) throw failures[0]
  }
}

/** Messages to one phone go out one after the other: the last code that arrives is the one in force. */
function queuesOf(due: CodeMessageTable[]): CodeMessageTable[][] {
  const queues = new Map<string, CodeMessageTable[]>()
  for (const message of due) queues.set(message.phone_mac, [...(queues.get(message.phone_mac) ?? []), message])
  return [...queues.values()]
}

/** What kept any of them from being sent. */
async function sendInOrder(sending: Sending, queue: CodeMessageTable[]): Promise<unknown[]> {
  const failures: unknown[] = []
  for (const message of queue) await sendOne(sending, message).catch((error: unknown) => failures.push(error))
  return failures
}

async function sendOne(sending: Sending, message: CodeMessageTable): Promise<void> {
  const { deps, now } = sending
  if (!(await claimMessage(deps.db, message, new Date(now).toISOString()))) return
  const isTooOld = Date.parse(message.created_at) + LASTS_SECONDS[message.kind] * 1000 <= now
  if (!isTooOld && (await isWanted(sending, message))) await send(sending, message)
  await deleteMessage(deps.db, message.id)
}

/** Whether the message is for one client who may sign in, and nothing holds it back. */
async function isWanted({ deps, house, streaks }: Sending, message: CodeMessageTable): Promise<boolean> {
  const lane = { idNumberMac: message.id_number_mac, phoneMac: message.phone_mac, deviceId: message.device_id }
  if ((await selectClientsBySubject(deps.db, lane)).length !== 1) return false
  if (message.kind === 'notice') return true
  if (await streaks.isStopped(lane)) return false
  // Clients on their own devices get their codes also beyond the budget.
  const isOverBudget = lane.deviceId === null && (await house.reached('codesPerHouse')) > 0
  if (isOverBudget) deps.log.warn({ alarm: 'code-budget' }, 'a code was not sent: the budget of texts is used up')
  return !isOverBudget
}

async function send({ deps, sender, house }: Sending, message: CodeMessageTable): Promise<void> {
  try {
    await sender.send({ id: message.id, kind: message.kind, ...openMessage(deps, message) })
    await house.add('codesPerHouse')
  } catch (error) {
    if (!(error instanceof SmsError && error.isRefusal)) throw error
    deps.log.warn({ reason: error.reason }, 'a message was refused')
  }
}
