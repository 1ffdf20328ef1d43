import type { Command } from 'commander'
import { STAFF_ROLES, type StaffRole } from '@sma/contract/staff-roles'
import { userInfo } from 'node:os'
import { readConfig } from '../config'
import type { Deps } from '../deps'
import { noteAuditHead } from '../features/audit/audit.service'
import { addStaff, disableStaff, listStaff, normalLogin } from '../features/staff/people.service'
import { openDeps } from '../open-deps'
import { CommandError } from './command-error'

export function addStaffCommands(program: Command): void {
  const staff = program.command('staff').description("the house's own people, who sign in at /console/")
  staff
    .command('add')
    .description('add a person and print the one-time password with which they sign in first')
    .requiredOption('--name <login>', 'what they sign in with')
    .requiredOption('--role <role...>', STAFF_ROLES.join(', '))
    .action(({ name, role }: { name: string; role: string[] }) => withDeps((deps) => add(deps, name, role)))
  staff
    .command('list')
    .description('everyone, with roles and last sign-in')
    .action(() => withDeps(list))
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

function roleOf(text: string): StaffRole {
  const role = STAFF_ROLES.find((known) => known === text)
  if (!role) throw new CommandError(`--role: ${text} is none of ${STAFF_ROLES.join(', ')}`)
  return role
}

async function list(deps: Deps): Promise<void> {
  const all = await listStaff(deps)
  for (const { login, roles, state, signedInAt } of all)
    console.log(`${login}  ${state}  ${roles.join(' ')}  ${signedInAt ?? 'never signed in'}`)
  if (all.length === 0) console.log('Nobody yet: sma staff add --name LOGIN --role administrator')
}

async function disable(deps: Deps, name: string): Promise<void> {
  const login = normalLogin(name)
  if (!(await disableStaff(deps, shellUser(), login))) throw new CommandError(`--name: ${login} is nobody`)
  console.log(`${login} is disabled`)
}
