/** Whether someone is signed in, as far as this side can know: the session cookie itself is not readable here. */
import type { Reply } from '@sma/contract/api'
import type { QueryClient } from '@tanstack/vue-query'
import { ApiProblem } from '@sma/ui/api/api-problem'
import { call } from './api'

export type Session = Reply<'readSession'>

/** `unknown`: nothing was noted, only the server can tell. */
type Hint = 'in' | 'out' | 'unknown'

const KEY = 'sma.session'

/**
 * `marked` is the page's `data-session`: the server writes `present` or `absent` into index.html, by whether the request
 * carried a session cookie. Without that mark this browser's own note counts.
 */
export function readHint(marked: string | undefined, stored: string | null): Hint {
  if (marked === 'present') return 'in'
  if (marked === 'absent') return 'out'
  return stored === 'in' || stored === 'out' ? stored : 'unknown'
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

export function noteSignedIn(signedIn: boolean): void {
  document.documentElement.dataset['session'] = signedIn ? 'present' : 'absent'
  try {
    localStorage.setItem(KEY, signedIn ? 'in' : 'out')
  } catch {
    // Without storage the server is asked instead.
  }
}

/** Asking a server that will say 401 is avoided where the answer is known, or where a visitor has only opened the front door. */
export function mayBeSignedIn(isFrontDoor: boolean): boolean {
  const hint = readHint(document.documentElement.dataset['session'], stored())
  return hint === 'in' || (hint === 'unknown' && !isFrontDoor)
}

export const SESSION_KEY = ['readSession'] as const

/** The session, or null when the server says that there is none. Rejects when the server could not be asked. */
export async function fetchSession(client: QueryClient): Promise<Session | null> {
  try {
    return await client.fetchQuery({
      queryKey: SESSION_KEY,
      queryFn: ({ signal }) => call('readSession', {}, { signal }),
      staleTime: 300_000,
    })
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null
    throw error
  }
}
