import { ApiProblem, NETWORK_FAILED, REPLY_UNREADABLE } from './api-problem'
import { problemOf } from './client'

/** The name that a reply gives its file (RFC 6266); null where it gives none. */
export function fileNameOf(disposition: string | null): string | null {
  const encoded = /filename\*=UTF-8''([^;\s]+)/i.exec(disposition ?? '')?.[1]
  try {
    return encoded === undefined ? null : decodeURIComponent(encoded)
  } catch {
    return null
  }
}

/** Reads a file and hands it to the browser to keep, so that a refusal can be shown in words. Rejects with ApiProblem. */
export async function saveFile(url: string, language: string): Promise<void> {
  const headers = { 'accept-language': language }
  const response = await window.fetch(url, { headers, credentials: 'same-origin' }).catch(() => {
    throw new ApiProblem({ code: NETWORK_FAILED, status: 0 })
  })
  if (!response.ok) throw await problemOf(response)
  const bytes = await response.blob().catch(() => {
    throw new ApiProblem({ code: REPLY_UNREADABLE, status: response.status })
  })
  keep(bytes, fileNameOf(response.headers.get('content-disposition')) ?? 'download')
}

const KEPT_MS = 60_000

function keep(bytes: Blob, name: string): void {
  const address = URL.createObjectURL(bytes)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // A phone asks first whether to keep the file, and reads it only then.
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS)
}
