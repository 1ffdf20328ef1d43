import { api } from '@sma/contract/api'
import { STAFF_ROLES } from '@sma/contract/staff-roles'
import { expect, it } from 'vitest'
import { markOf, mayOpen, navigationFor, placesFor } from './navigation'
import { ROUTES } from './paths'

const names = (...roles: Parameters<typeof placesFor>[0]) => placesFor(roles).map(({ name }) => name)

it('shows each role what the server answers it', () => {
  const daily = ['board', 'waiting', 'findings', 'disclosure', 'files']
  const operator = [...daily, 'upload', 'accounts', 'clients', 'delegates', 'signInHelp', 'funds', 'guide']
  expect(names('operator')).toEqual(operator)
  expect(names('reviewer')).toEqual([...daily, 'accounts', 'delegates', 'funds', 'guide'])
  const content = ['publications', 'outlooks', 'housePages', 'feeds', 'brand']
  expect(names('editor')).toEqual(['board', 'disclosure', ...content])
  expect(names('adviser')).toEqual(['board', 'accounts', 'clients', 'messages', 'outlooks'])
  const house = ['people', 'settings', 'audit', 'guide']
  expect(names('editor', 'auditor')).toEqual([...daily, 'accounts', 'delegates', 'funds', ...content, ...house])
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

it('groups the pages, and shows no group without pages', () => {
  const groups = (...roles: Parameters<typeof navigationFor>[0]) => navigationFor(roles).map(({ name }) => name)
  expect(groups('administrator')).toEqual(['daily', 'clients', 'content', 'house'])
  expect(groups('reviewer')).toEqual(['daily', 'clients', 'house'])
  expect(groups('editor')).toEqual(['daily', 'content'])
  expect(navigationFor([])).toEqual([])
})

it('marks the page that shows, and the one from which it was opened', () => {
  const marked = (route: string) =>
    placesFor(STAFF_ROLES).flatMap((item) => (markOf(item, route) ? [[item.name, markOf(item, route)]] : []))
  expect(marked('funds')).toEqual([['funds', 'page']])
  expect(marked('fund')).toEqual([['funds', 'true']])
  expect(marked('day')).toEqual([['accounts', 'true']])
  expect(marked('security')).toEqual([])
})

it('knows from where every page is opened, but those of signing in and of oneself', () => {
  const places = placesFor(STAFF_ROLES)
  const lost = Object.keys(ROUTES).filter((route) => !places.some((item) => markOf(item, route)))
  expect(lost).toEqual(['signIn', 'password', 'invitation', 'secondFactor', 'security'])
})

it('opens a page to those whom the server answers what the page is about, and those of oneself to everybody', () => {
  const below = {
    newAccount: api.addAccount,
    accountsFile: api.compareAccounts,
    accountData: api.readAccount,
    account: api.listAccountDays,
    day: api.readDay,
    clientsFile: api.compareClients,
    client: api.readClient,
    navFile: api.compareFundNavs,
    fund: api.readFundPage,
    file: api.readFile,
    job: api.readImportJob,
    publication: api.readStaffPublication,
    message: api.readTicket,
  }
  for (const [route, endpoint] of Object.entries(below))
    for (const role of STAFF_ROLES)
      expect([route, role, mayOpen(route, [role])]).toEqual([
        route,
        role,
        (endpoint.roles as readonly string[]).includes(role),
      ])
  expect(mayOpen('upload', ['administrator', 'auditor'])).toBe(false)
  for (const route of ['board', 'security', 'notFound']) expect(mayOpen(route, ['adviser'])).toBe(true)
})
