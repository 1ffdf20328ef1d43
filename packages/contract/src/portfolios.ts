import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'
import {
  accountState,
  assetClass,
  benchmarkComponent,
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

const summaryFields = {
  code: z.string(),
  name: z.string(),
  strategy,
  launchDate: date,
  state: accountState,
  liquidationFrom: date.nullable().describe('the first day of the liquidation'),
  closedOn: date.nullable().describe('the last day of a closed account'),
}

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
    readableUntil: date
      .nullable()
      .describe('the last day on which its clients read a closed account; null where it is not closed (R-DAY-4)'),
    manager: z.string().nullable(),
    benchmark: z.string().nullable().describe('its name'),
    benchmarkComponents: z
      .array(benchmarkComponent)
      .describe('what it is made of on this day; empty where the house does not say'),
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
    next: z
      .object({
        date: date.describe('the first trading day after the last published one'),
        expectedOn: date.describe("that day and the account's valuation lag in trading days (T+n)"),
        provisional: z.boolean().describe('the calendar of these days is only assumed'),
      })
      .nullable()
      .describe('when the next figures come; null where none come after the end of a closed account'),
    reasons,
  }),
  errors: ['no-valuation'],
})

export const readCalendar = defineEndpoint({
  ...endpoints.readCalendar,
  summary: 'What each calendar day of an account is: published, or why it is not.',
  audience: 'owner',
  params: codeParams,
  query: z.object({}),
  status: 200,
  reply: z.object({
    from: date.describe('the first published day'),
    to: date.describe('the day on which the next figures are expected, or the last published one'),
    days: z
      .string()
      .regex(/^[pwcma]*$/)
      .describe(
        'one letter a calendar day: p published, w withdrawn and being checked, c no trading day, m a trading day without published figures, a awaited',
      ),
  }),
  errors: ['no-valuation'],
})
