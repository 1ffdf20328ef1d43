import {
  ACCOUNT_KEEPERS,
  ACCOUNT_READERS,
  ANSWERERS,
  CLIENT_EDITORS,
  CLIENT_KEEPERS,
  CONTENT_READERS,
  DECIDERS,
  DISCLOSURE_KEEPERS,
  DISCLOSURE_READERS,
  FEED_READERS,
  FIGURE_READERS,
  FILE_READERS,
  FUND_KEEPERS,
  STAFF_ROLES,
  type StaffRole,
} from '@sma/contract/staff-roles'
import { paths } from './paths'

export interface NavItem {
  /** Key of its label, `nav.…`, and name of its route. */
  name: string
  to: string
  /** Who sees it: the same roles that the server lets in. */
  roles: readonly StaffRole[]
  /** Routes that are opened from it: while one of them shows, this item is marked. */
  under?: readonly string[]
}

export interface NavGroup {
  /** Key of its heading, `navGroup.…`. */
  name: string
  items: readonly NavItem[]
}

const GROUPS: readonly NavGroup[] = [
  {
    name: 'daily',
    items: [
      { name: 'board', to: paths.board, roles: STAFF_ROLES },
      { name: 'waiting', to: paths.waiting, roles: FIGURE_READERS },
      { name: 'findings', to: paths.findings, roles: FIGURE_READERS },
      { name: 'disclosure', to: paths.disclosure, roles: DISCLOSURE_READERS },
      { name: 'files', to: paths.files, roles: FILE_READERS, under: ['file'] },
      { name: 'upload', to: paths.upload, roles: ['operator'], under: ['job'] },
    ],
  },
  {
    name: 'clients',
    items: [
      {
        name: 'accounts',
        to: paths.accounts,
        roles: ACCOUNT_READERS,
        under: ['newAccount', 'accountsFile', 'accountData', 'account', 'day'],
      },
      { name: 'clients', to: paths.clients, roles: CLIENT_KEEPERS, under: ['client', 'clientsFile'] },
      { name: 'delegates', to: paths.delegates, roles: [...DECIDERS, 'auditor'] },
      { name: 'signInHelp', to: paths.signInHelp, roles: CLIENT_EDITORS },
      { name: 'funds', to: paths.funds, roles: FIGURE_READERS, under: ['fund', 'navFile'] },
    ],
  },
  {
    name: 'content',
    items: [
      { name: 'messages', to: paths.messages, roles: ANSWERERS, under: ['message'] },
      { name: 'publications', to: paths.publications, roles: CONTENT_READERS, under: ['publication'] },
      { name: 'outlooks', to: paths.outlooks, roles: ['editor', 'adviser'] },
      { name: 'housePages', to: paths.housePages, roles: CONTENT_READERS },
      { name: 'feeds', to: paths.feeds, roles: FEED_READERS },
      { name: 'brand', to: paths.brand, roles: CONTENT_READERS },
    ],
  },
  {
    name: 'house',
    items: [
      { name: 'people', to: paths.people, roles: ['administrator', 'auditor'] },
      { name: 'settings', to: paths.settings, roles: ['administrator', 'auditor'] },
      { name: 'audit', to: paths.audit, roles: ['auditor', 'administrator'] },
      { name: 'guide', to: paths.guide, roles: FIGURE_READERS },
    ],
  },
]

/** Pages below an item that others may open than the item itself. */
const BELOW: Partial<Record<string, readonly StaffRole[]>> = {
  newAccount: ACCOUNT_KEEPERS,
  accountsFile: ACCOUNT_KEEPERS,
  account: FIGURE_READERS,
  day: FIGURE_READERS,
  clientsFile: CLIENT_EDITORS,
  navFile: FUND_KEEPERS,
  job: FIGURE_READERS,
}

/** Who may open a page, by the name of its route; null: everybody who is signed in. */
export function rolesFor(route: string): readonly StaffRole[] | null {
  const items = GROUPS.flatMap(({ items }) => items)
  return BELOW[route] ?? items.find((item) => markOf(item, route))?.roles ?? null
}

/** Whether a person of these roles may open a page. */
export function mayOpen(route: string, roles: readonly StaffRole[]): boolean {
  const allowed = rolesFor(route)
  return allowed === null || isOneOf(roles, allowed)
}

/** Who may open a received file. */
export const mayReadFiles = (roles: readonly StaffRole[]): boolean => FILE_READERS.some((role) => roles.includes(role))

/** Who may say what a fund is. */
export const maySetFunds = (roles: readonly StaffRole[]): boolean => FUND_KEEPERS.some((role) => roles.includes(role))

const isOneOf = (roles: readonly StaffRole[], allowed: readonly StaffRole[]): boolean =>
  allowed.some((role) => roles.includes(role))

/** Who may enter material events, and what was disclosed elsewhere. */
export const mayKeepDisclosure = (roles: readonly StaffRole[]): boolean => isOneOf(roles, DISCLOSURE_KEEPERS)

/** Who may open an account's days. */
export const mayReadFigures = (roles: readonly StaffRole[]): boolean => isOneOf(roles, FIGURE_READERS)

/** Who may open a publication. */
export const mayReadContent = (roles: readonly StaffRole[]): boolean => isOneOf(roles, CONTENT_READERS)

/** What a person of these roles may go to, in groups and in order; what one may not do, and a group without items, is not shown. */
export const navigationFor = (roles: readonly StaffRole[]): NavGroup[] =>
  GROUPS.map(({ name, items }) => ({ name, items: items.filter((item) => isOneOf(roles, item.roles)) })).filter(
    ({ items }) => items.length > 0,
  )

/** The same, without the groups. */
export const placesFor = (roles: readonly StaffRole[]): NavItem[] => navigationFor(roles).flatMap(({ items }) => items)

/** How an item is marked while a route shows: its own page, a page opened from it, or not at all. */
export function markOf(item: NavItem, route: string): 'page' | 'true' | undefined {
  if (item.name === route) return 'page'
  return item.under?.includes(route) ? 'true' : undefined
}
