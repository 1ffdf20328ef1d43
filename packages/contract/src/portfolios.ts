import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'
import {
  assetClass,
  codeParams,
  date,
  dateQuery,
  money,
  nav,
  rate,
  reasons,
  restatement,
  shares,
  strategy,
} from './fields'

const summaryFields = { code: z.string(), name: z.string(), strategy, launchDate: date }

export const listPortfolios = defineEndpoint({
  ...endpoints.listPortfolios,
  summary: "The client's accounts with their last published day.",
  audience: 'client',
  inViews: true,
  afterConsent: true,
  status: 200,
  reply: z.object({
    portfolios: z.array(
      z.object({
        ...summaryFields,
        latest: z
          .object({
            date,
            baseDate: date.nullable(),
            unitNav: nav,
            accumulatedNav: nav.nullable(),
            netAssets: money,
            dayGain: money.nullable(),
            dayReturn: rate.nullable(),
            reasons,
          })
          .nullable(),
      }),
    ),
  }),
})

export const readPortfolio = defineEndpoint({
  ...endpoints.readPortfolio,
  summary: 'One account on one published day: figures and asset classes.',
  audience: 'owner',
  params: codeParams,
  query: dateQuery,
  status: 200,
  reply: z.object({
    ...summaryFields,
    manager: z.string().nullable(),
    benchmark: z.string().nullable(),
    date,
    firstDate: date,
    lastDate: date,
    unitNav: nav,
    accumulatedNav: nav.nullable(),
    netAssets: money,
    shares,
    dayGain: money.nullable(),
    dayReturn: rate.nullable(),
    gainSinceInception: money.nullable(),
    returnSinceInception: rate.nullable(),
    classes: z.array(z.object({ assetClass, ratio: rate.nullable(), marketValue: money.nullable(), reasons })),
    restated: restatement.nullable().describe('this day was shown differently before'),
    withdrawn: z
      .array(date)
      .describe('days that were shown and taken back, in order; they come back once they are checked'),
    reasons,
  }),
  errors: ['no-valuation'],
})
