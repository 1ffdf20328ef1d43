import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'
import { codeParams } from './fields'

export const readContact = defineEndpoint({
  ...endpoints.readContact,
  summary: "The client's contact at the house; 404 where none is named.",
  audience: 'owner',
  params: codeParams,
  status: 200,
  reply: z.object({
    name: z.string(),
    company: z.string().nullable(),
    mobile: z.string().nullable(),
    telephone: z.string().nullable(),
    email: z.string().nullable(),
    address: z.string().nullable(),
  }),
  errors: ['no-contact'],
})
