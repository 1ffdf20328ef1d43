/** What a scanner is given to try: every endpoint with the parameters that it has, each such that the others let it reach the database. */
import { api } from '@sma/contract/api'
import type { Endpoint } from '@sma/contract/endpoint'
import { API_PREFIX } from '../apps/server/src/http/router'
import { fullBodyFor, fullValueFor } from './bodies'
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
    const places = fullValueFor(endpoint.params, known) as Record<string, unknown>
    const place = path.replaceAll(/:(\w+)/g, (_, name: string) => `${String(places[name] ?? '1')}*`)
    const asked = Object.entries(fullValueFor(query, known) as object)
    const search = asked.length > 0 ? `?${asked.map(([name, value]) => `${name}=${String(value)}*`).join('&')}` : ''
    if (!body && !place.includes('*') && search === '') return []
    return [{ method, path: `${API_PREFIX}${place}${search}`, body: body ? fullBodyFor(endpoint, known) : null }]
  })
}
