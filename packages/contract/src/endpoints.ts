/**
 * Where each endpoint is. Plain constants: the web calls with these and `import type`s the rest,
 * so no validation library reaches the browser. The Zod side of each entry stands in the file named after its feature.
 */
export const endpoints = {
  createChallenge: { method: 'POST', path: '/auth/challenges' },
  createSession: { method: 'POST', path: '/auth/sessions' },
  readSession: { method: 'GET', path: '/auth/session' },
  deleteSession: { method: 'DELETE', path: '/auth/session' },
  listPortfolios: { method: 'GET', path: '/portfolios' },
  readPortfolio: { method: 'GET', path: '/portfolios/:code' },
  readHoldings: { method: 'GET', path: '/portfolios/:code/holdings' },
  listTransactions: { method: 'GET', path: '/portfolios/:code/transactions' },
  readPeriods: { method: 'GET', path: '/portfolios/:code/performance/periods' },
  readStages: { method: 'GET', path: '/portfolios/:code/performance/stages' },
  readNav: { method: 'GET', path: '/portfolios/:code/performance/nav' },
  readFees: { method: 'GET', path: '/portfolios/:code/performance/fees' },
  endClientView: { method: 'DELETE', path: '/client-view' },
  listDelegates: { method: 'GET', path: '/delegates' },
  listAccesses: { method: 'GET', path: '/accesses' },
  readBrand: { method: 'GET', path: '/brand' },
} as const

export type EndpointName = keyof typeof endpoints
