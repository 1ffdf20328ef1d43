/** The accounts of the house: found, described and changed by staff. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { date, money, nav, strategy } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import { ACCOUNT_READERS } from './staff-roles'

const SORTS = ['code', '-code', 'name', '-name', 'launchDate', '-launchDate', 'lastDay', '-lastDay'] as const

export const listAccounts = defineEndpoint({
  ...places.listAccounts,
  summary: 'Accounts, page by page; an adviser: those assigned.',
  audience: 'staff',
  roles: ACCOUNT_READERS,
  query: z.object({
    text: z
      .string()
      .trim()
      .max(100)
      .optional()
      .describe("part of the code, a name, the number in O3.2 or FA, or an adviser's login"),
    strategy: strategy.optional(),
    adviser: z.string().max(32).optional().describe('login; `none`: assigned to nobody'),
    sort: z.enum(SORTS).default('code').optional().describe('`-`: downwards'),
    limit: z.coerce.number().int().min(1).max(200).default(50).optional(),
    cursor: z.string().max(1000).optional().describe('`next` of the page before, under the same sort'),
  }),
  status: 200,
  reply: z.object({
    total: z.int().describe('accounts under the filter'),
    items: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        strategy,
        launchDate: date,
        o32FundNo: z.string().nullable(),
        faLedgerNo: z.string().nullable(),
        advisers: z.array(z.string()),
        latest: z.object({ date, unitNav: nav, netAssets: money }).nullable().describe('the last published day'),
      }),
    ),
    next: z.string().nullable(),
    advisers: z.array(z.string()).describe('who can be filtered by'),
  }),
  errors: ['cursor-invalid'],
})
