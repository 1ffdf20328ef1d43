/** The staff's way in: sign-in, the session's life, the change of the own password. Each is written to the audit log. */
import type { StaffRole } from '@sma/contract/staff-roles'
import type { Config } from '../../config'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { SignedInStaff } from '../../http/callers'
import { appendAudit, noteAuditHead, noteEvent, staffActor, type AuditEvent } from '../audit/audit.service'
import { addressSubject } from '../auth/limits'
import { refuseTooMany, type LimitCounter, type Subject } from '../auth/limits.service'
import { isSame, newToken, tokenHash } from '../auth/secrets'
import { hashPassword, isPasswordRight, passwordFault } from './passwords'
import { normalLogin } from './people.service'
import { isTotpRequired, passesSecondFactor } from './second-factor.service'
import {
  deleteEndedStaffSessions,
  deleteInvitation,
  deleteStaffSession,
  deleteStaffSessions,
  insertStaffSession,
  selectInvited,
  selectLiveStaffSession,
  selectRoles,
  selectStaff,
  selectStaffByLogin,
  sessionIdOf,
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
  /** The code of the second factor, or a recovery code. */
  totp?: string | undefined
  address: string
  browser: string | null
  /** The cookie of a browser in which someone signed in before. */
  device: string | undefined
}

interface StaffCard {
  login: string
  roles: StaffRole[]
  mustChangePassword: boolean
  mustSetTotp: boolean
  hasTotp: boolean
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
  const failures = failuresOf(deps, { ...attempt, login, staff })
  refuseTooMany(await counter.secondsToWait([failures]))
  const isRight = await isPasswordRight(staff?.password_hash, attempt.password)
  if (!staff || !isRight || !isUsable(deps, staff) || !(await passesTotp(deps, counter, { staff, attempt }))) {
    await counter.take([failures])
    await record(deps, { login: staff?.login ?? null, action: 'sign-in-failed', address: attempt.address })
    throw new AppError('sign-in-failed')
  }
  return openSession(deps, staff, { action: 'sign-in', ...attempt })
}

/**
 * Who comes so far has the password: their wrong codes are counted by the person, from however many addresses they come. In the
 * person's own browser they are not, so that a stolen password locks nobody out.
 */
async function passesTotp(
  deps: Deps,
  counter: LimitCounter,
  { staff, attempt: { totp, address, device } }: { staff: StaffTable; attempt: StaffTry },
): Promise<boolean> {
  const isOwn = device !== undefined && isOwnDevice(deps, staff.id, device)
  const guesses: Subject[] = isOwn ? [] : [{ limit: 'staffCodesPerPerson', value: staff.id }]
  if ((await counter.secondsToWait(guesses)) > 0) return false
  const actor = staffActor({ login: staff.login, address })
  if (await passesSecondFactor(deps, staff, { code: totp, actor })) return true
  await counter.take(guesses)
  return false
}

async function takeTurn(counter: LimitCounter, address: string): Promise<void> {
  refuseTooMany(await counter.take([{ limit: 'staffTriesPerAddress', value: addressSubject(address) }]))
}

interface Tried {
  login: string
  staff: StaffTable | undefined
  device: string | undefined
  address: string
}

/**
 * Where a failure counts: by the person's own browser, else by what was typed as login (whether somebody has it or not) with
 * the address it came from: a stranger slows himself down, and locks nobody out.
 */
function failuresOf(deps: Deps, { login, staff, device, address }: Tried): Subject {
  if (staff && device && isOwnDevice(deps, staff.id, device)) return { limit: 'staffFailuresPerDevice', value: device }
  return { limit: 'staffFailuresPerLogin', value: `${login} ${addressSubject(address)}` }
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
async function record(
  deps: Deps,
  { login, action, address }: { login: string | null; action: AuditEvent['action']; address: string },
) {
  const id = login ?? 'unknown'
  await noteEvent(deps, { actor: staffActor({ login: id, address }), action, object: { kind: 'staff', id } })
}

interface Entering {
  action: 'sign-in' | 'change-password' | 'accept-invitation'
  address: string
  browser: string | null
  /** What belongs to it, in the same transaction. */
  change?: (tx: Db) => Promise<void>
}

async function openSession(
  deps: Deps,
  staff: StaffTable,
  { action, address, browser, change }: Entering,
): Promise<StaffEntry> {
  const now = deps.clock.now()
  const token = newToken()
  const at = now.toISOString()
  const actor = staffActor({ login: staff.login, address })
  await deps.db.transaction().execute(async (tx) => {
    await change?.(tx)
    await deleteEndedStaffSessions(tx, at)
    await insertStaffSession(tx, {
      token_hash: tokenHash(token),
      staff_id: staff.id,
      created_at: at,
      seen_at: at,
      expires_at: new Date(now.getTime() + SESSION_SECONDS * 1000).toISOString(),
      address,
      browser,
    })
    await updateStaff(tx, staff.id, { signed_in_at: at })
    await appendAudit(tx, deps, { actor, action, object: { kind: 'staff', id: staff.login } })
  })
  await noteAuditHead(deps)
  const card = await cardOf(deps, staff)
  return { token, device: newDevice(deps, staff.id), card }
}

async function cardOf({ db, config }: Deps, { id, login, must_change, totp_set_at }: StaffTable): Promise<StaffCard> {
  return { login, roles: await selectRoles(db, id), ...stepsToTake(config, { must_change, totp_set_at }) }
}

const stepsToTake = (
  config: Config,
  { must_change, totp_set_at }: Pick<StaffTable, 'must_change' | 'totp_set_at'>,
) => ({
  mustChangePassword: must_change === 1,
  mustSetTotp: totp_set_at === null && isTotpRequired(config),
  hasTotp: totp_set_at !== null,
})

/** Who the token's session belongs to, while it lives; a use keeps it alive. */
export async function findStaffSession(
  { db, clock, config }: Deps,
  { token, address }: { token: string | undefined; address: string },
): Promise<SignedInStaff | null> {
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
    ...stepsToTake(config, session),
    sessionId: sessionIdOf(hash),
    address,
    expiresAt: idleEnd < session.expires_at ? idleEnd : session.expires_at,
  }
}

/** Ends the session of a token; one that is not there has ended already. */
export async function signOutStaff(deps: Deps, token: string | undefined, address: string): Promise<void> {
  if (!token) return
  const login = await deleteStaffSession(deps.db, tokenHash(token))
  if (login) await record(deps, { login, action: 'sign-out', address })
}

export interface PasswordChange {
  current: string
  next: string
  address: string
  browser: string | null
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
  const failures = failuresOf(deps, { login: staff.login, staff, ...change })
  refuseTooMany(await counter.secondsToWait([failures]))
  if (!(await isPasswordRight(staff.password_hash, change.current))) {
    await counter.take([failures])
    await record(deps, { login: staff.login, action: 'sign-in-failed', address: change.address })
    throw new AppError('sign-in-failed')
  }
  refuseWeak('next', change.next === change.current ? 'too-common' : passwordFault(change.next, staff.login))
  const changed = { password_hash: await hashPassword(change.next), must_change: 0, password_expires_at: null }
  return openSession(
    deps,
    { ...staff, ...changed },
    {
      action: 'change-password',
      ...change,
      async change(tx) {
        await updateStaff(tx, staffId, changed)
        await deleteStaffSessions(tx, staffId)
      },
    },
  )
}

function refuseWeak(field: string, fault: ReturnType<typeof passwordFault>): void {
  if (fault) throw new AppError('password-weak', { fields: [{ field, code: fault }] })
}

export interface Acceptance {
  token: string
  password: string
  address: string
  browser: string | null
}

/** The invited person's own password; the invitation is used up, and a session begins. */
export async function acceptInvitation(deps: Deps, counter: LimitCounter, wish: Acceptance): Promise<StaffEntry> {
  await takeTurn(counter, wish.address)
  const hash = tokenHash(wish.token)
  const staff = await selectInvited(deps.db, hash, deps.clock.now().toISOString())
  if (!staff) throw new AppError('invitation-invalid')
  refuseWeak('password', passwordFault(wish.password, staff.login))
  const changed = {
    password_hash: await hashPassword(wish.password),
    must_change: 0,
    password_expires_at: null,
    state: 'active' as const,
  }
  return openSession(
    deps,
    { ...staff, ...changed },
    {
      action: 'accept-invitation',
      ...wish,
      async change(tx) {
        if (!(await deleteInvitation(tx, hash))) throw new AppError('invitation-invalid')
        await updateStaff(tx, staff.id, changed)
      },
    },
  )
}
