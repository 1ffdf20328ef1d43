import { api } from '@sma/contract/api'
import { STAFF_ROLES } from '@sma/contract/staff-roles'
import { expect, it } from 'vitest'
import { navigationFor } from './navigation'

const names = (...roles: Parameters<typeof navigationFor>[0]) => navigationFor(roles).map(({ name }) => name)

it('shows each role what the server answers it', () => {
  expect(names('operator')).toEqual(['board', 'waiting', 'findings', 'files', 'upload'])
  expect(names('reviewer')).toEqual(['board', 'waiting', 'findings', 'files'])
  expect(names('editor')).toEqual([])
  expect(names('editor', 'auditor')).toEqual(['board', 'waiting', 'findings', 'files'])
  const first = {
    board: api.readBoard,
    waiting: api.listWaitingDays,
    findings: api.listFindings,
    files: api.listFiles,
    upload: api.uploadFiles,
  }
  for (const [name, endpoint] of Object.entries(first))
    for (const role of STAFF_ROLES)
      expect([name, role, names(role).includes(name)]).toEqual([
        name,
        role,
        (endpoint.roles as readonly string[]).includes(role),
      ])
})
