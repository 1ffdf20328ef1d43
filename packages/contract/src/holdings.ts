import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'
import { assetClass, codeParams, date, dateQuery, money, nav, rate, reasons, shares } from './fields'

export const holding = z.object({
  fundCode: z.string(),
  fundName: z.string(),
  shares,
  cost: money.nullable(),
  unitNav: nav.nullable(),
  priceDate: date.nullable(),
  marketValue: money,
  profit: money.nullable(),
  profitSince: date.nullable().describe('the first loaded day, where the history before it is not loaded (R-HLD-5)'),
  ratio: rate.nullable(),
  status: z.enum(['held', 'sold-out', 'in-transit', 'dividend-pending']),
  reasons,
})

export const readHoldings = defineEndpoint({
  ...endpoints.readHoldings,
  summary: 'Holdings of one published day by asset class, sold-out funds included.',
  audience: 'owner',
  params: codeParams,
  query: dateQuery,
  status: 200,
  reply: z.object({
    date,
    netAssets: money,
    classes: z.array(
      z.object({
        assetClass,
        ratio: rate.nullable(),
        marketValue: money.nullable(),
        holdings: z.array(holding),
        accounts: z
          .array(
            z.object({ accountCode: z.string(), accountName: z.string(), marketValue: money, ratio: rate.nullable() }),
          )
          .describe('accounts of the valuation sheet that count to the class and are no funds (R-CLS-1)'),
        reasons,
      }),
    ),
    reasons,
  }),
  errors: ['no-valuation'],
})
