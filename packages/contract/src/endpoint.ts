import type { z } from 'zod'
import type { StaffRole } from './staff-roles'

export interface Place {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
}

/**
 * Who may call: `public` nobody signed in, `client` a signed-in client, `owner` a client who may see the portfolio `:code`,
 * `staff` the house's own people in one of `roles`.
 */
export type Audience = 'public' | 'client' | 'owner' | 'staff'

export interface Endpoint extends Place {
  summary: string
  audience: Audience
  /** Required for `staff`, and only there. */
  roles?: readonly StaffRole[]
  /** A staff member whose password must be changed first may still call it. */
  beforePasswordChange?: true
  /** A read of the audience `client` that staff who view as that client get too; reads of `owner` always are. */
  inViews?: true
  /** A client's own page with figures: refused until the house's terms are accepted, as everything of one account is. */
  afterConsent?: true
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  /** How large a JSON body may be that holds pictures; 64 KB where it is left out. */
  bodyKb?: number
  /** A change that the header Idempotency-Key lets be sent twice and made once. */
  idempotent?: true
  /** `upload`: the body is multipart/form-data with files. `download`: the 2xx reply is a file. `stream`: server-sent events. */
  carries?: 'upload' | 'download' | 'stream'
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
