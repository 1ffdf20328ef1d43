import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'
import { instant } from './fields'
import { NEWS_CATEGORIES } from './news-categories'

export const listNews = defineEndpoint({
  ...endpoints.listNews,
  summary: 'Market news, newest first; each leads to its source.',
  audience: 'client',
  inViews: true,
  query: z.object({
    category: z.enum(NEWS_CATEGORIES).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20).optional(),
    cursor: z.string().max(100).optional(),
  }),
  status: 200,
  reply: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        category: z.enum(NEWS_CATEGORIES),
        source: z.string(),
        publishedAt: instant,
        extract: z.string().describe('plain text, perhaps empty'),
        url: z.string().nullable().describe('http or https; null where the source gave none'),
      }),
    ),
    next: z.string().nullable(),
  }),
  errors: ['cursor-invalid'],
})
