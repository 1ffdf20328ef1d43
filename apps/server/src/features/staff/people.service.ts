/** The house's own people: made and disabled on the command line, each with roles and a one-time password at first. */
import type { StaffRole } from '@sma/contract/staff-roles'
import type { Deps } from '../../deps'
import { appendAudit, type Actor } from '../audit/audit.service'
import { hashPassword, oneTimePassword } from './passwords'
import {
  deleteStaffSessions,
  insertStaff,
  selectAllStaff,
  selectRoles,
  selectStaffByLogin,
  updateStaff,
} from './staff.queries'

/** How long a one-time password waits for its first use. */
const ONE_TIME_HOURS = 72

export interface StaffMember {
  login: string
  roles: readonly StaffRole[]
}

const LOGIN = /^[a-z][a-z0-9._-]{1,31}$/

export const normalLogin = (login: string): string => login.normalize('NFKC').trim().toLowerCase()

/**
 * Adds a person and returns their password; null where the login is taken. Throws where it is no login. The password serves
 * once, to set another, unless it is `lasting`: only the demonstration's people keep theirs.
 */
export async function addStaff(
  deps: Deps,
  actor: Actor,
  { login, roles, lasting = false }: StaffMember & { lasting?: boolean },
): Promise<string | null> {
  if (!LOGIN.test(login)) throw new RangeError('a login has 2 to 32 of a-z 0-9 . _ - and begins with a letter')
  const password = oneTimePassword()
  const now = deps.clock.now()
  const id = deps.newId()
  const staff = {
    id,
    login,
    password_hash: await hashPassword(password),
    must_change: lasting ? 0 : 1,
    password_expires_at: lasting ? null : new Date(now.getTime() + ONE_TIME_HOURS * 3_600_000).toISOString(),
    state: 'active' as const,
    created_at: now.toISOString(),
    signed_in_at: null,
  }
  return deps.db.transaction().execute(async (tx) => {
    if (await selectStaffByLogin(tx, login)) return null
    await insertStaff(tx, staff, [...new Set(roles)])
    const detail = { roles: [...new Set(roles)].sort().join(' ') }
    await appendAudit(tx, deps, { actor, action: 'add-staff', object: { kind: 'staff', id: login }, detail })
    return password
  })
}

/** Everyone, with what they may do and when they were last there. */
export async function listStaff({ db }: Pick<Deps, 'db'>) {
  const all = await selectAllStaff(db)
  return Promise.all(
    all.map(async ({ id, login, state, signed_in_at }) => ({
      login,
      state,
      signedInAt: signed_in_at,
      roles: await selectRoles(db, id),
    })),
  )
}

/** Disables a person and ends their sessions; false where there is nobody of this login. */
export async function disableStaff(deps: Deps, actor: Actor, login: string): Promise<boolean> {
  return deps.db.transaction().execute(async (tx) => {
    const staff = await selectStaffByLogin(tx, login)
    if (!staff) return false
    if (staff.state === 'disabled') return true
    await updateStaff(tx, staff.id, { state: 'disabled' })
    await deleteStaffSessions(tx, staff.id)
    await appendAudit(tx, deps, { actor, action: 'disable-staff', object: { kind: 'staff', id: login } })
    return true
  })
}
