/** What funds were worth, as their own houses publish it: read with its sources, set by hand, and brought by a file. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { date, instant, nav } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import { FIGURE_READERS, FUND_KEEPERS } from './staff-roles'

const params = z.object({ fund: z.string().min(1).max(32) })
const sourceFile = z.object({ id: z.string(), name: z.string() }).nullable().describe('null: by hand, or not known')

const figures = {
  unitNav: nav,
  accumulatedNav: nav.nullable(),
  dividend: nav.nullable().describe('a share, paid on that day'),
}

const fundNav = z.object({
  date,
  ...figures,
  knownSince: instant.nullable().describe('of its first value'),
  file: sourceFile,
  row: z.int().nullable(),
  before: z
    .array(
      z.object({
        field: z.enum(['unitNav', 'accumulatedNav', 'dividend']),
        value: nav.nullable(),
        until: instant,
        by: z.string(),
        reason: z.string().nullable(),
      }),
    )
    .describe('values that were replaced, the latest first'),
})

export const listFundNavs = defineEndpoint({
  ...places.listFundNavs,
  summary: 'A fund’s own NAVs with their sources and what they were before, the newest day first.',
  audience: 'staff',
  roles: FIGURE_READERS,
  params,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(250).default(60).optional(),
    cursor: date.optional().describe('`next` of the page before'),
  }),
  status: 200,
  reply: z.object({ items: z.array(fundNav), next: date.nullable() }),
})

const price = z
  .string()
  .trim()
  .regex(/^\d{1,9}(\.\d{1,8})?$/)

export const setFundNav = defineEndpoint({
  ...places.setFundNav,
  summary: 'One NAV by hand, with a reason; what was known before is kept. Days that hold the fund are checked again.',
  audience: 'staff',
  roles: FUND_KEEPERS,
  params: params.extend({ date }),
  body: z.object({
    unitNav: price.refine((text) => Number(text) > 0),
    accumulatedNav: price.nullable(),
    dividend: price.nullable(),
    reason: z.string().trim().min(1).max(200),
  }),
  status: 200,
  reply: z.object({ changed: z.boolean() }),
})

const line = z.object({
  fund: z.string(),
  name: z.string().nullable().describe('null: not registered'),
  date,
  ...figures,
})

const problem = z.object({
  code: z.string(),
  severity: z.enum(['error', 'review', 'warning']),
  sheet: z.string().nullable(),
  row: z.int().nullable(),
  column: z.string().nullable(),
  found: z.string().nullable(),
  expected: z.string().nullable(),
})

export const compareFundNavs = defineEndpoint({
  ...places.compareFundNavs,
  summary: 'What a fund-navs file would add and change; nothing of it is kept.',
  audience: 'staff',
  roles: FUND_KEEPERS,
  carries: 'upload',
  status: 200,
  reply: z.object({
    isNavs: z.boolean().describe('false: the file is of another kind, or cannot be read'),
    seen: z.string().describe('names this comparison; the import is asked for with it'),
    added: z.int(),
    changed: z.int(),
    same: z.int().describe('rows that say what is known'),
    firstAdded: z.array(line).describe('at most 20'),
    firstChanged: z.array(line.extend({ was: z.object(figures) })).describe('at most 200'),
    problems: z.array(problem),
  }),
  errors: ['upload-invalid'],
})

export const importFundNavs = defineEndpoint({
  ...places.importFundNavs,
  summary: 'Import a fund-navs file that was compared; 409 where it would do something else by now.',
  audience: 'staff',
  roles: FUND_KEEPERS,
  carries: 'upload',
  query: z.object({ seen: z.string().min(1).max(64).describe('of the comparison') }),
  status: 200,
  reply: z.object({ file: z.string().describe('its id in the ledger'), added: z.int(), changed: z.int() }),
  errors: ['upload-invalid', 'version-changed', 'storage-full'],
})
