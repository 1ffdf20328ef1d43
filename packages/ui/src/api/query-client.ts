import { QueryCache, QueryClient } from '@tanstack/vue-query'
import { ApiProblem } from './api-problem'

const RETRIES = 1
/** Published figures change once a day. */
const FRESH_MS = 60_000

/** Worth asking again by itself: the line or the server failed, not the request. */
function isPassing(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 0 || error.status >= 500)
}

/** The cache of figures lives in memory only. A 401 on any read ends the session on this side too. */
export function createQueryClient(onSignedOut: () => void, freshMs = FRESH_MS): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiProblem && error.status === 401) onSignedOut()
      },
    }),
    defaultOptions: {
      queries: {
        // A reply is replaced, never changed: no proxies around each of its rows.
        shallow: true,
        // Without a network a read fails and says so, instead of waiting in silence; it is made up for when the network is back.
        networkMode: 'always',
        refetchOnReconnect: true,
        staleTime: freshMs,
        gcTime: 600_000,
        retry: (count, error) => count < RETRIES && isPassing(error),
        retryDelay: 800,
      },
    },
  })
}
