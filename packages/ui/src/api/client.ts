import type { AnyEndpointName, Body, Params, Query, Reply } from '@sma/contract/api'
import type { Place } from '@sma/contract/endpoint'
import { ApiProblem, NETWORK_FAILED, REPLY_UNREADABLE } from './api-problem'

type Part<K extends string, T> = undefined extends T ? { [P in K]?: T } : { [P in K]: T }
type QueryPart<T> = T extends undefined ? { query?: undefined } : { query?: T }

/** What one call needs: path parameters, query, body, as the endpoint's contract says. */
export type Input<N extends AnyEndpointName> = Part<'params', Params<N>> & QueryPart<Query<N>> & Part<'body', Body<N>>

export interface CallOptions {
  signal?: AbortSignal
  /** Idempotency-Key: sent twice under it, a change is made once. */
  key?: string
}

/** A call of one of the endpoints that this client knows. */
export type Call<Known extends AnyEndpointName> = <N extends Known>(
  name: N,
  input: Input<N>,
  options?: CallOptions,
) => Promise<Reply<N>>

export interface ClientSettings<Known extends AnyEndpointName> {
  endpoints: Record<Known, Place>
  /** Where the API stands, without a slash at the end: `/api/v1`. */
  base: string
  /** Language of the server's titles and details (Accept-Language). */
  language: () => string
  fetch: typeof fetch
}

interface LooseInput {
  params?: Record<string, string>
  query?: Record<string, string | number | undefined>
  body?: unknown
}

/** Fills `:name` parts of a contract path and appends the given query values; absent values are left out. */
export function callUrl(path: string, { params = {}, query = {} }: LooseInput): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  const text = search.toString()
  return text ? `${filled}?${text}` : filled
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    throw new ApiProblem({ code: REPLY_UNREADABLE, status: response.status })
  }
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null
}

interface ProblemBody {
  code?: unknown
  errors?: unknown
}

function isField(value: unknown): value is { field: string; code: string } {
  if (typeof value !== 'object' || value === null) return false
  const { field, code } = value as Record<string, unknown>
  return typeof field === 'string' && typeof code === 'string'
}

/** What an answer that is not well says of itself. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const { status } = response
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false
  const body = isProblem ? ((await readJson(response)) as ProblemBody | null) : null
  return new ApiProblem({
    code: typeof body?.code === 'string' ? body.code : `http-${status}`,
    status,
    retryAfterSeconds: retryAfter(response),
    fields: Array.isArray(body?.errors) ? body.errors.filter(isField) : [],
  })
}

/** Makes the typed `call`. Rejects with ApiProblem; an aborted call rejects with the AbortError it got. */
export function createClient<Known extends AnyEndpointName>(settings: ClientSettings<Known>): Call<Known> {
  return async <N extends Known>(name: N, input: Input<N>, options: CallOptions = {}) => {
    const { method, path } = settings.endpoints[name]
    const loose = input as LooseInput
    const headers: Record<string, string> = { accept: 'application/json', 'accept-language': settings.language() }
    if (method !== 'GET') headers['x-requested-with'] = 'sma'
    if (loose.body !== undefined) headers['content-type'] = 'application/json'
    if (options.key !== undefined) headers['idempotency-key'] = options.key
    const response = await settings
      .fetch(settings.base + callUrl(path, loose), {
        method,
        headers,
        credentials: 'same-origin',
        ...(loose.body === undefined ? {} : { body: JSON.stringify(loose.body) }),
        ...(options.signal ? { signal: options.signal } : {}),
      })
      .catch((error: unknown) => {
        if (options.signal?.aborted) throw error
        throw new ApiProblem({ code: NETWORK_FAILED, status: 0 })
      })
    if (!response.ok) throw await problemOf(response)
    return (response.status === 204 ? null : await readJson(response)) as Reply<N>
  }
}
