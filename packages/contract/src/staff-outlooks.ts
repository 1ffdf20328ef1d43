/** What the manager thinks of an account's next months: written by staff, shown on its one page. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { codeParams, date, instant } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import type { StaffRole } from './staff-roles'

const WRITERS = ['editor', 'adviser'] as const satisfies StaffRole[]
const MOST_SIGNS = 300
/** Paragraphs; with `MOST_SIGNS` they keep to the room that the page has. */
const MOST_LINES = 4

const version = z.object({
  date: date.describe('from this day on the page shows it, until a later one'),
  version: z.int(),
  text: z.string().describe('empty: taken back'),
  writtenBy: z.string(),
  writtenAt: instant,
})
const versions = z.object({ outlooks: z.array(version).describe('all versions, the newest date and version first') })

export const listOutlookAccounts = defineEndpoint({
  ...places.listOutlookAccounts,
  summary: 'The accounts for which one may write, each with its newest outlook.',
  audience: 'staff',
  roles: WRITERS,
  status: 200,
  reply: z.object({
    accounts: z.array(z.object({ code: z.string(), name: z.string(), outlook: version.nullable() })),
  }),
})

export const readOutlooks = defineEndpoint({
  ...places.readOutlooks,
  summary: 'Every outlook that was written for an account.',
  audience: 'staff',
  roles: WRITERS,
  params: codeParams,
  status: 200,
  reply: versions,
})

export const writeOutlook = defineEndpoint({
  ...places.writeOutlook,
  summary: 'Write the outlook of a day anew, or (empty) take it back.',
  audience: 'staff',
  roles: WRITERS,
  params: codeParams,
  body: z.object({
    date,
    text: z
      .string()
      .trim()
      .max(MOST_SIGNS)
      .refine((text) => text.split('\n').length <= MOST_LINES, 'too many lines'),
    version: z.int().min(0).describe('the last version of this day that was read; 0: none'),
  }),
  status: 200,
  reply: versions,
  errors: ['outlook-changed'],
})
