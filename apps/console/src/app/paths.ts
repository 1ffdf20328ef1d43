/** Every URL of the console stands here once, below `/console`. */

export const BASE = '/console'

export const ROUTES = {
  board: '/',
  signIn: '/sign-in',
  password: '/password',
  invitation: '/invitation',
  secondFactor: '/second-factor',
  security: '/security',
  people: '/people',
  audit: '/audit',
  accounts: '/accounts',
  delegates: '/delegates',
  outlooks: '/outlooks',
  clients: '/clients',
  files: '/files',
  file: '/files/:id',
  upload: '/upload',
  job: '/imports/:id',
  publications: '/publications',
  publication: '/publications/:id',
  housePages: '/pages',
  findings: '/findings',
  funds: '/funds',
  fund: '/funds/:code',
  navFile: '/fund-navs',
  account: '/portfolios/:code',
  messages: '/messages',
  message: '/messages/:id',
  feeds: '/feeds',
  waiting: '/waiting',
  day: '/portfolios/:code/days/:date',
} as const

export const paths = {
  board: ROUTES.board,
  signIn: ROUTES.signIn,
  password: ROUTES.password,
  invitation: ROUTES.invitation,
  secondFactor: ROUTES.secondFactor,
  security: ROUTES.security,
  people: ROUTES.people,
  audit: ROUTES.audit,
  accounts: ROUTES.accounts,
  delegates: ROUTES.delegates,
  outlooks: ROUTES.outlooks,
  clients: ROUTES.clients,
  files: ROUTES.files,
  file: (id: string) => ROUTES.file.replace(':id', encodeURIComponent(id)),
  upload: ROUTES.upload,
  job: (id: string) => ROUTES.job.replace(':id', encodeURIComponent(id)),
  publications: ROUTES.publications,
  publication: (id: string) => ROUTES.publication.replace(':id', encodeURIComponent(id)),
  housePages: ROUTES.housePages,
  findings: ROUTES.findings,
  funds: ROUTES.funds,
  navFile: ROUTES.navFile,
  fund: (code: string) => ROUTES.fund.replace(':code', encodeURIComponent(code)),
  account: (code: string) => ROUTES.account.replace(':code', encodeURIComponent(code)),
  day: (code: string, date: string) =>
    ROUTES.day.replace(':code', encodeURIComponent(code)).replace(':date', encodeURIComponent(date)),
  messages: ROUTES.messages,
  message: (id: string) => ROUTES.message.replace(':id', encodeURIComponent(id)),
  feeds: ROUTES.feeds,
  waiting: ROUTES.waiting,
}

/** Where to go after sign-in: a page of the console, never another address. */
export function safeNext(next: unknown): string {
  const isOwn = typeof next === 'string' && /^\/(?![/\\])/.test(next) && !next.startsWith(ROUTES.signIn)
  return isOwn ? next : ROUTES.board
}
