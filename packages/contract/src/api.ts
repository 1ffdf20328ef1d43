/** All endpoints with their schemas, and the types the web calls with (`import type` only: see endpoints.ts). */
import type { z } from 'zod'
import { createChallenge, createSession, deleteSession, readSession } from './auth'
import { readBrand } from './brand'
import type { EndpointName } from './endpoints'
import { readHoldings } from './holdings'
import { readFees, readNav, readPeriods, readStages } from './performance'
import { listPortfolios, readPortfolio } from './portfolios'
import { listTransactions } from './transactions'

export const api = {
  createChallenge,
  createSession,
  readSession,
  deleteSession,
  listPortfolios,
  readPortfolio,
  readHoldings,
  listTransactions,
  readPeriods,
  readStages,
  readNav,
  readFees,
  readBrand,
} as const satisfies Record<EndpointName, unknown>

type Shape<E, K extends string> = K extends keyof E ? (E[K] extends z.ZodType ? z.input<E[K]> : undefined) : undefined
type Api = typeof api

export type Params<N extends EndpointName> = Shape<Api[N], 'params'>
export type Query<N extends EndpointName> = Shape<Api[N], 'query'>
export type Body<N extends EndpointName> = Shape<Api[N], 'body'>
export type Reply<N extends EndpointName> = z.output<Api[N]['reply']>
