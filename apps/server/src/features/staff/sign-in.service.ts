/** The staff's way in: sign-in, the session's life, the change of the own password. Each is written to the audit log. */
import type { StaffRole } from '@sma/contract/staff-roles'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { SignedInStaff } from '../../http/router'
import { appendAudit, noteAuditHead, type AuditEvent } from '../audit/audit.service'
import { addressSubject } from '../auth/limits'
import type { LimitCounter, Subject } from '../auth/limits.service'
import { isSame, newToken, tokenHash } from '../auth/secrets'
import { hashPassword, isPasswordRight, passwordFault } from './passwords'
import { normalLogin } from './people.service'
import {
  deleteEndedStaffSessions,
  deleteStaffSession,
  deleteStaffSessions,
  insertStaffSession,
  selectLiveStaffSession,
  selectRoles,
  selectStaff,
  selectStaffByLogin,
  updateStaff,
  updateStaffSeen,
} from './staff.queries'
import type { StaffTable } from './staff.table'

const IDLE_SECONDS = 15 * 60
const SESSION_SECONDS = 8 * 3600
/** How often a use is written down. */
const SEEN_SECONDS = 60

export interface StaffTry {
  login: string
  password: string
  address: string
  /** The cookie of a browser in which someone signed in before. */
  device: string | undefined
}

interface StaffCard {
  login: string
  roles: StaffRole[]
  mustChangePassword: boolean
}

export interface StaffEntry {
  token: string
  device: string
  card: StaffCard
}

/** A session for the right password; every failure is `sign-in-failed`, takes the same time and counts alike. */
export async function signInStaff(deps: Deps, counter: LimitCounter, attempt: StaffTry): Promise<StaffEntry> {
  const login = normalLogin(attempt.login)
  await takeTurn(counter, attempt.address)
  const staff = await selectStaffByLogin(deps.db, login)
  const failures = failuresOf(deps, { login, staff, device: attempt.device })
  await refuseWhileWaiting(await counter.secondsToWait([failures]))
  const isRight = await isPasswordRight(staff?.password_hash, attempt.password)
  if (!staff || !isRight || !isUsable(deps, staff)) {
    await counter.take([failures])
    await record(deps, { login: staff?.login ?? null, action: 'sign-in-failed' })
    throw new AppError('sign-in-failed')
  }
  return openSession(deps, staff, 'sign-in')
}

async function takeTurn(counter: LimitCounter, address: string): Promise<void> {
  await refuseWhileWaiting(await counter.take([{ limit: 'staffTriesPerAddress', value: addressSubject(address) }]))
}

async function refuseWhileWaiting(retryAfterSeconds: number): Promise<void> {
  if (retryAfterSeconds > 0) throw new AppError('too-many-requests', { retryAfterSeconds })
}

interface Tried {
  login: string
  staff: StaffTable | undefined
  device: string | undefined
}

/** Where a failure counts: by the person's own browser, else by what was typed as login, whether somebody has it or not. */
function failuresOf(deps: Deps, { login, staff, device }: Tried): Subject {
  if (staff && device && isOwnDevice(deps, staff.id, device)) return { limit: 'staffFailuresPerDevice', value: device }
  return { limit: 'staffFailuresPerLogin', value: login }
}

const deviceMac = ({ keys }: Deps, staffId: string, nonce: string): string =>
  keys.mac('staff-device', `${staffId}\0${nonce}`)

function newDevice(deps: Deps, staffId: string): string {
  const nonce = newToken()
  return `${nonce}.${deviceMac(deps, staffId, nonce)}`
}

function isOwnDevice(deps: Deps, staffId: string, device: string): boolean {
  const [nonce = '', mac = ''] = device.split('.')
  return isSame(mac, deviceMac(deps, staffId, nonce))
}

function isUsable({ clock }: Deps, { state, password_expires_at }: StaffTable): boolean {
  return state === 'active' && (password_expires_at === null || password_expires_at > clock.now().toISOString())
}

/** A login that nobody has may be a password typed into the wrong field: it is not written down. */
async function record(deps: Deps, { login, action }: { login: string | null; action: AuditEvent['action'] }) {
  const id = login ?? 'unknown'
  const event = { actor: { kind: 'staff' as const, id }, action, object: { kind: 'staff' as const, id } }
  await deps.db.transaction().execute((tx) => appendAudit(tx, deps, event))
  await noteAuditHead(deps)
}

async function openSession(deps: Deps, staff: StaffTable, action: 'sign-in' | 'change-password'): Promise<StaffEntry> {
  const now = deps.clock.now()
  const token = newToken()
  const at = now.toISOString()
  const actor = { kind: 'staff' as const, id: staff.login }
  await deps.db.transaction().execute(async (tx) => {
    await deleteEndedStaffSessions(tx, at)
    await insertStaffSession(tx, {
      token_hash: tokenHash(token),
      staff_id: staff.id,
      created_at: at,
      seen_at: at,
      expires_at: new Date(now.getTime() + SESSION_SECONDS * 1000).toISOString(),
    })
    await updateStaff(tx, staff.id, { signed_in_at: at })
    await appendAudit(tx, deps, { actor, action, object: { kind: 'staff', id: staff.login } })
  })
  await noteAuditHead(deps)
  const card = await cardOf(deps, staff)
  return { token, device: newDevice(deps, staff.id), card }
}

async function cardOf({ db }: Deps, { id, login, must_change }: StaffTable): Promise<StaffCard> {
  return { login, roles: await selectRoles(db, id), mustChangePassword: must_change === 1 }
}

/** Who the token's session belongs to, while it lives; a use keeps it alive. */
export async function findStaffSession({ db, clock }: Deps, token: string | undefined): Promise<SignedInStaff | null> {
  if (!token) return null
  const now = clock.now()
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString()
  const hash = tokenHash(token)
  const session = await selectLiveStaffSession(db, hash, { now: now.toISOString(), idleSince: ago(IDLE_SECONDS) })
  if (!session) return null
  if (session.seen_at <= ago(SEEN_SECONDS)) {
    await updateStaffSeen(db, hash, now.toISOString())
    session.seen_at = now.toISOString()
  }
  const idleEnd = new Date(Date.parse(session.seen_at) + IDLE_SECONDS * 1000).toISOString()
  return {
    staffId: session.staff_id,
    login: session.login,
    roles: await selectRoles(db, session.staff_id),
    mustChangePassword: session.must_change === 1,
    expiresAt: idleEnd < session.expires_at ? idleEnd : session.expires_at,
  }
}

/** Ends the session of a token; one that is not there has ended already. */
export async function signOutStaff(deps: Deps, token: string | undefined): Promise<void> {
  if (!token) return
  const login = await deleteStaffSession(deps.db, tokenHash(token))
  if (login) await record(deps, { login, action: 'sign-out' })
}

export interface PasswordChange {
  current: string
  next: string
  address: string
  device: string | undefined
}

/** Sets the own password; every session of the person ends, and a new one begins in this browser. */
export async function changePassword(
  deps: Deps,
  counter: LimitCounter,
  { staffId, change }: { staffId: string; change: PasswordChange },
): Promise<StaffEntry> {
  const staff = await selectStaff(deps.db, staffId)
  await takeTurn(counter, change.address)
  const failures = failuresOf(deps, { login: staff.login, staff, device: change.device })
  await refuseWhileWaiting(await counter.secondsToWait([failures]))
  if (!(await isPasswordRight(staff.password_hash, change.current))) {
    await counter.take([failures])
    await record(deps, { login: staff.login, action: 'sign-in-failed' })
    throw new AppError('sign-in-failed')
  }
  const fault = change.next === change.current ? 'too-common' : passwordFault(change.next, staff.login)
  if (fault) throw new AppError('password-weak', { fields: [{ field: 'next', code: fault }] })
  const changed = { password_hash: await hashPassword(change.next), must_change: 0, password_expires_at: null }
  await deps.db.transaction().execute(async (tx) => {
    await updateStaff(tx, staffId, changed)
    await deleteStaffSessions(tx, staffId)
  })
  return openSession(deps, { ...staff, ...changed }, 'change-password')
}
