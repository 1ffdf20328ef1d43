/**
 * Where each endpoint is. Plain constants: the web calls with these and `import type`s the rest,
 * so no validation library reaches the browser. The Zod side of each entry stands in the file named after its feature.
 */
export const endpoints = {
  createChallenge: { method: 'POST', path: '/auth/challenges' },
  createSession: { method: 'POST', path: '/auth/sessions' },
  readSession: { method: 'GET', path: '/auth/session' },
  deleteSession: { method: 'DELETE', path: '/auth/session' },
  readSso: { method: 'GET', path: '/auth/sso' },
  acceptSso: { method: 'POST', path: '/auth/sso' },
  declineSso: { method: 'DELETE', path: '/auth/sso' },
  listPortfolios: { method: 'GET', path: '/portfolios' },
  readPortfolio: { method: 'GET', path: '/portfolios/:code' },
  readHoldings: { method: 'GET', path: '/portfolios/:code/holdings' },
  listTransactions: { method: 'GET', path: '/portfolios/:code/transactions' },
  readPeriods: { method: 'GET', path: '/portfolios/:code/performance/periods' },
  readStages: { method: 'GET', path: '/portfolios/:code/performance/stages' },
  readNav: { method: 'GET', path: '/portfolios/:code/performance/nav' },
  readFees: { method: 'GET', path: '/portfolios/:code/performance/fees' },
  readPuzzle: { method: 'GET', path: '/auth/puzzle' },
  listSessions: { method: 'GET', path: '/auth/sessions' },
  deleteOwnSession: { method: 'DELETE', path: '/auth/sessions/:id' },
  deleteOtherSessions: { method: 'DELETE', path: '/auth/sessions' },
  readTexts: { method: 'GET', path: '/texts' },
  giveConsent: { method: 'POST', path: '/auth/consent' },
  endClientView: { method: 'DELETE', path: '/client-view' },
  listDelegates: { method: 'GET', path: '/delegates' },
  listAccesses: { method: 'GET', path: '/accesses' },
  listNews: { method: 'GET', path: '/news' },
  listMessages: { method: 'GET', path: '/portfolios/:code/messages' },
  sendMessage: { method: 'POST', path: '/portfolios/:code/messages' },
  markMessagesSeen: { method: 'POST', path: '/portfolios/:code/messages/seen' },
  streamMessages: { method: 'GET', path: '/portfolios/:code/messages/stream' },
  readContact: { method: 'GET', path: '/portfolios/:code/contact' },
  readBrand: { method: 'GET', path: '/brand' },
} as const

export type EndpointName = keyof typeof endpoints
