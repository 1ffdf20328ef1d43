import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { date, instant } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import { FIGURE_READERS, STAFF_ROLES } from './staff-roles'

export const readBoard = defineEndpoint({
  ...places.readBoard,
  summary: "A day's board: how far each account's expected day has come, and what is missing since when.",
  audience: 'staff',
  roles: FIGURE_READERS,
  query: z.object({ date: date.optional().describe('the board of that day, as it stands now; today where left out') }),
  status: 200,
  reply: z.object({
    today: date,
    date: date.describe('the day whose board it is'),
    at: instant,
    portfolios: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        expectedDate: date
          .nullable()
          .describe('the trading day whose files should be there by now; null before the launch'),
        state: z
          .enum(['missing', 'arrived', 'held', 'checked', 'approved', 'published', 'withdrawn'])
          .nullable()
          .describe('of the expected day; arrived: some of its files are there, its valuation is not'),
        sources: z.array(z.enum(['valuation', 'holdings', 'o32-holdings'])).describe('what came for the expected day'),
        lastPublished: date.nullable(),
        missingSince: date.nullable().describe('the first trading day after the last valuation that has none'),
        missingDays: z.int(),
        waiting: z.int().describe('days that wait for a person: held, checked or approved'),
        findings: z.int().describe('open findings, of whatever day up to this one'),
      }),
    ),
    files: z
      .object({ held: z.int(), rejected: z.int() })
      .describe('files received on that day (Asia/Shanghai) of which something was held back, or nothing was kept'),
  }),
})

const noteKind = z.enum([
  'files-rejected',
  'files-held',
  'days-held',
  'days-checked',
  'days-approved',
  'findings-review',
  'findings-warning',
  'disclosure-late',
  'disclosure-soon',
  'messages-overdue',
  'messages-open',
  'requests',
  'sender',
  'code-budget',
  'code-failures',
  'codes-stopped',
  'feed',
])

export const readNotes = defineEndpoint({
  ...places.readNotes,
  summary:
    'What asks for someone, of what the caller may see: how many of a kind, and since when. Empty while all is well.',
  audience: 'staff',
  roles: STAFF_ROLES,
  status: 200,
  reply: z.object({
    today: date,
    notes: z.array(
      z.object({
        kind: noteKind,
        count: z.int(),
        since: z
          .union([date, instant])
          .nullable()
          .describe('the oldest of them: when it came, or when it is or was due'),
        until: date.nullable().describe('of what is due soon: until when that is'),
        name: z.string().nullable().describe('of a sender of text messages, or of a feed'),
        error: z.string().nullable().describe('the code of its last failure'),
      }),
    ),
  }),
})
