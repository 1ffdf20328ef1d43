import {
  createRouter,
  createWebHistory,
  START_LOCATION,
  type NavigationGuardReturn,
  type RouteLocationNormalized,
  type Router,
  type RouteRecordRaw,
} from 'vue-router'
import { paths, ROUTES, signInWithNext } from './paths'
import { mayBeSignedIn } from './session'

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
    path: ROUTES.brandPreview,
    name: 'brandPreview',
    component: () => import('../features/preview/BrandPreviewPage.vue'),
    meta: { title: 'title.signIn', public: true },
  },
  {
    path: ROUTES.filePreview,
    name: 'filePreview',
    component: () => import('../features/preview/FilePreviewPage.vue'),
    meta: { title: 'title.signIn', public: true },
  },
  {
    path: ROUTES.page,
    name: 'page',
    component: () => import('../features/pages/HousePage.vue'),
    meta: { title: 'title.page', public: true },
  },
  {
    path: ROUTES.consent,
    name: 'consent',
    component: () => import('../features/consent/ConsentPage.vue'),
    meta: { title: 'title.consent' },
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
        path: ROUTES.access,
        name: 'access',
        component: () => import('../features/access/AccessPage.vue'),
        meta: { title: 'title.access' },
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
        path: ROUTES.fund,
        name: 'fund',
        component: () => import('../features/fund/FundPage.vue'),
        meta: { title: 'title.fund' },
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
        path: ROUTES.announcements,
        name: 'announcements',
        component: () => import('../features/publications/PublicationsPage.vue'),
        props: { kind: 'announcement' },
        meta: { title: 'title.announcements' },
      },
      {
        path: ROUTES.articles,
        name: 'articles',
        component: () => import('../features/publications/PublicationsPage.vue'),
        props: { kind: 'article' },
        meta: { title: 'title.articles' },
      },
      {
        path: ROUTES.publication,
        name: 'publication',
        component: () => import('../features/publications/PublicationPage.vue'),
        meta: { title: 'title.publication' },
      },
      {
        path: ROUTES.news,
        name: 'news',
        component: () => import('../features/news/NewsPage.vue'),
        meta: { title: 'news.title' },
      },
      {
        path: ROUTES.messages,
        name: 'messages',
        component: () => import('../features/messages/MessagesPage.vue'),
        meta: { title: 'messages.title' },
      },
      {
        path: ROUTES.onePage,
        name: 'onePage',
        component: () => import('../features/one-page/OnePagePage.vue'),
        meta: { title: 'title.onePage' },
      },
      {
        path: ROUTES.security,
        name: 'security',
        component: () => import('../features/security/SecurityPage.vue'),
        meta: { title: 'title.security' },
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

const LONG_ENOUGH_MS = 3000

/** Where the page stood before, once it is as long again: its parts come in turn, some with their reply. One that stays short is left at its top. */
async function backTo<Place extends { top: number }>(saved: Place): Promise<Place | false> {
  const start = performance.now()
  const isShort = () => document.documentElement.scrollHeight - window.innerHeight < saved.top
  while (isShort() && performance.now() - start < LONG_ENOUGH_MS)
    await new Promise((resolve) => requestAnimationFrame(resolve))
  return !isShort() && saved
}

/** Asks the server who is signed in; loaded only where someone may be. */
export type Admit = (to: RouteLocationNormalized) => Promise<NavigationGuardReturn>

export function createPortalRouter(admit: Admit) {
  const router = createRouter({
    history: createWebHistory(),
    routes,
    // The first page stands at its top by itself: to scroll it there would only have it laid out once more.
    scrollBehavior: (to, from, saved) =>
      saved ? backTo(saved) : from === START_LOCATION || to.path === from.path ? false : { top: 0 },
  })
  router.beforeEach((to) => {
    if (to.meta.public) return true
    return mayBeSignedIn(to.path === paths.portfolios) ? admit(to) : signInWithNext(to.fullPath)
  })
  return router
}

/** Begins to load the page at the browser's address, and what asks who is signed in where it needs that. */
export function loadAhead(router: Router): void {
  const { pathname, search } = window.location
  const { matched, meta, path } = router.resolve(pathname + search)
  if (!meta.public && !mayBeSignedIn(path === paths.portfolios)) return
  // What fails here is asked for again in its turn, and says so there.
  const quietly = (loading: Promise<unknown>) => void loading.catch(() => null)
  if (!meta.public) quietly(import('./admit').then(({ loadWords }) => loadWords()))
  for (const { components } of matched) {
    const page = components?.['default']
    if (typeof page === 'function') quietly((page as () => Promise<unknown>)())
  }
}
