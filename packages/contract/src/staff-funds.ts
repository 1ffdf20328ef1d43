/** The funds that accounts hold: their classes, price lags, and what was said of them before. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { date, instant, money, nav, shares } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import { FIGURE_READERS, FUND_KEEPERS } from './staff-roles'

const assetClass = z.enum(['fixed-income', 'equity', 'alternative', 'money'])

const sourceFile = z.object({ id: z.string(), name: z.string() }).nullable()

const fund = z.object({
  code: z.string(),
  name: z.string(),
  shortName: z.string().nullable(),
  assetClass: assetClass
    .nullable()
    .describe('of today; null: files name it, nobody has said what it is; it holds days back (R-CHK-8)'),
  firstClass: assetClass.nullable().describe('on days before the first of laterClasses'),
  laterClasses: z.array(z.object({ from: date, assetClass })).describe('classes from a day on, in order (R-CLS-3)'),
  kind: z.string().nullable(),
  priceLag: z.int().describe('trading days after which its price is usual'),
  suggestion: assetClass.nullable().describe('what its name speaks for, where it has no class'),
})

export const listFunds = defineEndpoint({
  ...places.listFunds,
  summary: 'Funds by code; those without a class can be asked for alone.',
  audience: 'staff',
  roles: FIGURE_READERS,
  query: z.object({
    text: z.string().trim().max(100).optional().describe('part of code or name'),
    assetClass: z.enum([...assetClass.options, 'none']).optional(),
    price: z.enum(['differs']).optional().describe('as countPriceGaps counts them'),
    limit: z.coerce.number().int().min(1).max(200).default(50).optional(),
    cursor: z.string().max(32).optional().describe('`next` of the page before'),
  }),
  status: 200,
  reply: z.object({ items: z.array(fund), next: z.string().nullable(), unclassified: z.int() }),
})

const params = z.object({ fund: z.string().min(1).max(32) })
const reason = z.string().trim().min(1).max(200)
const described = {
  name: z.string().trim().min(1).max(200),
  shortName: z.string().trim().min(1).max(60).nullable().optional().describe('left out: stays'),
  assetClass,
  kind: z.string().trim().min(1).max(60).nullable(),
  priceLag: z.int().min(0).max(30),
}

export const addFund = defineEndpoint({
  ...places.addFund,
  summary: 'Registers a fund before a file names it.',
  audience: 'staff',
  roles: FUND_KEEPERS,
  body: z.object({
    code: z
      .string()
      .trim()
      .regex(/^(?!\d{1,5}$)[0-9A-Z]{4,12}$/)
      .describe('as files are read: six digits, or four to twelve digits and capital letters'),
    ...described,
  }),
  status: 201,
  reply: fund,
  errors: ['fund-known'],
})

export const setFund = defineEndpoint({
  ...places.setFund,
  summary:
    'Say what a fund is. A class other than the one it has needs a reason and counts for every day; a fund whose class changed on a day takes it by its own endpoint. Days in hand are checked again at once.',
  audience: 'staff',
  roles: FUND_KEEPERS,
  params,
  body: z.object({ ...described, reason: reason.optional() }),
  status: 200,
  reply: fund,
  errors: ['fund-class-dated'],
})

const MOST_TAKEN = 200

export const takeFundSuggestions = defineEndpoint({
  ...places.takeFundSuggestions,
  summary: 'Gives funds without a class the one that their names speak for; others of the list stay as they are.',
  audience: 'staff',
  roles: FUND_KEEPERS,
  body: z.object({ funds: z.array(z.string().min(1).max(32)).min(1).max(MOST_TAKEN) }),
  status: 200,
  reply: z.object({ taken: z.array(fund) }),
})

const classChange = {
  assetClass: assetClass.nullable().describe('null: no class begins on that day, the one before goes on'),
  from: date.nullable().describe('its first day; null: of every day before the first change'),
}

export const setFundClass = defineEndpoint({
  ...places.setFundClass,
  summary: 'A class from a day on (R-CLS-3): days before keep theirs, days after the next change too.',
  audience: 'staff',
  roles: FUND_KEEPERS,
  params,
  body: z.object({ ...classChange, reason }).refine(({ assetClass: to, from }) => to !== null || from !== null, {
    path: ['assetClass'],
    message: 'required',
  }),
  status: 200,
  reply: fund,
})

export const previewFundClass = defineEndpoint({
  ...places.previewFundClass,
  summary: 'What a class from a day on would group anew, before it is set.',
  audience: 'staff',
  roles: FIGURE_READERS,
  params,
  query: z
    .object({
      assetClass: assetClass.optional().describe('left out: no class begins on that day'),
      from: date.optional().describe('left out: every day before the first change'),
    })
    .refine((asked) => asked.assetClass !== undefined || asked.from !== undefined, {
      path: ['assetClass'],
      message: 'required',
    }),
  status: 200,
  reply: z.object({
    from: date.nullable().describe('first day that is grouped anew; null: the first of all'),
    until: date.nullable().describe('day from which nothing changes; null: on and on'),
    was: assetClass.nullable(),
    changes: z.boolean().describe('false: every day has this class already'),
    accounts: z.int().describe('that show the fund on such days, sold out or held'),
    clients: z.int().describe('who see these accounts'),
    days: z.int().describe('published days that hold it, over all accounts'),
    largest: z
      .array(z.object({ code: z.string(), name: z.string(), days: z.int(), from: date, to: date }))
      .describe('accounts that hold it on such days, the most days first; at most 20'),
  }),
})

export const readFundPage = defineEndpoint({
  ...places.readFundPage,
  summary: 'What a fund is said to be, and by which names files call it.',
  audience: 'staff',
  roles: FIGURE_READERS,
  params,
  status: 200,
  reply: fund.extend({
    knownSince: instant.nullable(),
    aliases: z
      .array(z.object({ name: z.string(), firstSeenAt: instant, file: sourceFile }))
      .describe('names in files that are not its own, by when they were first seen'),
    navs: z.int().describe('days of which its own NAV is known'),
  }),
})

export const listFundHolders = defineEndpoint({
  ...places.listFundHolders,
  summary: 'Accounts that hold the fund on their last published day, by code.',
  audience: 'staff',
  roles: FIGURE_READERS,
  params,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50).optional(),
    cursor: z.string().max(32).optional().describe('`next` of the page before'),
  }),
  status: 200,
  reply: z.object({
    items: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        date,
        shares,
        price: nav.nullable(),
        priceDate: date.nullable(),
        marketValue: money,
      }),
    ),
    next: z.string().nullable(),
  }),
})

export const readFundHistory = defineEndpoint({
  ...places.readFundHistory,
  summary: 'What a fund was said to be before, by whom and by which file; newest first.',
  audience: 'staff',
  roles: FIGURE_READERS,
  params,
  status: 200,
  reply: z.object({
    changes: z.array(
      z.object({
        field: z.enum(['name', 'shortName', 'assetClass', 'kind', 'priceLag']),
        classFrom: date.nullable().describe('the day of a class that has one'),
        from: z.string().nullable(),
        to: z.string().nullable(),
        at: instant,
        by: z.string(),
        reason: z.string().nullable(),
        file: sourceFile.describe('null: by hand'),
      }),
    ),
  }),
})
