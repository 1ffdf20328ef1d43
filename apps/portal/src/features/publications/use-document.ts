import { ApiProblem, NETWORK_FAILED } from '@sma/ui/api/api-problem'
import { documentUrl } from './publications-view'

/** The bytes of a file, for the viewer on the page. */
export async function fetchDocument(id: string, signal: AbortSignal): Promise<Uint8Array> {
  const response = await window
    .fetch(documentUrl(id), { credentials: 'same-origin', signal })
    .catch((error: unknown) => {
      if (signal.aborted) throw error
      throw new ApiProblem({ code: NETWORK_FAILED, status: 0 })
    })
  if (!response.ok)
    throw new ApiProblem({ code: response.status === 404 ? 'not-found' : 'unexpected', status: response.status })
  return new Uint8Array(await response.arrayBuffer())
}
