/** Sends the codes that wait. Only here it matters whether ID number and phone are a client's; the reply left long ago. */
import { placeOf } from '../../crypto/personal'
import type { Deps } from '../../deps'
import type { SmsSender } from '../../sms/outbox'
import { claimMessage, deleteMessage, deleteStale, selectClientsBySubject, selectDueMessages } from './auth.queries'
import type { CodeMessageTable } from './auth.table'
import { CODE_SECONDS } from './challenges.service'

/** After so long without an end, another worker takes a claimed message. */
const CLAIM_SECONDS = 30
/** Sent a little later, so that nobody's next request can feel whether a message went out. */
const DELAY_MS = 250
/** What could not be sent is tried again, if nobody else asks meanwhile. */
const RETRY_MS = 10_000
const PURGE_MS = 3_600_000

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
  const purge = guarded(() => purgeStale(deps))

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
    },
    async stop() {
      started = false
      if (timer) clearTimeout(timer)
      for (const one of regular) clearInterval(one)
      await running
    },
  }
}

/** Sends what waits and removes it; what strangers asked for, and what is too old, is removed unsent. */
export async function sendDueCodes(deps: Deps, sender: SmsSender): Promise<void> {
  for (;;) {
    const now = deps.clock.now().getTime()
    const claimedBefore = new Date(now - CLAIM_SECONDS * 1000).toISOString()
    const due = await selectDueMessages(deps.db, claimedBefore)
    if (due.length === 0) return
    await sendAll(deps, sender, { due, now })
  }
}

async function sendAll(
  deps: Deps,
  sender: SmsSender,
  { due, now }: { due: CodeMessageTable[]; now: number },
): Promise<void> {
  const failures: unknown[] = []
  for (const message of due) {
    if (!(await claimMessage(deps.db, message, new Date(now).toISOString()))) continue
    try {
      await sendOne(deps, sender, { message, now })
    } catch (error) {
      failures.push(error)
    }
  }
  // One that cannot be sent keeps no other waiting; it stays claimed and is taken again later.
  if (failures.length > 0) throw failures[0]
}

async function sendOne(
  deps: Deps,
  sender: SmsSender,
  { message, now }: { message: CodeMessageTable; now: number },
): Promise<void> {
  const isTooOld = Date.parse(message.created_at) + CODE_SECONDS * 1000 <= now
  if (!isTooOld) await sendIfClient(deps, sender, message)
  await deleteMessage(deps.db, message.id)
}

async function sendIfClient({ db, keys }: Deps, sender: SmsSender, message: CodeMessageTable): Promise<void> {
  const clients = await selectClientsBySubject(db, {
    idNumberMac: message.id_number_mac,
    phoneMac: message.phone_mac,
  })
  if (clients.length !== 1) return
  const sealed = keys.decrypt(message.message_enc, placeOf('code_message', 'message', message.id))
  const { phone, code } = JSON.parse(sealed) as { phone: string; code: string }
  const minutes = CODE_SECONDS / 60
  await sender.send({
    phone,
    code,
    text: `登录验证码：${code}，${minutes}分钟内有效。请勿告诉他人；非本人操作请忽略。`,
  })
}

async function purgeStale({ db, clock }: Deps): Promise<void> {
  const now = clock.now()
  const dayAgo = new Date(now.getTime() - 86_400_000 - CODE_SECONDS * 1000).toISOString()
  await deleteStale(db, now.toISOString(), dayAgo)
}
