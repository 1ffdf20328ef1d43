import type { QueryClient } from '@tanstack/vue-query'
import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw } from 'vue-router'
import { call } from './api'
import { paths, ROUTES } from './paths'
import { fetchSession, mayBeSignedIn, noteSignedIn } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's title. */
    title: string
    public?: boolean
  }
}

const routes: RouteRecordRaw[] = [
  {
    path: ROUTES.signIn,
    name: 'signIn',
    component: () => import('../features/sign-in/SignInPage.vue'),
    meta: { title: 'title.signIn', public: true },
  },
  {
    path: '/',
    component: () => import('./AppShell.vue'),
    meta: { title: 'title.portfolios' },
    children: [
      {
        path: ROUTES.portfolios,
        name: 'portfolios',
        component: () => import('../features/portfolios/PortfoliosPage.vue'),
        meta: { title: 'title.portfolios' },
      },
      {
        path: ROUTES.home,
        name: 'home',
        component: () => import('../features/home/HomePage.vue'),
        meta: { title: 'title.home' },
      },
      {
        path: ROUTES.account,
        name: 'account',
        component: () => import('../features/account/AccountPage.vue'),
        meta: { title: 'title.account' },
      },
      {
        path: ROUTES.performance,
        name: 'performance',
        component: () => import('../features/performance/PerformancePage.vue'),
        meta: { title: 'title.performance' },
      },
      {
        path: ROUTES.records,
        name: 'records',
        component: () => import('../features/records/RecordsPage.vue'),
        meta: { title: 'title.records' },
      },
      {
        path: '/:rest(.*)*',
        name: 'notFound',
        component: () => import('./NotFoundPage.vue'),
        meta: { title: 'title.notFound' },
      },
    ],
  },
]

/** A client with one account is taken straight to its home page. */
async function onlyAccount(client: QueryClient): Promise<string | null> {
  const { portfolios } = await client.fetchQuery({
    queryKey: ['listPortfolios', {}],
    queryFn: ({ signal }) => call('listPortfolios', {}, { signal }),
    staleTime: 60_000,
  })
  const [first] = portfolios
  return first && portfolios.length === 1 ? first.code : null
}

async function admit(to: RouteLocationNormalized, client: QueryClient) {
  if (to.meta.public) return true
  const signIn = { path: paths.signIn, query: to.path === paths.portfolios ? {} : { next: to.fullPath } }
  if (!mayBeSignedIn(to.path === paths.portfolios)) return signIn
  try {
    if (!(await fetchSession(client))) {
      noteSignedIn(false)
      return signIn
    }
    noteSignedIn(true)
    if (to.name !== 'portfolios') return true
    const code = await onlyAccount(client)
    return code === null ? true : { path: paths.home(code), replace: true }
  } catch {
    // The server could not be asked: the page shows that with its own words and a way to try again.
    return true
  }
}

export function createPortalRouter(client: QueryClient) {
  const router = createRouter({
    history: createWebHistory(),
    routes,
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  })
  router.beforeEach((to) => admit(to, client))
  return router
}
