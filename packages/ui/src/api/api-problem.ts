/** What a call ended with when it did not end well. `code` is the server's stable code, or one of ours for what never arrived. */
export class ApiProblem extends Error {
  readonly code: string
  readonly status: number
  readonly retryAfterSeconds: number | null
  readonly fields: readonly { field: string; code: string }[]

  constructor(parts: {
    code: string
    status: number
    retryAfterSeconds?: number | null
    fields?: readonly { field: string; code: string }[]
  }) {
    super(parts.code)
    this.name = 'ApiProblem'
    this.code = parts.code
    this.status = parts.status
    this.retryAfterSeconds = parts.retryAfterSeconds ?? null
    this.fields = parts.fields ?? []
  }
}

/** The server never answered: offline, cut off or too slow. */
export const NETWORK_FAILED = 'network-failed'
/** The answer was no answer of ours: a proxy's page, half a body. */
export const REPLY_UNREADABLE = 'reply-unreadable'

export function problemCode(error: unknown): string {
  return error instanceof ApiProblem ? error.code : 'unexpected'
}
