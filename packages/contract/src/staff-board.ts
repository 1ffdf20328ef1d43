import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { date, instant } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import { FIGURE_READERS } from './staff-roles'

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
    senders: z
      .array(z.object({ name: z.string(), failingSince: instant, lastError: z.string() }))
      .describe('which senders of text messages are down, since when, and the code of the last failure'),
    alarms: z
      .array(z.object({ kind: z.enum(['code-budget', 'code-failures', 'codes-stopped']), count: z.int() }))
      .describe(
        'what stands out at sign-in: texts of a day at their budget, wrong codes of an hour, clients whose codes are stopped',
      ),
    messages: z
      .object({ open: z.int(), overdue: z.int(), dueSince: instant.nullable() })
      .describe('messages of clients that wait for an answer, and since when the oldest overdue one was due'),
    feeds: z
      .array(z.object({ source: z.string(), failingSince: instant, lastError: z.string() }))
      .describe('feeds of news that fail'),
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
