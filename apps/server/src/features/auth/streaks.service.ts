/** Wrong codes in a row: after too many no code goes out any more, until staff has spoken with the client. */
import type { Deps } from '../../deps'
import { appendAudit, noteAuditHead, type Actor } from '../audit/audit.service'
import { selectClientByNo } from '../clients/client-records.queries'
import type { Subject } from './auth.queries'
import type { Limits } from './limits'
import { addToStreak, deleteStreak, deleteStreaksOf, selectStops, selectStreak } from './streaks.queries'

export interface Lane extends Subject {
  /** The client's own device; null where the browser never signed in as this client. */
  deviceId: string | null
}

export interface StreakCounter {
  add(lane: Lane): Promise<void>
  isStopped(lane: Lane): Promise<boolean>
  /** Ends the row by a success; returns how many failures it had. */
  end(lane: Lane): Promise<number>
}

export function countStreaks({ db, keys, clock }: Pick<Deps, 'db' | 'keys' | 'clock'>, limits: Limits): StreakCounter {
  const [limit] = limits.failuresInRow
  const macOf = ({ idNumberMac, phoneMac, deviceId }: Lane) =>
    keys.mac('streak', `${idNumberMac} ${phoneMac} ${deviceId ?? ''}`)
  return {
    async add(lane) {
      const now = clock.now()
      const since = new Date(now.getTime() - (limit?.seconds ?? 0) * 1000).toISOString()
      const step = { subjectMac: macOf(lane), subject: lane, now: now.toISOString(), since }
      await addToStreak(db, { ...step, stopAt: limit?.count ?? Infinity })
    },
    isStopped: async (lane) => ((await selectStreak(db, macOf(lane)))?.stopped_at ?? null) !== null,
    async end(lane) {
      const streak = await selectStreak(db, macOf(lane))
      if (streak) await deleteStreak(db, streak.subject_mac)
      return streak?.failures ?? 0
    },
  }
}

export interface SignInStop {
  clientNo: string
  since: string
}

export async function listStops({ db }: Pick<Deps, 'db'>): Promise<SignInStop[]> {
  const rows = await selectStops(db)
  return rows.map(({ client_no, since }) => ({ clientNo: client_no, since: since ?? '' }))
}

/** Lets codes go out again; false where there is no such client. */
export async function clearStop(deps: Deps, actor: Actor, clientNo: string): Promise<boolean> {
  const done = await deps.db.transaction().execute(async (tx) => {
    const client = await selectClientByNo(tx, clientNo)
    if (!client) return false
    await deleteStreaksOf(tx, { idNumberMac: client.id_number_mac, phoneMac: client.phone_mac })
    await appendAudit(tx, deps, { actor, action: 'clear-sign-in-stop', object: { kind: 'client', id: clientNo } })
    return true
  })
  if (done) await noteAuditHead(deps)
  return done
}
