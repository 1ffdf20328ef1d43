import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'

export const textKind = z.enum(['terms', 'privacy'])

export const readTexts = defineEndpoint({
  ...endpoints.readTexts,
  summary: "The house's terms and privacy text, where it has any; paragraphs are parted by an empty line.",
  audience: 'public',
  status: 200,
  reply: z.object({ texts: z.array(z.object({ kind: textKind, version: z.string(), text: z.string() })) }),
})

export const giveConsent = defineEndpoint({
  ...endpoints.giveConsent,
  summary: 'Agree to the texts as they were read; each version is asked for once.',
  audience: 'client',
  body: z.object({ texts: z.array(z.object({ kind: textKind, version: z.string().max(40) })).max(2) }),
  status: 204,
  reply: z.null(),
  errors: ['text-changed'],
})
