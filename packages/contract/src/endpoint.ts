import type { z } from 'zod'

export interface Place {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
}

/** Who may call: `public` nobody signed in, `client` a signed-in client, `owner` a client who may see the portfolio `:code`. */
export type Audience = 'public' | 'client' | 'owner'

export interface Endpoint extends Place {
  summary: string
  audience: Audience
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  /** Schema of the 2xx reply; `z.null()` with status 204. Fields not listed cannot leak. */
  reply: z.ZodType
  status: number
  /** Error codes this endpoint can answer besides the general ones. */
  errors?: readonly string[]
}

/** Keeps the literal types of one endpoint's schemas. */
export function defineEndpoint<const E extends Endpoint>(endpoint: E): E {
  return endpoint
}
