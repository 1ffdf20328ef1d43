import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'
import { codeParams, date, money, nav, operation, rangeQuery, reasons, shares } from './fields'

/** One confirmed transaction in a fund. */
export const transactionItem = z.object({
  no: z.int().describe("counts from 1 over the account's life"),
  date,
  fundCode: z.string(),
  fundName: z.string(),
  operation,
  amount: money.nullable(),
  shares: shares.nullable(),
  price: nav.nullable(),
  fee: money.nullable(),
  derived: z
    .array(z.enum(['amount', 'shares']))
    .optional()
    .describe('fields computed by R-TRX-3 or R-HLD-4, not stated by the confirmation'),
  reasons,
})

export const listTransactions = defineEndpoint({
  ...endpoints.listTransactions,
  summary: 'Confirmed transactions, oldest first unless asked otherwise.',
  audience: 'owner',
  params: codeParams,
  query: rangeQuery.extend({
    fund: z.string().max(32).optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(100).optional(),
    order: z.enum(['oldest', 'newest']).default('oldest').optional().describe('what stands first'),
    cursor: z.string().max(64).optional().describe('`next` of the page before, asked for in the same order'),
  }),
  status: 200,
  reply: z.object({
    total: z.int(),
    items: z.array(transactionItem),
    next: z.string().nullable(),
  }),
  errors: ['range-invalid', 'cursor-invalid'],
})
