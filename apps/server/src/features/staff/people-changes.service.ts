/** Changes of people that an administrator makes: at once, or, where administrators are concerned, with a second one. */
import type { StaffRole } from '@sma/contract/staff-roles'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { SignedInStaff } from '../../http/callers'
import { noteAuditHead, staffActor } from '../audit/audit.service'
import { askSecondPerson, type Done, type TwoPersonAct, type TwoPersonActs } from '../requests/requests.service'
import type { RequestKind } from '../requests/requests.table'
import { disableStaff, invite, knownStaff, resetAccess, setRoles, type StaffMember } from './people.service'
import { selectRoles } from './staff.queries'

export type Outcome = { outcome: 'done' | 'asked' } & Done

const NOTHING: Done = { invitation: null }
const ASKED: Outcome = { outcome: 'asked', invitation: null }
const ADMINISTRATORS: readonly StaffRole[] = ['administrator']

const concernsAdministrators = (roles: readonly StaffRole[]): boolean => roles.includes('administrator')
const described = ({ login, roles }: StaffMember) => ({ login, roles: roles.join(' ') })

/** What takes two administrators. */
export function staffActs(deps: Deps): TwoPersonActs {
  const inviting: TwoPersonAct<StaffMember> = {
    roles: ADMINISTRATORS,
    describe: described,
    run: async (tx, { payload, ...by }) => ({ invitation: await invite(tx, deps, by, payload) }),
  }
  const changing: TwoPersonAct<StaffMember> = {
    roles: ADMINISTRATORS,
    describe: described,
    async run(tx, { payload, ...by }) {
      refuseSelf(by.actor.id, payload.login)
      await setRoles(tx, deps, by, payload)
      return NOTHING
    },
  }
  const resetting: TwoPersonAct<{ login: string }> = {
    roles: ADMINISTRATORS,
    describe: ({ login }) => ({ login }),
    async run(tx, { payload, ...by }) {
      refuseSelf(by.actor.id, payload.login)
      return { invitation: await resetAccess(tx, deps, by, payload.login) }
    },
  }
  return { invite: inviting, 'set-roles': changing, 'reset-access': resetting }
}

/** Nobody decides on their own rights. */
function refuseSelf(actor: string, login: string): void {
  if (actor === login) throw new AppError('other-person-needed')
}

/** An administrator is only invited by two. */
export async function invitePerson(deps: Deps, staff: SignedInStaff, member: StaffMember): Promise<Outcome> {
  if (concernsAdministrators(member.roles)) return ask(deps, staff, 'invite', member)
  return now(deps, async (tx) => ({ invitation: await invite(tx, deps, { actor: staffActor(staff) }, member) }))
}

/** Who is, or becomes, an administrator is decided by two. */
export async function changeRoles(deps: Deps, staff: SignedInStaff, member: StaffMember): Promise<Outcome> {
  refuseSelf(staff.login, member.login)
  const before = await selectRoles(deps.db, (await knownStaff(deps.db, member.login)).id)
  if (concernsAdministrators([...before, ...member.roles])) return ask(deps, staff, 'set-roles', member)
  return now(deps, async (tx) => {
    await setRoles(tx, deps, { actor: staffActor(staff) }, member)
    return NOTHING
  })
}

/** Whoever may take another's second factor may become that person: always two. */
export async function askReset(deps: Deps, staff: SignedInStaff, login: string): Promise<Outcome> {
  refuseSelf(staff.login, login)
  await knownStaff(deps.db, login)
  return ask(deps, staff, 'reset-access', { login })
}

/** Shutting a person out needs no second: it can be undone, and must not wait. */
export async function disablePerson(deps: Deps, staff: SignedInStaff, login: string): Promise<Outcome> {
  refuseSelf(staff.login, login)
  if (!(await disableStaff(deps, staffActor(staff), login))) throw new AppError('not-found')
  await noteAuditHead(deps)
  return { outcome: 'done', ...NOTHING }
}

async function ask(deps: Deps, staff: SignedInStaff, kind: RequestKind, payload: object): Promise<Outcome> {
  await askSecondPerson(deps, staffActor(staff), { kind, payload })
  return ASKED
}

async function now(deps: Deps, work: (tx: Db) => Promise<Done>): Promise<Outcome> {
  const done = await deps.db.transaction().execute(work)
  await noteAuditHead(deps)
  return { outcome: 'done', ...done }
}
