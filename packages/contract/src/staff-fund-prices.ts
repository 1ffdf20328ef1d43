/** Prices at which accounts hold funds, beside the funds' own NAVs. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { date, nav } from './fields'
import { FILE_KINDS } from './file-kinds'
import { staffEndpoints as places } from './staff-endpoints'
import { FIGURE_READERS } from './staff-roles'

const params = z.object({ fund: z.string().min(1).max(32) })
const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50).optional(),
  cursor: z.string().max(200).optional().describe('`next` of the page before'),
}

export const listPriceGaps = defineEndpoint({
  ...places.listPriceGaps,
  summary:
    'Published days that hold the fund at another price than its NAV of the price date (without one: of the usual lag, R-CHK-20), the newest day first.',
  audience: 'staff',
  roles: FIGURE_READERS,
  params,
  query: z.object(page),
  status: 200,
  reply: z.object({
    items: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        date,
        price: nav,
        priceDate: date.nullable().describe('null: the source tells none'),
        nav,
        navDate: date.describe('the price date; without one the day of the nearest NAV'),
        difference: nav.describe('price − NAV'),
      }),
    ),
    next: z.string().nullable(),
  }),
  errors: ['cursor-invalid'],
})

export const countPriceGaps = defineEndpoint({
  ...places.countPriceGaps,
  summary: 'Funds whose price differed from their NAV on a published day since `from`.',
  audience: 'staff',
  roles: FIGURE_READERS,
  status: 200,
  reply: z.object({ funds: z.int(), from: date }),
})

export const listHeldPrices = defineEndpoint({
  ...places.listHeldPrices,
  summary: 'Prices that valuations brought for days of which the fund’s own NAV is not known, the newest first.',
  audience: 'staff',
  roles: FIGURE_READERS,
  params,
  query: z.object(page),
  status: 200,
  reply: z.object({
    items: z.array(
      z.object({
        date: date.describe('the price date; where the source tells none, the day that was valued'),
        isDated: z.boolean().describe('false: the source tells no price date'),
        price: nav,
        accounts: z.int().describe('that were valued at it'),
        file: z.object({ id: z.string(), name: z.string() }).nullable().describe('the first that brought it'),
        kind: z.enum(FILE_KINDS).nullable(),
      }),
    ),
    next: z.string().nullable(),
  }),
  errors: ['cursor-invalid'],
})
