/** What a client sees of the own sign-ins, and can end. */
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { deleteSession, selectSessionsOf } from './client-sessions.queries'
import { deleteDevice, selectNotices } from './devices.queries'
import { tokenHash } from './secrets'
import { IDLE_SECONDS } from './sessions.service'

export interface Own {
  clientId: string
  /** Of the session that asks. */
  token: string
}

type OwnSession = Awaited<ReturnType<typeof selectSessionsOf>>[number]

/** Newest first. */
export function liveSessions({ db, clock }: Deps, clientId: string): Promise<OwnSession[]> {
  const now = clock.now()
  const idleSince = new Date(now.getTime() - IDLE_SECONDS * 1000).toISOString()
  return selectSessionsOf(db, clientId, { now: now.toISOString(), idleSince })
}

export async function listSessions(deps: Deps, { clientId, token }: Own) {
  const current = tokenHash(token)
  const sessions = await liveSessions(deps, clientId)
  const notices = await selectNotices(deps.db, clientId)
  return {
    sessions: sessions.map(({ id, device_name, created_at, seen_at, token_hash }) => ({
      id,
      device: device_name || null,
      createdAt: created_at,
      seenAt: seen_at,
      current: token_hash === current,
    })),
    notices: notices.map(({ id, kind, device_name, at }) => ({ id, kind, device: device_name || null, at })),
  }
}

/** Ends one of the own sessions; what is not the own is not there. */
export async function endSession(deps: Deps, own: Own, id: string): Promise<void> {
  const session = (await liveSessions(deps, own.clientId)).find((one) => one.id === id)
  if (!session) throw new AppError('not-found')
  await endOne(deps, own, session)
}

export async function endOtherSessions(deps: Deps, own: Own): Promise<void> {
  const current = tokenHash(own.token)
  for (const session of await liveSessions(deps, own.clientId))
    if (session.token_hash !== current) await endOne(deps, own, session)
}

/** A browser that is sent away from elsewhere is no longer known either: the next sign-in there is a new device. */
async function endOne({ db }: Deps, own: Own, { token_hash, device_id }: OwnSession): Promise<void> {
  if (token_hash === tokenHash(own.token)) return deleteSession(db, token_hash)
  await db.transaction().execute(async (tx) => {
    await deleteSession(tx, token_hash)
    if (device_id !== null) await deleteDevice(tx, device_id)
  })
}
