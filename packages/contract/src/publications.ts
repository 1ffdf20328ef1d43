/** Announcements and column articles: what the house gives its clients to read, and the files that belong to them. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'
import { codeParams, instant } from './fields'

export const publicationKind = z.enum(['announcement', 'article'])

/** A file that belongs to a publication; its bytes are at `/documents/{id}`. */
export const documentFields = z.object({
  id: z.string(),
  fileName: z.string(),
  size: z.int(),
  mediaType: z.string(),
})

const itemFields = {
  id: z.string(),
  title: z.string(),
  category: z.string().nullable(),
  publishedAt: instant,
  document: documentFields.nullable().describe('the first of its files'),
  documents: z
    .array(documentFields.extend({ unread: z.boolean().describe('not opened by this client yet') }))
    .describe('all its files, in their order'),
  summary: z.string().nullable(),
  cover: documentFields.nullable().describe('a picture'),
  version: z.int().describe('grows when what clients read is changed; the new version is unread again'),
}

const listQuery = z.object({
  category: z.string().max(40).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20).optional(),
  cursor: z.string().max(100).optional(),
})

const listReply = z.object({
  items: z.array(z.object({ ...itemFields, unread: z.boolean().describe('not opened by this client yet') })),
  next: z.string().nullable(),
  unread: z.int().describe('how many of this list the client has not opened, whatever the category'),
  categories: z.array(z.string()).describe('every category of this list'),
})

export const listAnnouncements = defineEndpoint({
  ...endpoints.listAnnouncements,
  summary: 'Announcements of an account, and those for every client; newest first.',
  audience: 'owner',
  params: codeParams,
  query: listQuery,
  status: 200,
  reply: listReply,
  errors: ['cursor-invalid'],
})

export const listArticles = defineEndpoint({
  ...endpoints.listArticles,
  summary: 'Column articles for an account, and those for every client; newest first.',
  audience: 'owner',
  params: codeParams,
  query: listQuery,
  status: 200,
  reply: listReply,
  errors: ['cursor-invalid'],
})

const idParams = z.object({ id: z.string().min(1).max(26) })

export const readPublication = defineEndpoint({
  ...endpoints.readPublication,
  summary: 'An announcement or article with its text; that the client opened it is kept, and of each file by itself.',
  audience: 'client',
  inViews: true,
  params: idParams,
  status: 200,
  reply: z.object({
    ...itemFields,
    kind: publicationKind,
    text: z.string().nullable().describe('plain text; paragraphs are parted by an empty line'),
  }),
})

export const readDocument = defineEndpoint({
  ...endpoints.readDocument,
  summary: 'The file, as an attachment; that the client opened it is kept.',
  audience: 'client',
  inViews: true,
  carries: 'download',
  params: idParams,
  status: 200,
  reply: z.null(),
})
