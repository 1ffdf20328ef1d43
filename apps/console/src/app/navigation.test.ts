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
  expect(names('editor')).toEqual(['disclosure', 'outlooks', 'publications', 'housePages', 'feeds'])
  expect(names('adviser')).toEqual(['messages', 'accounts', 'clients', 'outlooks'])
  const figures = ['board', 'waiting', 'findings', 'disclosure', 'files', 'funds', 'accounts', 'outlooks', 'delegates']
  const both = [...figures, 'publications', 'housePages', 'feeds', 'people', 'audit', 'guide']
  expect(names('editor', 'auditor')).toEqual(both)
  const first = {
    board: api.readBoard,
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
    feeds: api.listFeeds,
    clients: api.searchClients,
    signInHelp: api.listSignInStops,
    people: api.listPeople,
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
