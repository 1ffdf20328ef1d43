import { api } from '@sma/contract/api'
import { STAFF_ROLES } from '@sma/contract/staff-roles'
import { expect, it } from 'vitest'
import { navigationFor } from './navigation'

const names = (...roles: Parameters<typeof navigationFor>[0]) => navigationFor(roles).map(({ name }) => name)

it('shows each role what the server answers it', () => {
  const daily = ['board', 'waiting', 'findings', 'disclosure', 'files', 'upload', 'funds']
  expect(names('operator')).toEqual([...daily, 'accounts', 'clients', 'delegates', 'signInHelp', 'guide'])
  const reviewer = ['board', 'waiting', 'findings', 'disclosure', 'files', 'funds', 'accounts', 'delegates', 'guide']
  expect(names('reviewer')).toEqual(reviewer)
  expect(names('editor')).toEqual(['board', 'disclosure', 'outlooks', 'publications', 'housePages', 'brand', 'feeds'])
  expect(names('adviser')).toEqual(['board', 'messages', 'accounts', 'clients', 'outlooks'])
  const figures = ['board', 'waiting', 'findings', 'disclosure', 'files', 'funds', 'accounts', 'outlooks', 'delegates']
  const both = [...figures, 'publications', 'housePages', 'brand', 'feeds', 'people', 'settings', 'audit', 'guide']
  expect(names('editor', 'auditor')).toEqual(both)
  const first = {
    board: api.readNotes,
    waiting: api.listWaitingDays,
    findings: api.listFindings,
    disclosure: api.listDuties,
    files: api.listFiles,
    upload: api.uploadFiles,
    funds: api.listFunds,
    accounts: api.listAccounts,
    outlooks: api.listOutlookAccounts,
    delegates: api.listDelegations,
    publications: api.listPublications,
    housePages: api.listPages,
    messages: api.listTickets,
    brand: api.readStaffBrand,
    feeds: api.listFeeds,
    clients: api.searchClients,
    signInHelp: api.listSignInStops,
    people: api.listPeople,
    settings: api.listSettings,
    audit: api.listAuditEvents,
    guide: api.readGuide,
  }
  for (const [name, endpoint] of Object.entries(first))
    for (const role of STAFF_ROLES)
      expect([name, role, names(role).includes(name)]).toEqual([
        name,
        role,
        (endpoint.roles as readonly string[]).includes(role),
      ])
})
