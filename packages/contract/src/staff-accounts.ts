/** The accounts of the house: found, described and changed by staff. */
import { z } from 'zod'
import { weightE2 } from './benchmark-words'
import { cleanText } from './clean-text'
import { defineEndpoint } from './endpoint'
import { accountState, benchmarkComponent, codeParams, date, instant, money, nav, problem, strategy } from './fields'
import { isPortfolioCode, LONGEST_CODE } from './portfolio-code'
import { staffEndpoints as places } from './staff-endpoints'
import { ACCOUNT_KEEPERS, ACCOUNT_READERS, FIGURE_READERS } from './staff-roles'

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
    state: accountState.optional(),
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
        state: accountState,
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

/** As a file's cell is read, so that the same account comes out whoever writes it. */
const text = (longest: number) => z.string().overwrite(cleanText).min(1).max(longest)
/** Money or shares as people write them: exact, above zero. */
const amount = z
  .string()
  .trim()
  .regex(/^\d{1,14}(\.\d{1,4})?$/)
  .refine((figure) => /[1-9]/.test(figure), 'not-positive')
  .describe('above zero, at most four decimals')

const masterFields = {
  name: text(200),
  strategy,
  launchDate: date,
  initialAssets: amount.describe('yuan'),
  initialShares: amount,
  benchmark: text(200).nullable().describe('as clients read it'),
  manager: text(200).nullable().describe('investment manager'),
  valuationLag: z.int().min(0).max(30).describe('trading days after which a day is usually published'),
  navDecimals: z.int().min(2).max(8),
  o32FundNo: text(32).nullable().describe("the account's number in O3.2"),
  faLedgerNo: text(32).nullable().describe('the number of its ledger in FA'),
  faName: text(200).nullable().describe("what the product's name on a valuation sheet contains"),
  state: accountState,
  liquidationFrom: date.nullable().describe('needed by `in-liquidation`, may stand with `closed`'),
  closedOn: date.nullable().describe('the last day; needed by `closed`, and only there'),
}

const contactFields = {
  name: text(100),
  company: text(200).nullable(),
  mobile: text(40).nullable(),
  telephone: text(40).nullable(),
  email: text(200).nullable(),
  address: text(200).nullable(),
}

const aliasFields = {
  kind: z.enum(['o32-fund', 'fa-ledger', 'fa-name']),
  value: text(150).describe("a number, or what a product's name contains"),
  from: date.nullable().describe('the first day on which files mean this account by it; null: since ever'),
  to: date.nullable().describe('the last one; null: for good'),
}

const benchmarkSetFields = {
  from: date.describe('the first day on which the benchmark is made of these; until the day before the next set'),
  components: z
    .array(
      z.object({
        name: text(60),
        indexCode: text(20).nullable(),
        weight: z
          .string()
          .trim()
          .refine((weight) => weightE2(weight) !== null, 'not-positive')
          .describe('percent above zero, at most two decimals'),
      }),
    )
    .min(1)
    .max(10)
    .describe('names are distinct (`not-unique`), weights have exactly 100 together (`sum-invalid`)'),
}

const version = z.string().min(1).max(64).describe('of what was read; 409 `version-changed` where it is so no more')

const account = z.object({
  code: z.string(),
  ...masterFields,
  version,
  advisers: z.array(z.string()).describe('logins of those it is assigned to'),
  contact: z
    .object({ ...contactFields })
    .nullable()
    .describe('the person whose card the client sees'),
  contactVersion: version,
  aliases: z
    .array(z.object({ id: z.string(), ...aliasFields, setBy: z.string(), setAt: instant }))
    .describe('other numbers and names by which files mean the account on some days'),
  benchmarkSets: z
    .array(
      z.object({
        id: z.string(),
        from: date,
        components: z.array(benchmarkComponent),
        setBy: z.string(),
        setAt: instant,
      }),
    )
    .describe('what the benchmark is made of, the latest day first; it describes the benchmark, nothing is computed'),
})

const newCode = text(LONGEST_CODE).refine(isPortfolioCode, 'format-invalid')

export const addAccount = defineEndpoint({
  ...places.addAccount,
  summary: 'Add an account; its code stays. Field errors: `taken` where another account has the code or a number.',
  audience: 'staff',
  roles: ACCOUNT_KEEPERS,
  body: z.object({ code: newCode, ...masterFields }),
  status: 201,
  reply: account,
})

export const exportAccounts = defineEndpoint({
  ...places.exportAccounts,
  summary: 'All accounts as the CSV that can be imported again; audited.',
  audience: 'staff',
  roles: FIGURE_READERS,
  carries: 'download',
  status: 200,
  reply: z.null(),
})

const differing = z.object({
  code: z.string(),
  name: z.string(),
  fields: z.array(z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
})

export const compareAccounts = defineEndpoint({
  ...places.compareAccounts,
  summary: 'What a portfolios file would add and change, field by field; nothing of it is kept.',
  audience: 'staff',
  roles: ACCOUNT_KEEPERS,
  carries: 'upload',
  status: 200,
  reply: z.object({
    isAccounts: z.boolean().describe('false: the file is of another kind, or cannot be read'),
    seen: z.string().describe('names this comparison; the import is asked for with it'),
    added: z.array(differing),
    changed: z.array(differing),
    same: z.int().describe('rows that say what stands there'),
    problems: z.array(problem),
  }),
  errors: ['upload-invalid'],
})

export const importAccounts = defineEndpoint({
  ...places.importAccounts,
  summary: 'Import a portfolios file that was compared; 409 where it would do something else by now.',
  audience: 'staff',
  roles: ACCOUNT_KEEPERS,
  carries: 'upload',
  query: z.object({ seen: z.string().min(1).max(64).describe('of the comparison') }),
  status: 200,
  reply: z.object({ file: z.string().describe('its id in the ledger'), added: z.int(), changed: z.int() }),
  errors: ['upload-invalid', 'version-changed', 'storage-full'],
})

export const readAccount = defineEndpoint({
  ...places.readAccount,
  summary: "An account's master data; an adviser: of those assigned.",
  audience: 'staff',
  roles: ACCOUNT_READERS,
  params: codeParams,
  status: 200,
  reply: account,
})

export const changeAccount = defineEndpoint({
  ...places.changeAccount,
  summary: "Change an account's master data, the way a portfolios file does; days in hand are checked again at once.",
  audience: 'staff',
  roles: ACCOUNT_KEEPERS,
  params: codeParams,
  body: z.object({ ...masterFields, version }),
  status: 200,
  reply: account,
  errors: ['version-changed'],
})

export const changeAccountContact = defineEndpoint({
  ...places.changeAccountContact,
  summary: 'Change the contact person whose card the client sees.',
  audience: 'staff',
  roles: ACCOUNT_KEEPERS,
  params: codeParams,
  body: z.object({ ...contactFields, version }),
  status: 200,
  reply: account,
  errors: ['version-changed'],
})

export const addAccountAlias = defineEndpoint({
  ...places.addAccountAlias,
  summary:
    'Say by which other number or name files mean an account, and on which days. Field error `taken` where another account has it then.',
  audience: 'staff',
  roles: ACCOUNT_KEEPERS,
  params: codeParams,
  body: z.object(aliasFields),
  status: 201,
  reply: account,
})

export const removeAccountAlias = defineEndpoint({
  ...places.removeAccountAlias,
  summary: 'Take an alias back; what was imported by it stays.',
  audience: 'staff',
  roles: ACCOUNT_KEEPERS,
  params: codeParams.extend({ id: z.string().min(1).max(26) }),
  status: 200,
  reply: account,
})

export const addBenchmarkSet = defineEndpoint({
  ...places.addBenchmarkSet,
  summary:
    'Say what the benchmark is made of from a day on. Field error `not-unique` where the day has a set that is not replaced.',
  audience: 'staff',
  roles: ACCOUNT_KEEPERS,
  params: codeParams,
  body: z.object({
    ...benchmarkSetFields,
    replaces: z.string().min(1).max(26).nullable().describe('the set that this one corrects; 409 where it is gone'),
  }),
  status: 201,
  reply: account,
  errors: ['version-changed'],
})

export const removeBenchmarkSet = defineEndpoint({
  ...places.removeBenchmarkSet,
  summary: 'Take a set of components back; the one before it goes on.',
  audience: 'staff',
  roles: ACCOUNT_KEEPERS,
  params: codeParams.extend({ id: z.string().min(1).max(26) }),
  status: 200,
  reply: account,
})

const source = {
  at: instant,
  by: z.string(),
  file: z.object({ id: z.string(), name: z.string() }).nullable().describe('null: by hand'),
}

export const readAccountHistory = defineEndpoint({
  ...places.readAccountHistory,
  summary: 'Every value of an account, its contact and its tolerances that was replaced, newest first.',
  audience: 'staff',
  roles: ACCOUNT_READERS,
  params: codeParams,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(30).optional(),
    cursor: z.string().max(100).optional(),
  }),
  status: 200,
  reply: z.object({
    changes: z.array(
      z.object({
        of: z.enum(['account', 'contact', 'tolerance', 'alias', 'benchmark-set']),
        field: z
          .string()
          .describe("a field of the account or contact, a tolerance's name, an alias's kind, or `components`"),
        from: z.string().nullable(),
        to: z.string().nullable(),
        ...source,
      }),
    ),
    next: z.string().nullable(),
    first: z
      .object({ ...source, by: z.string().nullable() })
      .nullable()
      .describe('how the account came; null: before such times were kept'),
  }),
  errors: ['cursor-invalid'],
})
