/** The funds that accounts hold: their classes, price lags, and what was said of them before. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { instant } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import { FIGURE_READERS } from './staff-roles'

const assetClass = z.enum(['fixed-income', 'equity', 'alternative', 'money'])

const fund = z.object({
  code: z.string(),
  name: z.string(),
  assetClass: assetClass
    .nullable()
    .describe('null: files name it, nobody has said what it is; it holds days back (R-CHK-8)'),
  kind: z.string().nullable(),
  priceLag: z.int().describe('trading days after which its price is usual'),
  suggestion: assetClass.nullable().describe('what its name speaks for, where it has no class'),
})

export const listFunds = defineEndpoint({
  ...places.listFunds,
  summary: 'Funds by code; those without a class can be asked for alone.',
  audience: 'staff',
  roles: FIGURE_READERS,
  query: z.object({
    text: z.string().trim().max(100).optional().describe('part of code or name'),
    assetClass: z.enum([...assetClass.options, 'none']).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50).optional(),
    cursor: z.string().max(32).optional().describe('`next` of the page before'),
  }),
  status: 200,
  reply: z.object({ items: z.array(fund), next: z.string().nullable(), unclassified: z.int() }),
})

const params = z.object({ fund: z.string().min(1).max(32) })

export const setFund = defineEndpoint({
  ...places.setFund,
  summary: 'Say what a fund is. Its class counts for every day; days in hand are checked again at once.',
  audience: 'staff',
  roles: ['operator', 'administrator'],
  params,
  body: z.object({
    name: z.string().trim().min(1).max(200),
    assetClass,
    kind: z.string().trim().min(1).max(60).nullable(),
    priceLag: z.int().min(0).max(30),
  }),
  status: 200,
  reply: fund,
})

export const readFundHistory = defineEndpoint({
  ...places.readFundHistory,
  summary: 'What a fund was said to be before, by whom and by which file; newest first.',
  audience: 'staff',
  roles: FIGURE_READERS,
  params,
  status: 200,
  reply: z.object({
    changes: z.array(
      z.object({
        field: z.enum(['name', 'assetClass', 'kind', 'priceLag']),
        from: z.string().nullable(),
        to: z.string().nullable(),
        at: instant,
        by: z.string(),
        file: z.object({ id: z.string(), name: z.string() }).nullable().describe('null: by hand'),
      }),
    ),
  }),
})
