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
  newAccount: '/accounts/new',
  accountsFile: '/accounts/file',
  accountData: '/portfolios/:code/master-data',
  delegates: '/delegates',
  outlooks: '/outlooks',
  clients: '/clients',
  clientsFile: '/clients/file',
  client: '/clients/:id',
  signInHelp: '/sign-in-help',
  files: '/files',
  file: '/files/:id',
  upload: '/upload',
  job: '/imports/:id',
  publications: '/publications',
  publication: '/publications/:id',
  housePages: '/pages',
  findings: '/findings',
  funds: '/funds',
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
  newAccount: ROUTES.newAccount,
  accountsFile: ROUTES.accountsFile,
  accountData: (code: string) => ROUTES.accountData.replace(':code', encodeURIComponent(code)),
  delegates: ROUTES.delegates,
  outlooks: ROUTES.outlooks,
  clients: ROUTES.clients,
  clientsFile: ROUTES.clientsFile,
  client: (id: string) => ROUTES.client.replace(':id', encodeURIComponent(id)),
  signInHelp: ROUTES.signInHelp,
  files: ROUTES.files,
  file: (id: string) => ROUTES.file.replace(':id', encodeURIComponent(id)),
  upload: ROUTES.upload,
  job: (id: string) => ROUTES.job.replace(':id', encodeURIComponent(id)),
  publications: ROUTES.publications,
  publication: (id: string) => ROUTES.publication.replace(':id', encodeURIComponent(id)),
  housePages: ROUTES.housePages,
  findings: ROUTES.findings,
  funds: ROUTES.funds,
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
