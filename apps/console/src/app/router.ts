import type { Reply } from '@sma/contract/api'
import { ApiProblem } from '@sma/ui/api/api-problem'
import type { QueryClient } from '@tanstack/vue-query'
import {
  createRouter,
  createWebHistory,
  type RouteRecordNameGeneric,
  type RouteRecordRaw,
  type Router,
} from 'vue-router'
import { call } from './api'
import { BASE, paths, ROUTES } from './paths'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's title. */
    title: string
    /** Shown without the shell: signing in, and the password that must be changed first. */
    bare?: boolean
  }
}

const pages: RouteRecordRaw[] = [
  {
    path: ROUTES.board,
    name: 'board',
    component: () => import('../features/board/BoardPage.vue'),
    meta: { title: 'nav.board' },
  },
  {
    path: ROUTES.guide,
    name: 'guide',
    component: () => import('../features/guide/GuidePage.vue'),
    meta: { title: 'nav.guide' },
  },
  {
    path: ROUTES.brand,
    name: 'brand',
    component: () => import('../features/brand/BrandPage.vue'),
    meta: { title: 'nav.brand' },
  },
  {
    path: ROUTES.settings,
    name: 'settings',
    component: () => import('../features/settings/SettingsPage.vue'),
    meta: { title: 'nav.settings' },
  },
  {
    path: ROUTES.waiting,
    name: 'waiting',
    component: () => import('../features/waiting/WaitingPage.vue'),
    meta: { title: 'nav.waiting' },
  },
  {
    path: ROUTES.files,
    name: 'files',
    component: () => import('../features/files/FilesPage.vue'),
    meta: { title: 'nav.files' },
  },
  {
    path: ROUTES.file,
    name: 'file',
    component: () => import('../features/files/FilePage.vue'),
    meta: { title: 'file.title' },
  },
  {
    path: ROUTES.upload,
    name: 'upload',
    component: () => import('../features/upload/UploadPage.vue'),
    meta: { title: 'nav.upload' },
  },
  {
    path: ROUTES.job,
    name: 'job',
    component: () => import('../features/upload/JobPage.vue'),
    meta: { title: 'job.title' },
  },
  {
    path: ROUTES.publications,
    name: 'publications',
    component: () => import('../features/publications/PublicationsPage.vue'),
    meta: { title: 'nav.publications' },
  },
  {
    path: ROUTES.publication,
    name: 'publication',
    component: () => import('../features/publications/PublicationPage.vue'),
    meta: { title: 'nav.publications' },
  },
  {
    path: ROUTES.disclosure,
    name: 'disclosure',
    component: () => import('../features/disclosure/DisclosurePage.vue'),
    meta: { title: 'nav.disclosure' },
  },
  {
    path: ROUTES.housePages,
    name: 'housePages',
    component: () => import('../features/pages/HousePagesPage.vue'),
    meta: { title: 'nav.housePages' },
  },
  {
    path: ROUTES.findings,
    name: 'findings',
    component: () => import('../features/findings/FindingsPage.vue'),
    meta: { title: 'nav.findings' },
  },
  {
    path: ROUTES.funds,
    name: 'funds',
    component: () => import('../features/funds/FundsPage.vue'),
    meta: { title: 'nav.funds' },
  },
  {
    path: ROUTES.navFile,
    name: 'navFile',
    component: () => import('../features/funds/NavFilePage.vue'),
    meta: { title: 'comparedFile.of.navs.title' },
  },
  {
    path: ROUTES.fund,
    name: 'fund',
    component: () => import('../features/funds/FundPage.vue'),
    meta: { title: 'nav.funds' },
  },
  {
    path: ROUTES.account,
    name: 'account',
    component: () => import('../features/days/AccountPage.vue'),
    meta: { title: 'account.title' },
  },
  {
    path: ROUTES.day,
    name: 'day',
    component: () => import('../features/days/DayPage.vue'),
    meta: { title: 'days.title' },
  },
  {
    path: ROUTES.security,
    name: 'security',
    component: () => import('../features/sign-in/SecurityPage.vue'),
    meta: { title: 'security.title' },
  },
  {
    path: ROUTES.people,
    name: 'people',
    component: () => import('../features/people/PeoplePage.vue'),
    meta: { title: 'nav.people' },
  },
  {
    path: ROUTES.audit,
    name: 'audit',
    component: () => import('../features/audit/AuditPage.vue'),
    meta: { title: 'nav.audit' },
  },
  {
    path: ROUTES.accounts,
    name: 'accounts',
    component: () => import('../features/accounts/AccountsPage.vue'),
    meta: { title: 'nav.accounts' },
  },
  {
    path: ROUTES.newAccount,
    name: 'newAccount',
    component: () => import('../features/accounts/NewAccountPage.vue'),
    meta: { title: 'accountData.newTitle' },
  },
  {
    path: ROUTES.accountsFile,
    name: 'accountsFile',
    component: () => import('../features/accounts/AccountsFilePage.vue'),
    meta: { title: 'comparedFile.of.accounts.title' },
  },
  {
    path: ROUTES.accountData,
    name: 'accountData',
    component: () => import('../features/accounts/AccountDataPage.vue'),
    meta: { title: 'accountData.title' },
  },
  {
    path: ROUTES.messages,
    name: 'messages',
    component: () => import('../features/messages/InboxPage.vue'),
    meta: { title: 'nav.messages' },
  },
  {
    path: ROUTES.message,
    name: 'message',
    component: () => import('../features/messages/TicketPage.vue'),
    meta: { title: 'inbox.ticket' },
  },
  {
    path: ROUTES.feeds,
    name: 'feeds',
    component: () => import('../features/feeds/FeedsPage.vue'),
    meta: { title: 'nav.feeds' },
  },
  {
    path: ROUTES.delegates,
    name: 'delegates',
    component: () => import('../features/access/DelegatesPage.vue'),
    meta: { title: 'nav.delegates' },
  },
  {
    path: ROUTES.outlooks,
    name: 'outlooks',
    component: () => import('../features/outlooks/OutlooksPage.vue'),
    meta: { title: 'nav.outlooks' },
  },
  {
    path: ROUTES.clients,
    name: 'clients',
    component: () => import('../features/clients/ClientsPage.vue'),
    meta: { title: 'nav.clients' },
  },
  {
    path: ROUTES.clientsFile,
    name: 'clientsFile',
    component: () => import('../features/clients/ClientsFilePage.vue'),
    meta: { title: 'comparedFile.of.clients.title' },
  },
  {
    path: ROUTES.client,
    name: 'client',
    component: () => import('../features/clients/ClientPage.vue'),
    meta: { title: 'client.title' },
  },
  {
    path: ROUTES.signInHelp,
    name: 'signInHelp',
    component: () => import('../features/clients/SignInHelpPage.vue'),
    meta: { title: 'nav.signInHelp' },
  },
  {
    path: '/:rest(.*)*',
    name: 'notFound',
    component: () => import('./NotFoundPage.vue'),
    meta: { title: 'notFound.title' },
  },
]

const routes: RouteRecordRaw[] = [
  {
    path: ROUTES.signIn,
    name: 'signIn',
    component: () => import('../features/sign-in/SignInPage.vue'),
    meta: { title: 'signIn.title', bare: true },
  },
  {
    path: ROUTES.password,
    name: 'password',
    component: () => import('../features/sign-in/PasswordPage.vue'),
    meta: { title: 'password.title', bare: true },
  },
  {
    path: ROUTES.invitation,
    name: 'invitation',
    component: () => import('../features/sign-in/InvitationPage.vue'),
    meta: { title: 'invitation.title', bare: true },
  },
  {
    path: ROUTES.secondFactor,
    name: 'secondFactor',
    component: () => import('../features/sign-in/SecondFactorPage.vue'),
    meta: { title: 'secondFactor.title', bare: true },
  },
  { path: '/', component: () => import('./ConsoleShell.vue'), children: pages },
]

/** Pages for people who are not signed in. */
const isOpen = (name: RouteRecordNameGeneric): boolean => name === 'signIn' || name === 'invitation'

type Session = Reply<'readStaffSession'>

/** Who is signed in; null when the server says nobody. Rejects when it could not be asked. */
async function readSession(queries: QueryClient): Promise<Session | null> {
  try {
    return await queries.fetchQuery({
      queryKey: ['readStaffSession', {}],
      queryFn: ({ signal }) => call('readStaffSession', {}, { signal }),
      staleTime: 300_000,
    })
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null
    throw error
  }
}

export function createConsoleRouter(queries: QueryClient): Router {
  const router = createRouter({
    history: createWebHistory(BASE),
    routes,
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  })
  router.beforeEach(async (to) => {
    if (isOpen(to.name)) return true
    // Where the server could not be asked, the page says so in its own words.
    const session = await readSession(queries).catch(() => undefined)
    if (session === undefined) return true
    if (session === null) return { path: paths.signIn, query: to.fullPath === paths.board ? {} : { next: to.fullPath } }
    if (session.mustChangePassword && to.name !== 'password') return { path: paths.password, replace: true }
    if (!session.mustChangePassword && session.mustSetTotp && to.name !== 'secondFactor')
      return { path: paths.secondFactor, replace: true }
    return true
  })
  return router
}

/** The session has ended on the server: what was read is forgotten, and signing in leads back. */
export function leaveTo(router: Router, queries: QueryClient): void {
  const { name, fullPath } = router.currentRoute.value
  if (name === undefined || isOpen(name)) return
  void router.replace({ path: paths.signIn, query: { expired: '1', next: fullPath } }).then(() => queries.clear())
}
