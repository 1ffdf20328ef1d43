import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'
import {
  codeParams,
  date,
  frequency,
  money,
  nav,
  periodKey,
  periodQuery,
  rangeQuery,
  rate,
  reasons,
  restatement,
} from './fields'
import { transactionItem } from './transactions'

const PERIOD_ERRORS = ['no-valuation', 'range-invalid', 'range-outside-life'] as const

export const readPeriods = defineEndpoint({
  ...endpoints.readPeriods,
  summary: 'The five periods: gain, return and what lies between opening and closing assets.',
  audience: 'owner',
  params: codeParams,
  query: rangeQuery,
  status: 200,
  reply: z.object({
    periods: z.array(
      z.object({
        key: periodKey,
        from: date.nullable(),
        to: date.nullable(),
        baseDate: date.nullable(),
        openingAssets: money.nullable(),
        subscriptions: money.nullable(),
        redemptions: money.nullable(),
        distributions: money.nullable(),
        gain: money.nullable(),
        closingAssets: money.nullable(),
        return: rate.nullable(),
        fees: money.nullable(),
        status: z.enum(['ok', 'short', 'unavailable']),
        reason: z.string().nullable(),
        reasons,
      }),
    ),
  }),
  errors: PERIOD_ERRORS,
})

export const readStages = defineEndpoint({
  ...endpoints.readStages,
  summary: 'Return per week, month, half-year or year with the accumulated NAV at its end.',
  audience: 'owner',
  params: codeParams,
  query: periodQuery.extend({ frequency: frequency.default('month').optional() }),
  status: 200,
  reply: z.object({
    stages: z.array(
      z.object({
        bucket: z.string(),
        date,
        accumulatedNav: nav.nullable(),
        return: rate.nullable(),
        complete: z.boolean(),
        reasons,
      }),
    ),
    reasons: reasons.describe('why there are no stages'),
  }),
  errors: PERIOD_ERRORS,
})

export const navColumns = z.object({
  dates: z.array(date),
  unitNav: z.array(nav),
  accumulatedNav: z.array(nav.nullable()),
  adjustedNav: z.array(nav),
  benchmark: z.array(nav.nullable()).nullable(),
  excess: z
    .array(rate.nullable())
    .nullable()
    .optional()
    .describe('return since the base less the benchmark’s (R-BMK-2); null without a benchmark'),
  restated: z
    .array(restatement.extend({ date }))
    .optional()
    .describe('days whose figures were shown differently before, and why'),
  reasons,
})

export const readNav = defineEndpoint({
  ...endpoints.readNav,
  summary: 'NAV curve as columns of equal length, beginning with the base point.',
  audience: 'owner',
  params: codeParams,
  query: periodQuery,
  status: 200,
  reply: navColumns,
  errors: PERIOD_ERRORS,
})

export const deepestDrawdown = z.object({
  depth: rate,
  peakDate: date,
  troughDate: date,
  recoveryDate: date.nullable().describe('null: not yet'),
  daysUnderWater: z.int().describe('calendar days from the peak to the recovery, or to the last point'),
})

export const readDrawdown = defineEndpoint({
  ...endpoints.readDrawdown,
  summary: 'How far the NAV stood below its highest so far, by day, and the deepest fall (R-RSK-2).',
  audience: 'owner',
  params: codeParams,
  query: periodQuery,
  status: 200,
  reply: z.object({
    dates: z.array(date),
    drawdown: z.array(rate.nullable()),
    deepest: deepestDrawdown.nullable().describe('null where the NAV never fell'),
    reasons,
  }),
  errors: PERIOD_ERRORS,
})

export const rebalancingMark = z.object({
  date,
  markDate: date.describe('the first valuation on or after the day, where its mark stands'),
})

export const readRebalancing = defineEndpoint({
  ...endpoints.readRebalancing,
  summary: 'The days of a period on which orders moved the account, with what was bought and sold (R-TRX-5).',
  audience: 'owner',
  params: codeParams,
  query: periodQuery,
  status: 200,
  reply: z.object({
    days: z.array(rebalancingMark.extend({ transactions: z.array(transactionItem) })),
    reasons,
  }),
  errors: PERIOD_ERRORS,
})

export const readFees = defineEndpoint({
  ...endpoints.readFees,
  summary: 'Fees of a period by fund and for the account.',
  audience: 'owner',
  params: codeParams,
  query: rangeQuery,
  status: 200,
  reply: z.object({
    from: date,
    to: date,
    total: money.nullable(),
    funds: z.array(
      z.object({
        fundCode: z.string(),
        fundName: z.string(),
        marketValue: money.nullable(),
        subscriptionFee: money,
        redemptionFee: money,
        reasons,
      }),
    ),
    account: z.object({
      management: money.nullable(),
      custodian: money.nullable(),
      audit: money.nullable(),
      performance: money.nullable(),
      other: money.nullable(),
      reasons,
    }),
    derived: z.array(z.string()).optional().describe("account fees derived from FA's payables (R-FEE-2)"),
    reasons,
  }),
  errors: PERIOD_ERRORS,
})
