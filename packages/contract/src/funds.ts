import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'
import { assetClass, date, dateQuery, fundParams, money, nav, reasons } from './fields'
import { holding } from './holdings'
import { transactionItem } from './transactions'

/** The parts of a fund's profit; they add up to it (R-HLD-3). */
const profitParts = z.object({
  unrealised: money,
  realised: money,
  income: money,
  earlier: money.describe('what an opening lot brought besides its unrealised profit (R-HLD-5)'),
})

export const readFund = defineEndpoint({
  ...endpoints.readFund,
  summary:
    'One fund of an account on one published day: its row, its profit in parts, its NAV and what was done in it.',
  audience: 'owner',
  params: fundParams,
  query: dateQuery,
  status: 200,
  reply: z.object({
    date,
    assetClass: assetClass.nullable(),
    ...holding.shape,
    shares: holding.shape.shares.nullable(),
    marketValue: money.nullable(),
    status: holding.shape.status.nullable(),
    parts: profitParts.nullable(),
    fees: money.nullable().describe('paid with the transactions counted; inside the profit already'),
    firstDate: date.describe('the first transaction, or the first loaded day that holds the fund'),
    nav: z
      .object({ dates: z.array(date), unitNav: z.array(nav) })
      .describe('columns from firstDate on: as published valuations show it, public NAVs on other days'),
    transactions: z.object({
      total: z.int(),
      items: z
        .array(transactionItem)
        .describe('up to the day, oldest first; where there are more, the newest thousand'),
    }),
    reasons,
  }),
  errors: ['no-valuation'],
})
