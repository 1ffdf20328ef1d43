/** The gate: what waits, what approving changes for whom, the acts of people, and what the checks found. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { assetClass, codeParams, date, instant, knownQuery, money, nav, rate, shares } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import { FIGURE_READERS, type StaffRole } from './staff-roles'
import { TOLERANCES } from './tolerances'

const HANDS = ['operator', 'reviewer'] as const satisfies StaffRole[]
const AT_ONCE = 1000

const dayState = z.enum(['held', 'checked', 'approved', 'published', 'superseded', 'withdrawn'])
const severity = z.enum(['review', 'warning'])
const findingState = z.enum(['open', 'explained', 'resolved'])
const dayParams = z.object({ code: z.string().min(1).max(32), date })
const reason = z.string().trim().min(1).max(500)

const finding = z.object({
  id: z.string(),
  check: z.string().describe('R-CHK-…, or the code of what a reader found; its words stand in problem-words.ts'),
  origin: z.string().describe('`check`: of the day itself; else the kind of the file whose reader held the day back'),
  subject: z.string().nullable().describe('the fund or account concerned'),
  severity,
  state: findingState,
  mayBeExplained: z.boolean().describe('false: its cause has to be mended, no explanation lets the day go on'),
  found: z.string(),
  expected: z.string(),
  note: z.string().nullable(),
  owner: z.string().nullable(),
})

const band = z.enum(['minor', 'notable', 'material']).describe('below 0.25 %, from 0.25 %, from 0.5 % of NAV')

const position = z.object({ fundCode: z.string(), fundName: z.string(), marketValue: money })

/** What names a version as it was seen; another `stamp` means that it is not the same figures any more. */
const version = { version: z.int(), stamp: z.string().nullable() }

const WAITING_SORTS = ['code', 'date', 'netAssets', 'return', 'clients'] as const
type WaitingSort = (typeof WAITING_SORTS)[number]
const waitingSort = z
  .enum(['order', ...WAITING_SORTS.flatMap((sort): (WaitingSort | `-${WaitingSort}`)[] => [sort, `-${sort}`])])
  .describe('`order`: findings first, then the biggest movers; `-`: the other way round; changes by their size')

const clientIds = z.array(z.string()).describe('who sees the account, so that a selection counts each client once')

export const listWaitingDays = defineEndpoint({
  ...places.listWaitingDays,
  summary: 'Days that wait, with what approving would change for whom: findings first, then the biggest movers.',
  audience: 'staff',
  roles: FIGURE_READERS,
  query: z.object({
    portfolio: z.string().max(32).optional(),
    date: date.optional(),
    state: z.enum(['held', 'checked', 'approved']).optional(),
    text: z.string().max(100).optional().describe('part of code or name'),
    found: z
      .enum(['with', 'without', 'restated', 'quiet'])
      .optional()
      .describe('with or without findings; that change what clients see; quiet: neither'),
    sort: waitingSort.default('order').optional(),
    offset: z.coerce.number().int().min(0).default(0).optional().describe('days passed over'),
    limit: z.coerce.number().int().min(1).max(AT_ONCE).default(AT_ONCE).optional(),
  }),
  status: 200,
  reply: z.object({
    total: z.int().describe('days that wait under this filter, those beyond the limit included'),
    accounts: z.int().describe('accounts of these'),
    clients: z.int().describe('who see them'),
    quiet: z
      .object({ checked: z.int(), approved: z.int() })
      .describe('of these, by state, those without findings that change nothing clients saw'),
    dates: z.array(date).describe('every day that waits, whatever the filter, newest first'),
    days: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        date,
        ...version,
        state: dayState,
        reason: z.string().nullable().describe('why a shown day would change'),
        broughtBy: z.string().nullable(),
        approvedBy: z.string().nullable(),
        netAssets: money,
        unitNav: nav,
        shares,
        previous: z.object({ date, netAssets: money, unitNav: nav }).nullable().describe('null on the first day'),
        change: money.nullable(),
        return: rate.nullable(),
        classes: z.array(z.object({ assetClass, before: rate.nullable(), after: rate.nullable() })),
        newPositions: z.array(position),
        closedPositions: z.array(position),
        replaces: z
          .object({
            ...version,
            state: dayState,
            netAssets: money,
            unitNav: nav,
            navChange: rate.nullable(),
            band,
          })
          .nullable()
          .describe('what clients see, or saw, of that day'),
        findings: z.array(finding),
        clientIds,
      }),
    ),
    withdrawals: z
      .array(
        z.object({
          code: z.string(),
          name: z.string(),
          date,
          ...version,
          netAssets: money,
          unitNav: nav,
          askedBy: z.string(),
          askedAt: instant,
          reason: z.string(),
          clientIds,
        }),
      )
      .describe(
        'shown days that one person wants to take back and another has to agree; none where a state is asked for',
      ),
  }),
})

const choice = z.object({ code: z.string().min(1).max(32), date, ...version })
const decisions = z.object({
  decisions: z.array(
    z.object({
      code: z.string(),
      date,
      version: z.int(),
      outcome: z.enum([
        'done',
        'asked',
        'not-found',
        'stale',
        'same-person',
        'blocked',
        'not-approved',
        'not-published',
        'reason-missing',
      ]),
    }),
  ),
})
const choices = z.object({ days: z.array(choice).min(1).max(AT_ONCE) })

export const approveWaitingDays = defineEndpoint({
  ...places.approveWaitingDays,
  summary:
    'Approve checked versions, each by itself; another person than brought them in, unless the house says otherwise.',
  audience: 'staff',
  roles: ['reviewer'],
  body: choices,
  status: 200,
  reply: decisions,
})

export const publishApprovedDays = defineEndpoint({
  ...places.publishApprovedDays,
  summary: 'Show approved versions to clients, each by itself.',
  audience: 'staff',
  roles: HANDS,
  body: choices,
  status: 200,
  reply: decisions,
})

export const withdrawPublishedDay = defineEndpoint({
  ...places.withdrawPublishedDay,
  summary: 'Take a published day back. With two people, the first call asks (outcome `asked`) and the second does it.',
  audience: 'staff',
  roles: HANDS,
  body: z.object({
    day: choice,
    reason: z.string().trim().max(500).describe('may be empty where another person asked'),
  }),
  status: 200,
  reply: decisions,
})

export const keepPublishedDay = defineEndpoint({
  ...places.keepPublishedDay,
  summary: 'Drop the wish to withdraw a day.',
  audience: 'staff',
  roles: HANDS,
  body: z.object({ day: choice }),
  status: 200,
  reply: decisions,
})

export const listAccountDays = defineEndpoint({
  ...places.listAccountDays,
  summary: "One account's days that have a valuation, the newest first, each by its newest version.",
  audience: 'staff',
  roles: FIGURE_READERS,
  params: codeParams,
  query: knownQuery.extend({
    cursor: date.optional().describe('days before this one'),
    limit: z.coerce.number().int().min(1).max(500).default(60).optional(),
  }),
  status: 200,
  reply: z.object({
    code: z.string(),
    name: z.string(),
    days: z.array(
      z.object({
        date,
        version: z.int(),
        state: dayState,
        shownVersion: z.int().nullable().describe('what clients see of the day; null where they see nothing'),
        netAssets: money,
        unitNav: nav,
        openFindings: z.int(),
      }),
    ),
    next: date.nullable(),
  }),
})

export const readDay = defineEndpoint({
  ...places.readDay,
  summary: "One account's day: versions, figures beside O3.2's, files, findings, and checks that were not run.",
  audience: 'staff',
  roles: FIGURE_READERS,
  params: dayParams,
  query: knownQuery,
  status: 200,
  reply: z.object({
    code: z.string(),
    name: z.string(),
    date,
    clientIds,
    previousDate: date.nullable().describe('the nearest day before that has a valuation'),
    nextDate: date.nullable(),
    versions: z.array(
      z.object({
        ...version,
        state: dayState,
        reason: z.string().nullable(),
        totalAssets: money.nullable(),
        totalLiabilities: money.nullable(),
        netAssets: money,
        shares,
        unitNav: nav,
        accumulatedNav: nav.nullable(),
        restates: z
          .object({ version: z.int(), navChange: rate.nullable(), band })
          .nullable()
          .describe('how far its NAV stands from what clients saw before it; null on the first that they see'),
        sourceFileId: z.string(),
        createdAt: instant,
        broughtBy: z.string().nullable(),
        approvedAt: instant.nullable(),
        approvedBy: z.string().nullable(),
        publishedAt: instant.nullable(),
        publishedBy: z.string().nullable(),
        withdrawalAskedBy: z.string().nullable(),
        withdrawnAt: instant.nullable(),
        withdrawnBy: z.string().nullable(),
        withdrawalReason: z.string().nullable(),
      }),
    ),
    funds: z
      .array(
        z.object({
          fundCode: z.string(),
          fundName: z.string(),
          shares: shares.nullable(),
          unitNav: nav.nullable(),
          cost: money.nullable(),
          marketValue: money.nullable(),
          sourceRow: z.int().nullable(),
          o32Shares: shares.nullable(),
          o32Cost: money.nullable().describe('with fees'),
          o32MarketValue: money.nullable(),
        }),
      )
      .nullable()
      .describe('the newest word of the files; null where none holds a valuation'),
    files: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        kind: z.string(),
        origin: z.string(),
        receivedAt: instant,
        receivedBy: z.string(),
      }),
    ),
    findings: z.array(finding),
    notRun: z
      .array(z.object({ check: z.string(), reason: z.string() }))
      .describe('checks that lacked what they look at; empty with knownAt, as what was lacking then is not kept'),
  }),
})

export const readDayDifferences = defineEndpoint({
  ...places.readDayDifferences,
  summary:
    'Field by field, what one version of a day says differently from another, each with the master data that it was first shown with.',
  audience: 'staff',
  roles: FIGURE_READERS,
  params: dayParams,
  query: knownQuery.extend({ from: z.coerce.number().int().min(1), to: z.coerce.number().int().min(1) }),
  status: 200,
  reply: z.object({
    differences: z.array(
      z.object({
        field: z.string(),
        fundCode: z.string().nullable().describe('null: of the day itself'),
        fundName: z.string().nullable(),
        before: z.string().nullable(),
        after: z.string().nullable(),
      }),
    ),
  }),
})

const findingFilter = {
  state: findingState.optional(),
  portfolio: z.string().max(32).optional(),
  date: date.optional(),
  check: z.string().max(40).optional(),
  severity: severity.optional(),
  owner: z.string().max(100).optional().describe('a login name; `me`: who asks; `none`: nobody'),
}

export const listFindings = defineEndpoint({
  ...places.listFindings,
  summary: 'What the checks found, and what readers of files held back; the newest day first.',
  audience: 'staff',
  roles: FIGURE_READERS,
  query: z.object({
    ...findingFilter,
    limit: z.coerce.number().int().min(1).max(500).default(100).optional(),
    cursor: z.string().max(40).optional(),
  }),
  status: 200,
  reply: z.object({
    counts: z.object({ open: z.int(), explained: z.int(), resolved: z.int() }).describe('of the whole house'),
    items: z.array(
      finding.extend({
        code: z.string(),
        name: z.string(),
        date,
        row: z.int().nullable(),
        fileId: z.string().nullable(),
        decidedBy: z.string().nullable(),
        decidedAt: instant.nullable(),
        firstSeen: instant,
        lastSeen: instant,
        history: z
          .array(
            z.object({
              at: instant,
              kind: z.enum(['changed', 'returned', 'resolved', 'explained', 'reopened', 'assigned']),
              by: z.string().nullable().describe('null: by itself'),
              note: z.string().nullable().describe('the explanation, the owner, or what was found then'),
            }),
          )
          .describe('what happened since it was first seen, oldest first'),
      }),
    ),
    next: z.string().nullable(),
  }),
  errors: ['cursor-invalid'],
})

export const exportFindings = defineEndpoint({
  ...places.exportFindings,
  summary: 'Findings under the same filter as a CSV for spreadsheets (UTF-8 with BOM); written to the audit log.',
  audience: 'staff',
  roles: FIGURE_READERS,
  carries: 'download',
  query: z.object(findingFilter),
  status: 200,
  reply: z.null(),
})

export const listFindingOwners = defineEndpoint({
  ...places.listFindingOwners,
  summary: 'Login names of the active staff who can be asked to look into a finding.',
  audience: 'staff',
  roles: FIGURE_READERS,
  status: 200,
  reply: z.object({ owners: z.array(z.string()) }),
})

const seenFindings = z
  .array(z.object({ id: z.string().max(26), found: z.string().max(300), expected: z.string().max(300) }))
  .min(1)
  .max(AT_ONCE)
const findingDecisions = z.object({
  decisions: z.array(
    z.object({
      id: z.string(),
      outcome: z.enum(['done', 'not-found', 'stale', 'must-be-resolved', 'note-missing', 'owner-unknown']),
    }),
  ),
})

export const explainFindings = defineEndpoint({
  ...places.explainFindings,
  summary: 'Explain findings as they were seen, with one note; a missing day is thereby acknowledged for good.',
  audience: 'staff',
  roles: HANDS,
  body: z.object({ findings: seenFindings, note: reason }),
  status: 200,
  reply: findingDecisions,
})

export const reopenFindings = defineEndpoint({
  ...places.reopenFindings,
  summary: 'Take explanations back.',
  audience: 'staff',
  roles: HANDS,
  body: z.object({ findings: seenFindings }),
  status: 200,
  reply: findingDecisions,
})

export const assignFindings = defineEndpoint({
  ...places.assignFindings,
  summary: 'Say who of the staff looks into findings; null: nobody.',
  audience: 'staff',
  roles: HANDS,
  body: z.object({ findings: seenFindings, owner: z.string().trim().min(1).max(100).nullable() }),
  status: 200,
  reply: findingDecisions,
})

const wholeNumber = z.string().regex(/^\d{1,15}$/)

const tolerances = z.object({
  tolerances: z.array(z.object({ name: z.enum(TOLERANCES), value: wholeNumber, isOwn: z.boolean() })),
})

export const readTolerances = defineEndpoint({
  ...places.readTolerances,
  summary: 'The tolerances by which the checks judge this account; its own ones are marked.',
  audience: 'staff',
  roles: FIGURE_READERS,
  params: codeParams,
  query: knownQuery,
  status: 200,
  reply: tolerances,
})

export const setTolerance = defineEndpoint({
  ...places.setTolerance,
  summary: 'Give an account a tolerance of its own, or (null) the one of the house again.',
  audience: 'staff',
  roles: ['administrator'],
  params: codeParams,
  body: z.object({ name: z.enum(TOLERANCES), value: wholeNumber.nullable() }),
  status: 200,
  reply: tolerances,
})
