/** What a scanner is given to try: every endpoint with the parameters that it has. */
import { api } from '@sma/contract/api'
import type { Endpoint } from '@sma/contract/endpoint'
import { API_PREFIX } from '../apps/server/src/http/router'
import { fullBodyFor } from './bodies'
import type { XssHouse } from './xss-house'

/** One request as a proxy would have written it down; `*` marks where sqlmap is to put its own. */
export interface Asked {
  method: string
  path: string
  body: unknown
}

export function requestsOf({ params }: XssHouse): Asked[] {
  const known = { values: new Map<string, unknown>(Object.entries(params)), objects: [] }
  const safe = Object.values<Endpoint>(api).filter(
    ({ carries, path, method }) => !carries && !path.includes('/auth') && method !== 'DELETE',
  )
  return safe.flatMap((endpoint) => {
    const { method, path, query, body } = endpoint
    const place = path.replaceAll(/:(\w+)/g, (_, name: string) => `${params[name] ?? '1'}*`)
    const asked = query ? Object.keys((query as unknown as { shape?: object }).shape ?? {}) : []
    const search = asked.length > 0 ? `?${asked.map((name) => `${name}=${valueOf(name, params)}*`).join('&')}` : ''
    if (!body && !place.includes('*') && search === '') return []
    return [{ method, path: `${API_PREFIX}${place}${search}`, body: body ? fullBodyFor(endpoint, known) : null }]
  })
}

const valueOf = (name: string, params: Record<string, string>): string =>
  params[name] ?? (/date|from|to|until/.test(name) ? '2021-11-01' : '1')
