/** The audit log as auditors and administrators read it. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { date, instant } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import type { StaffRole } from './staff-roles'

const READERS = ['auditor', 'administrator'] as const satisfies StaffRole[]

const filters = z.object({
  actor: z.string().max(100).optional().describe('who: a login, or a name of the shell'),
  action: z.string().max(40).optional(),
  objectKind: z.string().max(24).optional(),
  objectId: z.string().max(100).optional().describe('on whom or what'),
  portfolio: z.string().max(32).optional().describe('code of an account'),
  from: date.optional().describe('on or after this day (Asia/Shanghai)'),
  to: date.optional(),
})

export const listAuditEvents = defineEndpoint({
  ...places.listAuditEvents,
  summary: 'Who did what, when, on whom and from where; newest first.',
  audience: 'staff',
  roles: READERS,
  query: filters.extend({
    limit: z.coerce.number().int().min(1).max(200).default(50).optional(),
    cursor: z.coerce.number().int().min(1).optional().describe('`next` of the page before'),
  }),
  status: 200,
  reply: z.object({
    items: z.array(
      z.object({
        seq: z.int(),
        at: instant,
        actorKind: z.enum(['shell', 'staff', 'client', 'system']),
        actor: z.string(),
        action: z.string(),
        objectKind: z.string(),
        objectId: z.string(),
        objectName: z.string().nullable().describe('what it is called now; null: gone, or without a name of its own'),
        portfolio: z.string().nullable(),
        address: z.string().nullable(),
        detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      }),
    ),
    next: z.string().nullable(),
  }),
})

export const exportAuditEvents = defineEndpoint({
  ...places.exportAuditEvents,
  summary: 'The same as CSV, at most 50,000 events; the export is an event itself.',
  audience: 'staff',
  roles: READERS,
  carries: 'download',
  query: filters,
  status: 200,
  reply: z.null(),
})
