/** The house's own people: who they are, what they may do, and how they come in. */
import type { StaffRole } from '@sma/contract/staff-roles'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { appendAudit, noteAuditHead, type Actor } from '../audit/audit.service'
import { newToken, tokenHash } from '../auth/secrets'
import { dropRequestsOf } from '../requests/requests.service'
import { replaceAssignments, selectAssignments, selectPortfolioIds } from './assignments.queries'
import { hashPassword, oneTimePassword } from './passwords'
import {
  deleteClientViews,
  deleteStaffSessions,
  insertStaff,
  replaceInvitation,
  replaceRecoveryCodes,
  replaceRoles,
  selectAllRoles,
  selectAllStaff,
  selectLastUses,
  selectRoles,
  selectStaffByLogin,
  updateStaff,
} from './staff.queries'
import type { StaffTable } from './staff.table'

/** How long a one-time password or an invitation waits for its use. */
const ONE_TIME_HOURS = 72

export interface StaffMember {
  login: string
  roles: readonly StaffRole[]
}

/** What the person is given: the token makes the link, and is kept nowhere. */
export interface Invitation {
  login: string
  token: string
  expiresAt: string
}

const LOGIN = /^[a-z][a-z0-9._-]{1,31}$/

export const normalLogin = (login: string): string => login.normalize('NFKC').trim().toLowerCase()

/** Where a new person's link leads: behind the `#`, which browsers send to no server, so that no log can hold it. */
export const invitationPath = ({ login, token }: Invitation): string => `/console/invitation#${login}:${token}`

/**
 * Adds a person and returns their password; null where the login is taken. Throws where it is no login. The password serves
 * once, to set another, unless it is `lasting`: only the demonstration's people keep theirs.
 */
export async function addStaff(
  deps: Deps,
  actor: Actor,
  { login, roles, lasting = false }: StaffMember & { lasting?: boolean },
): Promise<string | null> {
  refuseOddLogin(login)
  const password = oneTimePassword()
  const staff: StaffTable = {
    ...(await newStaff(deps, login, password)),
    must_change: lasting ? 0 : 1,
    password_expires_at: lasting ? null : endOfWait(deps),
  }
  return deps.db.transaction().execute(async (tx) => {
    if (await selectStaffByLogin(tx, login)) return null
    await insertStaff(tx, staff, unique(roles))
    const detail = { roles: wordOf(roles) }
    await appendAudit(tx, deps, { actor, action: 'add-staff', object: { kind: 'staff', id: login }, detail })
    return password
  })
}

function refuseOddLogin(login: string): void {
  if (!LOGIN.test(login)) throw new RangeError('a login has 2 to 32 of a-z 0-9 . _ - and begins with a letter')
}

async function newStaff(deps: Deps, login: string, password: string): Promise<StaffTable> {
  return {
    id: deps.newId(),
    login,
    password_hash: await hashPassword(password),
    must_change: 0,
    password_expires_at: null,
    state: 'active',
    created_at: deps.clock.now().toISOString(),
    signed_in_at: null,
    totp_secret_enc: null,
    totp_pending_enc: null,
    totp_last_step: null,
    totp_set_at: null,
  }
}

const unique = (roles: readonly StaffRole[]): StaffRole[] => [...new Set(roles)].sort()
const wordOf = (roles: readonly StaffRole[]): string => unique(roles).join(' ')
const endOfWait = ({ clock }: Deps): string =>
  new Date(clock.now().getTime() + ONE_TIME_HOURS * 3_600_000).toISOString()

/** Who does it, and who asked for it where it takes two. */
export interface By {
  actor: Actor
  askedBy?: string
}

const askedOf = ({ askedBy }: By): Record<string, string> => (askedBy === undefined ? {} : { askedBy })

/** Adds a person who sets their own password by a link that serves once. Throws `login-taken`, or where it is no login. */
export async function invite(tx: Db, deps: Deps, by: By, { login, roles }: StaffMember): Promise<Invitation> {
  refuseOddLogin(login)
  if (await selectStaffByLogin(tx, login)) throw new AppError('login-taken')
  // A password that nobody ever sees: until the invitation is used there is none.
  const staff: StaffTable = { ...(await newStaff(deps, login, oneTimePassword())), state: 'invited' }
  await insertStaff(tx, staff, unique(roles))
  const invitation = await newInvitation(tx, deps, staff)
  const detail = { roles: wordOf(roles), ...askedOf(by) }
  const object = { kind: 'staff' as const, id: login }
  await appendAudit(tx, deps, { actor: by.actor, action: 'invite-staff', object, detail })
  return invitation
}

async function newInvitation(tx: Db, deps: Deps, { id, login }: StaffTable): Promise<Invitation> {
  const token = newToken()
  const expiresAt = endOfWait(deps)
  await replaceInvitation(tx, { token_hash: tokenHash(token), staff_id: id, expires_at: expiresAt })
  return { login, token, expiresAt }
}

/** Takes password and second factor from a person, who sets both anew by a link; lets a disabled person in again. */
export async function resetAccess(tx: Db, deps: Deps, by: By, login: string): Promise<Invitation> {
  const staff = await knownStaff(tx, login)
  await endAccess(tx, staff.id, 'invited')
  await updateStaff(tx, staff.id, {
    password_hash: await hashPassword(oneTimePassword()),
    totp_secret_enc: null,
    totp_pending_enc: null,
    totp_last_step: null,
    totp_set_at: null,
  })
  await replaceRecoveryCodes(tx, staff.id, [])
  const invitation = await newInvitation(tx, deps, staff)
  await dropRequestsOf(tx, deps, by.actor, login)
  const object = { kind: 'staff' as const, id: login }
  await appendAudit(tx, deps, { actor: by.actor, action: 'reset-access', object, detail: askedOf(by) })
  return invitation
}

async function endAccess(tx: Db, staffId: string, state: 'invited' | 'disabled'): Promise<void> {
  await updateStaff(tx, staffId, { state })
  await deleteStaffSessions(tx, staffId)
}

export async function knownStaff(db: Db, login: string): Promise<StaffTable> {
  const staff = await selectStaffByLogin(db, login)
  if (!staff) throw new AppError('not-found')
  return staff
}

/** What a person may do from the next request on. */
export async function setRoles(tx: Db, deps: Deps, by: By, { login, roles }: StaffMember): Promise<void> {
  const staff = await knownStaff(tx, login)
  const before = await selectRoles(tx, staff.id)
  const detail = { roles: wordOf(roles), before: wordOf(before), ...askedOf(by) }
  await replaceRoles(tx, staff.id, unique(roles))
  await deleteClientViews(tx, staff.id)
  if (before.some((role) => !roles.includes(role))) await dropRequestsOf(tx, deps, by.actor, login)
  const object = { kind: 'staff' as const, id: login }
  await appendAudit(tx, deps, { actor: by.actor, action: 'set-roles', object, detail })
}

/** Everyone, with what they may do, their accounts and when they were last there. */
export async function listStaff({ db }: Pick<Deps, 'db'>) {
  const all = await selectAllStaff(db)
  const roles = await selectAllRoles(db)
  const uses = new Map((await selectLastUses(db)).map(({ staff_id, seen_at }) => [staff_id, seen_at]))
  const accounts = await selectAssignments(db)
  return all.map(({ id, login, state, signed_in_at, created_at, totp_set_at }) => ({
    login,
    state,
    createdAt: created_at,
    lastUsedAt: uses.get(id) ?? signed_in_at,
    hasTotp: totp_set_at !== null,
    roles: roles.filter(({ staff_id }) => staff_id === id).map(({ role }) => role),
    accounts: accounts.filter(({ staff_id }) => staff_id === id).map(({ code }) => code),
  }))
}

/** Disables a person and ends their sessions; false where there is nobody of this login. */
export async function disableStaff(deps: Deps, actor: Actor, login: string): Promise<boolean> {
  return deps.db.transaction().execute(async (tx) => {
    const staff = await selectStaffByLogin(tx, login)
    if (!staff) return false
    if (staff.state === 'disabled') return true
    await endAccess(tx, staff.id, 'disabled')
    await dropRequestsOf(tx, deps, actor, login)
    await appendAudit(tx, deps, { actor, action: 'disable-staff', object: { kind: 'staff', id: login } })
    return true
  })
}

/** The accounts that an adviser sees from the next request on. */
export async function assignAccounts(
  deps: Deps,
  actor: Actor,
  { login, codes }: { login: string; codes: readonly string[] },
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const staff = await knownStaff(tx, login)
    const found = await selectPortfolioIds(tx, codes)
    if (found.length !== new Set(codes).size)
      throw new AppError('request-invalid', { fields: [{ field: 'accounts', code: 'not-in-list' }] })
    await replaceAssignments(
      tx,
      staff.id,
      found.map(({ id }) => id),
    )
    const detail = { accounts: [...new Set(codes)].sort().join(' ') }
    await appendAudit(tx, deps, { actor, action: 'assign-accounts', object: { kind: 'staff', id: login }, detail })
  })
  await noteAuditHead(deps)
}
