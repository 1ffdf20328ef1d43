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
  email: z.email().nullable(),
  address: z.string().min(1).max(200).nullable(),
  links: z
    .array(z.object({ text: z.string().min(1).max(40), url: z.url({ protocol: /^https$/ }) }))
    .max(6)
    .describe('addresses of the house elsewhere, as its website'),
  legalNotice: z.string().nullable(),
  footnote: z.string().nullable(),
  seasons: z.boolean().describe('whether the sign-in page is drawn by the season'),
  texts: z.array(textKind).describe('which of the texts of GET /texts the house has'),
  passkeys: z.boolean().describe('whether clients may sign in with a passkey'),
})

export const readBrand = defineEndpoint({
  ...endpoints.readBrand,
  summary: 'What the sign-in page needs before anyone is known.',
  audience: 'public',
  status: 200,
  reply: brandSchema,
})
