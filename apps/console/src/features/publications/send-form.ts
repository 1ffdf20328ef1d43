import { ApiProblem, NETWORK_FAILED } from '@sma/ui/api/api-problem'
import { API } from '../../app/api'

/** Sends files in one request; the reply's body. */
export async function sendForm<R>(path: string, files: readonly File[]): Promise<R> {
  const form = new FormData()
  for (const file of files) form.append('files', file, file.name)
  const headers = { 'x-requested-with': 'sma' }
  const response = await window
    .fetch(API + path, { method: 'POST', headers, body: form, credentials: 'same-origin' })
    .catch(() => {
      throw new ApiProblem({ code: NETWORK_FAILED, status: 0 })
    })
  const reply = (await response.json().catch(() => null)) as { code?: string } | null
  if (!response.ok || reply === null)
    throw new ApiProblem({ code: reply?.code ?? 'unexpected', status: response.status })
  return reply as R
}
