import type { Reply } from '@sma/contract/api'
import { staffEndpoints } from '@sma/contract/staff-endpoints'
import { ApiProblem, NETWORK_FAILED, REPLY_UNREADABLE } from '@sma/ui/api/api-problem'
import { callUrl } from '@sma/ui/api/client'
import { API } from '../../app/api'

interface Sending {
  files: readonly File[]
  reason: string | undefined
  signal: AbortSignal
  onProgress: (sent: number, total: number) => void
}

/** Sends files in one request. XMLHttpRequest, as fetch tells nothing of how far a body has gone. */
export function sendFiles({ files, reason, signal, onProgress }: Sending): Promise<Reply<'uploadFiles'>> {
  const { method, path } = staffEndpoints.uploadFiles
  const form = new FormData()
  for (const file of files) form.append('files', file, file.name)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, API + callUrl(path, { query: { reason } }))
    request.setRequestHeader('x-requested-with', 'sma')
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(loaded, total))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    for (const broken of ['error', 'abort'])
      request.addEventListener(broken, () => reject(new ApiProblem({ code: NETWORK_FAILED, status: 0 })))
    request.addEventListener('load', () => {
      const reply = parsed(request.responseText)
      if (request.status === 202 && reply) resolve(reply as Reply<'uploadFiles'>)
      else reject(new ApiProblem({ code: codeOf(reply), status: request.status }))
    })
    request.send(form)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function codeOf(reply: unknown): string {
  const code = typeof reply === 'object' && reply !== null && 'code' in reply ? reply.code : null
  return typeof code === 'string' ? code : REPLY_UNREADABLE
}
