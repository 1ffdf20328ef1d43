import type { Command } from 'commander'
import { STAFF_ROLES, type StaffRole } from '@sma/contract/staff-roles'
import { userInfo } from 'node:os'
import { readConfig } from '../config'
import type { Deps } from '../deps'
import { noteAuditHead } from '../features/audit/audit.service'
import {
  addStaff,
  disableStaff,
  invitationPath,
  invite,
  listStaff,
  normalLogin,
  resetAccess,
  type Invitation,
} from '../features/staff/people.service'
import { AppError } from '../http/errors'
import { openDeps } from '../open-deps'
import { CommandError } from './command-error'

export function addStaffCommands(program: Command): void {
  const staff = program.command('staff').description("the house's own people, who sign in at /console/")
  staff
    .command('add')
    .description('add a person and print the one-time password with which they sign in first')
    .requiredOption('--name <login>', 'what they sign in with')
    .requiredOption('--role <role...>', STAFF_ROLES.join(', '))
    .option('--invite', 'print a link with which they set their own password, instead of a one-time password')
    .action(({ name, role, invite }: { name: string; role: string[]; invite?: true }) =>
      withDeps((deps) => (invite ? addByLink(deps, name, role) : add(deps, name, role))),
    )
  staff
    .command('list')
    .description('everyone, with roles and last sign-in')
    .action(() => withDeps(list))
  staff
    .command('reset')
    .description('take password and second factor from a person and print a link to set both anew')
    .requiredOption('--name <login>', 'what they sign in with')
    .action(({ name }: { name: string }) => withDeps((deps) => reset(deps, name)))
  staff
    .command('disable')
    .description('end all sessions of a person and let them in no more')
    .requiredOption('--name <login>', 'what they sign in with')
    .action(({ name }: { name: string }) => withDeps((deps) => disable(deps, name)))
}

async function withDeps(work: (deps: Deps) => Promise<void>): Promise<void> {
  const deps = await openDeps(readConfig())
  try {
    await work(deps)
    await noteAuditHead(deps)
  } finally {
    await deps.database.close()
  }
}

const shellUser = () => ({ kind: 'shell' as const, id: userInfo().username })

async function add(deps: Deps, name: string, roles: string[]): Promise<void> {
  const login = normalLogin(name)
  const password = await addStaff(deps, shellUser(), { login, roles: roles.map(roleOf) }).catch((error: unknown) => {
    throw error instanceof RangeError ? new CommandError(`--name: ${error.message}`) : error
  })
  if (password === null) throw new CommandError(`--name: ${login} is taken`)
  console.log(`${login} may sign in at /console/ within 72 hours, with the one-time password:\n${password}`)
}

async function addByLink(deps: Deps, name: string, roles: string[]): Promise<void> {
  const member = { login: normalLogin(name), roles: roles.map(roleOf) }
  const invitation = await deps.db
    .transaction()
    .execute((tx) => invite(tx, deps, { actor: shellUser() }, member))
    .catch((error: unknown) => {
      if (error instanceof RangeError) throw new CommandError(`--name: ${error.message}`)
      throw error instanceof AppError ? new CommandError(`--name: ${member.login} is taken`) : error
    })
  tellLink(deps, invitation)
}

async function reset(deps: Deps, name: string): Promise<void> {
  const login = normalLogin(name)
  const invitation = await deps.db
    .transaction()
    .execute((tx) => resetAccess(tx, deps, { actor: shellUser() }, login))
    .catch((error: unknown) => {
      throw error instanceof AppError ? new CommandError(`--name: ${login} is nobody`) : error
    })
  tellLink(deps, invitation)
}

/** The part behind the `#` stays in the browser: no log of ours or of a proxy holds it. */
function tellLink({ config }: Deps, invitation: Invitation): void {
  const base = config.publicUrl?.replace(/\/$/, '') ?? `http://${config.host}:${config.port}`
  console.log(
    `${invitation.login} may come in within 72 hours, once, by this link:\n${base}${invitationPath(invitation)}`,
  )
}

function roleOf(text: string): StaffRole {
  const role = STAFF_ROLES.find((known) => known === text)
  if (!role) throw new CommandError(`--role: ${text} is none of ${STAFF_ROLES.join(', ')}`)
  return role
}

async function list(deps: Deps): Promise<void> {
  const all = await listStaff(deps)
  for (const { login, roles, state, lastUsedAt } of all)
    console.log(`${login}  ${state}  ${roles.join(' ')}  ${lastUsedAt ?? 'never signed in'}`)
  if (all.length === 0) console.log('Nobody yet: sma staff add --name LOGIN --role administrator')
}

async function disable(deps: Deps, name: string): Promise<void> {
  const login = normalLogin(name)
  if (!(await disableStaff(deps, shellUser(), login))) throw new CommandError(`--name: ${login} is nobody`)
  console.log(`${login} is disabled`)
}
