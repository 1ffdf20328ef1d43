import { z } from 'zod'
import { textKind } from './consent'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'

export const brandSchema = z.object({
  name: z.string().min(1).max(100),
  shortName: z.string().min(1).max(20),
  accent: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  logo: z
    .string()
    .regex(/^data:image\/(svg\+xml|png|jpeg|webp)[;,]/)
    .nullable()
    .describe('a data: URL of an image, or null for the neutral mark'),
  telephone: z.string().nullable(),
  wechat: z.string().nullable(),
  legalNotice: z.string().nullable(),
  footnote: z.string().nullable(),
  texts: z.array(textKind).describe('which of the texts of GET /texts the house has'),
})

export const readBrand = defineEndpoint({
  ...endpoints.readBrand,
  summary: 'What the sign-in page needs before anyone is known.',
  audience: 'public',
  status: 200,
  reply: brandSchema,
})
