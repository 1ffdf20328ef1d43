/** Every URL of the portal stands here once. */

export const ROUTES = {
  signIn: '/login',
  portfolios: '/',
  access: '/access',
  home: '/portfolios/:code',
  account: '/portfolios/:code/account',
  fund: '/portfolios/:code/funds/:fund',
  performance: '/portfolios/:code/performance',
  records: '/portfolios/:code/records',
  announcements: '/portfolios/:code/announcements',
  articles: '/portfolios/:code/articles',
  publication: '/portfolios/:code/publications/:id',
  page: '/pages/:name',
  news: '/portfolios/:code/news',
  messages: '/portfolios/:code/messages',
  onePage: '/portfolios/:code/one-page',
  security: '/security',
  consent: '/consent',
  brandPreview: '/brand-preview',
  filePreview: '/file-preview',
} as const

export type RouteName = keyof typeof ROUTES

function of(name: RouteName, code: string): string {
  return ROUTES[name].replace(':code', encodeURIComponent(code))
}

export const paths = {
  signIn: ROUTES.signIn,
  portfolios: ROUTES.portfolios,
  access: ROUTES.access,
  home: (code: string) => of('home', code),
  account: (code: string) => of('account', code),
  fund: (code: string, fund: string) => of('fund', code).replace(':fund', encodeURIComponent(fund)),
  performance: (code: string) => of('performance', code),
  records: (code: string) => of('records', code),
  announcements: (code: string) => of('announcements', code),
  articles: (code: string) => of('articles', code),
  publication: (code: string, id: string) => of('publication', code).replace(':id', encodeURIComponent(id)),
  page: (name: string) => ROUTES.page.replace(':name', encodeURIComponent(name)),
  news: (code: string) => of('news', code),
  messages: (code: string) => of('messages', code),
  onePage: (code: string) => of('onePage', code),
  security: ROUTES.security,
  consent: ROUTES.consent,
}

/** Where to go after sign-in: a path of this site, never another address. */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])/.test(next) || next.startsWith(ROUTES.signIn)) return ROUTES.portfolios
  return next
}

/** The sign-in page, and where to go on afterwards. */
export function signInWithNext(next: string) {
  return { path: paths.signIn, query: next === paths.portfolios ? {} : { next } }
}
