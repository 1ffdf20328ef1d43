/** The disclosure calendar: what is due to which account's client by when, and what has met it (docs/rules/11-disclosure.md). */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { codeParams, date, instant } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import { DISCLOSURE_KEEPERS, DISCLOSURE_READERS } from './staff-roles'

const dutyKind = z.enum(['daily', 'monthly', 'quarterly', 'annual', 'event'])
const dutyState = z.enum(['late', 'due', 'waived', 'covered'])

const dutyFilter = {
  state: z
    .enum(['open', ...dutyState.options])
    .default('open')
    .optional()
    .describe('open: late or due'),
  kind: dutyKind.optional(),
  text: z.string().trim().max(100).optional().describe('part of code or name of the account'),
  from: date.optional().describe('due on or after this day'),
  to: date.optional(),
}

const duty = z.object({
  portfolio: z.string(),
  name: z.string(),
  kind: dutyKind,
  period: z.string().describe('2026-11-25 of a day or an event, 2026-10, 2026-Q4, 2026'),
  title: z.string().nullable().describe('what happened; null unless an event'),
  dueOn: date,
  provisional: z.boolean().describe('counted in trading days that the calendar only assumes'),
  state: dutyState,
  coveredAt: instant.nullable(),
  publication: z.string().nullable().describe('the id of the publication that covers it'),
  mark: z.object({ note: z.string(), by: z.string() }).nullable().describe('staff say that it was disclosed elsewhere'),
  waiver: z
    .object({ reason: z.enum(['young', 'explained']), note: z.string().nullable() })
    .nullable()
    .describe('young: the account ran for less than three months of it; explained: the missing day is'),
})

export const listDuties = defineEndpoint({
  ...places.listDuties,
  summary:
    'Duties of disclosure; late ones first, then by the day they are due. Days that are published are not among them.',
  audience: 'staff',
  roles: DISCLOSURE_READERS,
  query: z.object({
    ...dutyFilter,
    limit: z.coerce.number().int().min(1).max(200).default(50).optional(),
    cursor: z.string().max(200).optional().describe('`next` of the page before'),
  }),
  status: 200,
  reply: z.object({
    today: date,
    items: z.array(duty),
    next: z.string().nullable(),
    counts: z
      .object({ late: z.int(), due: z.int(), waived: z.int(), covered: z.int() })
      .describe('under the same filter, whatever its state'),
  }),
  errors: ['cursor-invalid'],
})

export const exportDuties = defineEndpoint({
  ...places.exportDuties,
  summary: 'Duties under the same filter as a CSV for spreadsheets, at most 50,000; written to the audit log.',
  audience: 'staff',
  roles: DISCLOSURE_READERS,
  carries: 'download',
  query: z.object(dutyFilter),
  status: 200,
  reply: z.null(),
})

const dutyParams = codeParams.extend({ kind: dutyKind, period: z.string().regex(/^\d{4}(-\d\d(-\d\d)?|-Q[1-4])?$/) })

export const markDisclosed = defineEndpoint({
  ...places.markDisclosed,
  summary: 'Say where and how a duty was met elsewhere; it then counts as covered.',
  audience: 'staff',
  roles: DISCLOSURE_KEEPERS,
  params: dutyParams,
  body: z.object({ note: z.string().trim().min(4).max(200) }),
  status: 204,
  reply: z.null(),
})

export const unmarkDisclosed = defineEndpoint({
  ...places.unmarkDisclosed,
  summary: 'Take such a note back.',
  audience: 'staff',
  roles: DISCLOSURE_KEEPERS,
  params: dutyParams,
  status: 204,
  reply: z.null(),
})

export const addDisclosureEvent = defineEndpoint({
  ...places.addDisclosureEvent,
  summary:
    'A material event of accounts, due to their clients within five days of its day; one for each account and day.',
  audience: 'staff',
  roles: DISCLOSURE_KEEPERS,
  body: z.object({
    portfolios: z.array(z.string().min(1).max(32)).min(1).max(500),
    happenedOn: date,
    title: z.string().trim().min(4).max(200),
  }),
  status: 201,
  reply: z.object({ dueOn: date }),
  errors: ['account-unknown', 'event-known', 'date-ahead'],
})

export const removeDisclosureEvent = defineEndpoint({
  ...places.removeDisclosureEvent,
  summary: "Take back an account's event of a day that was entered in error.",
  audience: 'staff',
  roles: DISCLOSURE_KEEPERS,
  params: codeParams.extend({ date }),
  status: 204,
  reply: z.null(),
})

const rule = z.object({
  daily: z.boolean(),
  monthly: z.boolean(),
  quarterly: z.boolean(),
  annual: z.boolean(),
  since: date.nullable().describe('duties due before are none; null: since the first file came here'),
})

const setRule = rule.extend({ setBy: z.string(), setAt: instant })

export const readDisclosureRules = defineEndpoint({
  ...places.readDisclosureRules,
  summary: "The house's duties, and those of accounts that differ.",
  audience: 'staff',
  roles: DISCLOSURE_READERS,
  status: 200,
  reply: z.object({
    house: rule.extend({ setBy: z.string().nullable(), setAt: instant.nullable() }),
    counted: date.describe('from which day on duties count where no other is said'),
    accounts: z.array(setRule.extend({ portfolio: z.string(), name: z.string() })),
  }),
})

export const setDisclosureRule = defineEndpoint({
  ...places.setDisclosureRule,
  summary: "Set the house's duties, or an account's own; null gives an account the house's again.",
  audience: 'staff',
  roles: ['operator', 'administrator'],
  body: z.object({
    portfolio: z.string().min(1).max(32).nullable().describe('null: the house'),
    rule: rule.nullable(),
  }),
  status: 204,
  reply: z.null(),
  errors: ['account-unknown'],
})
