/** What clients are given to read, as staff write, target, release and withdraw it. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { date, instant, strategy } from './fields'
import { pageName } from './pages'
import { documentFields, publicationKind } from './publications'
import { staffEndpoints as places } from './staff-endpoints'
import { CONTENT_EDITORS, CONTENT_READERS } from './staff-roles'

const idParams = z.object({ id: z.string().min(1).max(26) })
const portfolioCode = z.string().min(1).max(32)

/** `scheduled` is released with a time that has not come. */
const publicationState = z.enum(['draft', 'scheduled', 'shown', 'withdrawn'])
const publicationAudience = z.enum(['all', 'accounts', 'strategy'])

/** The duty of disclosure that a publication meets for the accounts it is for. */
const reportOf = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('monthly'), period: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) }),
  z.object({ kind: z.literal('quarterly'), period: z.string().regex(/^\d{4}-Q[1-4]$/) }),
  z.object({ kind: z.literal('annual'), period: z.string().regex(/^\d{4}$/) }),
  z.object({ kind: z.literal('event'), period: date.describe('the day on which it happened') }),
])

const shown = {
  id: z.string(),
  kind: publicationKind,
  title: z.string(),
  category: z.string().nullable(),
  publishedAt: instant.nullable().describe('null: at the moment of its release'),
  state: publicationState,
  version: z.int(),
  audience: publicationAudience,
  strategy: strategy.nullable(),
  portfolios: z.array(z.string()).describe('codes; empty unless for single accounts'),
  report: reportOf.nullable().describe('which report it is, of which period'),
  document: documentFields.nullable().describe('the first of its files'),
  changedAt: instant,
  changedBy: z.string(),
}

export const listPublications = defineEndpoint({
  ...places.listPublications,
  summary: 'Announcements and articles, those last changed first.',
  audience: 'staff',
  roles: CONTENT_READERS,
  query: z.object({
    kind: publicationKind.optional(),
    state: publicationState.optional(),
    text: z.string().max(100).optional().describe('part of the title or the category'),
    portfolio: portfolioCode.optional().describe('meant for this account alone or among others'),
    limit: z.coerce.number().int().min(1).max(200).default(50).optional(),
    cursor: z.string().max(100).optional(),
  }),
  status: 200,
  reply: z.object({ items: z.array(z.object(shown)), next: z.string().nullable() }),
  errors: ['cursor-invalid'],
})

export const readStaffPublication = defineEndpoint({
  ...places.readStaffPublication,
  summary: 'One of them whole, with who of those it is for has opened it.',
  audience: 'staff',
  roles: CONTENT_READERS,
  params: idParams,
  status: 200,
  reply: z.object({
    ...shown,
    summary: z.string().nullable(),
    text: z.string().nullable(),
    documents: z
      .array(documentFields.extend({ opened: z.int().describe('how many of the clients opened this file') }))
      .describe('in the order in which clients see them'),
    cover: documentFields.nullable(),
    withdrawalReason: z.string().nullable(),
    clients: z.int().describe('how many clients it is for'),
    opened: z.int().describe('how many of them opened this version'),
    readers: z
      .array(
        z.object({
          name: z.string().describe('masked'),
          clientNo: z.string(),
          openedAt: instant.nullable(),
          openedFiles: z.int().describe('how many of its files'),
        }),
      )
      .describe('who has not opened it first; two hundred at most'),
  }),
})

/** What a change may have changed besides files. */
const contentField = z.enum([
  'state',
  'withdrawalReason',
  'kind',
  'title',
  'category',
  'summary',
  'text',
  'publishedAt',
  'audience',
  'strategy',
  'portfolios',
  'report',
])

export const readPublicationHistory = defineEndpoint({
  ...places.readPublicationHistory,
  summary: 'What was changed of one, when and by whom; the newest first, the oldest is what it said at first.',
  audience: 'staff',
  roles: CONTENT_READERS,
  params: idParams,
  query: z.object({ before: z.coerce.number().int().min(1).optional().describe('only changes with lower numbers') }),
  status: 200,
  reply: z.object({
    changes: z.array(
      z.object({
        number: z.int().describe('counts from 1'),
        version: z.int().describe('what clients read since'),
        at: instant,
        by: z.string(),
        changed: z
          .array(z.object({ field: contentField, before: z.string().nullable(), after: z.string().nullable() }))
          .describe('values as text: codes parted by blanks, a report as kind and period'),
        added: z.array(documentFields),
        removed: z.array(documentFields),
        isReordered: z.boolean().describe('files that stayed stand in another order'),
      }),
    ),
    next: z.int().nullable().describe('`before` of the next page'),
  }),
})

export const exportReminders = defineEndpoint({
  ...places.exportReminders,
  summary: 'Who has not opened it so many days after it was shown, as a CSV with a text to send to each; audited.',
  audience: 'staff',
  roles: CONTENT_READERS,
  carries: 'download',
  params: idParams,
  query: z.object({
    days: z.coerce.number().int().min(0).max(365).default(0).optional().describe('none before so many days'),
  }),
  status: 200,
  reply: z.null(),
})

const body = z.object({
  kind: publicationKind,
  title: z.string().trim().min(1).max(200),
  category: z.string().trim().min(1).max(40).nullable(),
  summary: z.string().trim().min(1).max(500).nullable(),
  text: z.string().trim().min(1).max(20_000).nullable(),
  publishedAt: instant.nullable(),
  audience: publicationAudience,
  strategy: strategy.nullable(),
  portfolios: z.array(portfolioCode).max(500),
  report: reportOf.nullable().default(null),
})

export const addPublication = defineEndpoint({
  ...places.addPublication,
  summary: 'A new draft.',
  audience: 'staff',
  roles: CONTENT_EDITORS,
  body,
  status: 201,
  reply: z.object({ id: z.string() }),
  errors: ['audience-invalid'],
})

export const changePublication = defineEndpoint({
  ...places.changePublication,
  summary: 'Change one; where clients see it, it becomes a new version.',
  audience: 'staff',
  roles: CONTENT_EDITORS,
  params: idParams,
  body: body.extend({ version: z.int().describe('the version that was read') }),
  status: 200,
  reply: z.object({ version: z.int() }),
  errors: ['audience-invalid', 'version-changed'],
})

const attachment = z.enum(['document', 'cover'])

export const attachFile = defineEndpoint({
  ...places.attachFile,
  summary:
    'One more PDF, or one in the place of another; or its cover picture (PNG, JPEG or WebP up to 500 KB) in place of the one before.',
  audience: 'staff',
  roles: CONTENT_EDITORS,
  carries: 'upload',
  params: idParams.extend({ as: attachment }),
  query: z.object({ replaces: z.string().min(1).max(26).optional().describe('the file whose place a PDF takes') }),
  status: 200,
  reply: z.object({ version: z.int() }),
  errors: ['upload-invalid', 'pdf-unfit', 'picture-unfit', 'attachment-known', 'attachments-full', 'version-changed'],
})

export const arrangeFiles = defineEndpoint({
  ...places.arrangeFiles,
  summary: 'The order of its PDFs; those left out are taken away.',
  audience: 'staff',
  roles: CONTENT_EDITORS,
  params: idParams,
  body: z.object({ ids: z.array(z.string().max(26)).max(50), version: z.int().describe('the version that was read') }),
  status: 200,
  reply: z.object({ version: z.int() }),
  errors: ['publication-empty', 'version-changed'],
})

export const detachFile = defineEndpoint({
  ...places.detachFile,
  summary: 'Take all its PDFs, or its cover, away.',
  audience: 'staff',
  roles: CONTENT_EDITORS,
  params: idParams.extend({ as: attachment }),
  status: 200,
  reply: z.object({ version: z.int() }),
})

export const releasePublications = defineEndpoint({
  ...places.releasePublications,
  summary: 'Show drafts and withdrawn ones to those they are for, at once or from their time on.',
  audience: 'staff',
  roles: CONTENT_EDITORS,
  body: z.object({ ids: z.array(z.string().max(26)).min(1).max(500) }),
  status: 200,
  reply: z.object({ released: z.int() }),
  errors: ['publication-empty'],
})

export const withdrawPublication = defineEndpoint({
  ...places.withdrawPublication,
  summary: 'Take one back from all clients; its receipts stay.',
  audience: 'staff',
  roles: CONTENT_EDITORS,
  params: idParams,
  body: z.object({ reason: z.string().trim().min(4).max(200) }),
  status: 204,
  reply: z.null(),
})

export const uploadReports = defineEndpoint({
  ...places.uploadReports,
  summary: 'Reports of accounts, told by their names (SA5001_2026年10月报.pdf); each becomes a draft announcement.',
  audience: 'staff',
  roles: CONTENT_EDITORS,
  carries: 'upload',
  status: 200,
  reply: z.object({
    drafts: z.array(z.object({ id: z.string(), fileName: z.string(), title: z.string(), portfolio: z.string() })),
    refused: z.array(
      z.object({
        fileName: z.string(),
        reason: z.enum(['no-account', 'several-accounts', 'known', 'not-pdf', 'pdf-unfit', 'too-large']),
      }),
    ),
  }),
  errors: ['upload-invalid'],
})

export const readStaffDocument = defineEndpoint({
  ...places.readStaffDocument,
  summary: 'A file of a publication, as an attachment; audited.',
  audience: 'staff',
  roles: CONTENT_READERS,
  carries: 'download',
  params: idParams,
  status: 200,
  reply: z.null(),
})

const pageText = z.object({ title: z.string().trim().min(1).max(100), html: z.string().trim().min(1).max(100_000) })

export const listPages = defineEndpoint({
  ...places.listPages,
  summary: 'The pages of the house as they are now, in both languages.',
  audience: 'staff',
  roles: CONTENT_READERS,
  status: 200,
  reply: z.object({
    pages: z.array(
      z.object({
        name: pageName,
        version: z.string().nullable().describe('null: the house has no such page'),
        updatedAt: instant.nullable(),
        updatedBy: z.string().nullable(),
        zh: pageText.nullable(),
        en: pageText.nullable(),
      }),
    ),
  }),
})

export const changePage = defineEndpoint({
  ...places.changePage,
  summary: 'A new version of a page; of terms and privacy: every client is asked to agree anew.',
  audience: 'staff',
  roles: CONTENT_EDITORS,
  params: z.object({ name: pageName }),
  body: z.object({ version: z.string().max(40).nullable(), zh: pageText, en: pageText.nullable() }),
  status: 200,
  reply: z.object({ version: z.string() }),
  errors: ['version-changed', 'page-empty'],
})
