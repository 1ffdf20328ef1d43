/** One account on one page: what the screen and the PDF show. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'
import { assetClass, codeParams, date, dateQuery, instant, languageQuery, money, nav, rate, reasons } from './fields'
import { deepestDrawdown, navColumns, rebalancingMark } from './performance'
import { readPortfolio } from './portfolios'
import { transactionItem } from './transactions'

const nearPeriod = z.object({
  key: z.enum(['one-month', 'three-months', 'six-months', 'one-year', 'since-inception']),
  from: date,
  to: date,
  return: rate.nullable(),
  benchmark: rate.nullable(),
  excess: rate.nullable().describe('return less benchmark (R-BMK-2)'),
  gain: money.nullable(),
  status: z.enum(['ok', 'short', 'unavailable']),
  reason: z.string().nullable(),
  reasons,
})

const statistics = z.object({
  annualisedReturn: rate.nullable().describe('R-ANN-1'),
  volatility: rate.nullable().describe('R-RSK-1'),
  drawdown: deepestDrawdown.nullable().describe('R-RSK-2; null where the NAV never fell'),
  calmar: nav.nullable().describe('R-RSK-2; four decimals'),
  reasons,
})

const largestHolding = z.object({
  fundCode: z.string(),
  fundName: z.string(),
  assetClass: assetClass.nullable(),
  unitNav: nav.nullable(),
  marketValue: money,
  ratio: rate.nullable(),
  profit: money.nullable(),
  reasons,
})

const contributed = z.object({ profit: money.nullable(), reasons })

const onePage = z.object({
  account: readPortfolio.reply,
  near: z.array(nearPeriod),
  statistics,
  curve: navColumns,
  rebalancing: z.array(rebalancingMark),
  holdings: z.object({
    count: z.int().describe('what is held: funds and accounts beside them (R-CLS-1)'),
    largest: z.array(largestHolding).describe('an account beside funds stands with its code, without NAV and profit'),
    rest: z.object({ count: z.int(), marketValue: money, ratio: rate.nullable() }).nullable(),
    reasons,
  }),
  contribution: z.object({
    gain: money.nullable(),
    classes: z
      .array(contributed.extend({ assetClass }))
      .describe('`cash` is what the account gained besides its funds: cash and costs (R-CTB-2)'),
    largest: z.array(contributed.extend({ fundCode: z.string(), fundName: z.string() })),
    rest: contributed.extend({ count: z.int() }).nullable(),
    reasons,
  }),
  operations: z.object({ total: z.int(), latest: z.array(transactionItem).describe('newest first') }),
  outlook: z.object({ date, text: z.string(), writtenAt: instant }).nullable(),
})

export const readOnePage = defineEndpoint({
  ...endpoints.readOnePage,
  summary: 'One account on one page, on one published day.',
  audience: 'owner',
  params: codeParams,
  query: dateQuery,
  status: 200,
  reply: onePage,
  errors: ['no-valuation'],
})

export const readOnePagePdf = defineEndpoint({
  ...endpoints.readOnePagePdf,
  summary: 'The same page as a PDF of one A4 page, in the language asked for.',
  audience: 'owner',
  carries: 'download',
  params: codeParams,
  query: dateQuery.extend(languageQuery.shape),
  status: 200,
  reply: z.null(),
  errors: ['no-valuation', 'service-unavailable'],
})
