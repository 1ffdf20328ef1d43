/** Pages that the house writes: about us, disclaimer, risks, terms, privacy. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'
import { instant } from './fields'

export const pageName = z.enum(['about', 'disclaimer', 'risk', 'terms', 'privacy'])

export const readPage = defineEndpoint({
  ...endpoints.readPage,
  summary: 'One page in the language asked for; terms and privacy only where the house has them.',
  audience: 'public',
  params: z.object({ name: pageName }),
  status: 200,
  reply: z.object({
    title: z.string(),
    html: z.string().describe('h2, h3, p, br, strong, em, ul, ol, li, a, table; nothing else'),
    version: z.string(),
    updatedAt: instant.nullable().describe('null: as it came with the platform or in the brand file'),
  }),
})
