import type { StaffEndpointName } from '@sma/contract/staff-endpoints'
import { staffEndpoints } from '@sma/contract/staff-endpoints'
import { problemOf } from '@sma/ui/api/client'
import { API } from './api'

/** Asks by a POST for a file, and has the browser keep it under the name that it came with. Rejects with ApiProblem. */
export async function saveFile(name: StaffEndpointName, body: object): Promise<void> {
  const { method, path } = staffEndpoints[name]
  const reply = await window.fetch(API + path, {
    method,
    headers: { 'x-requested-with': 'sma', 'content-type': 'application/json' },
    credentials: 'same-origin',
    body: JSON.stringify(body),
  })
  if (!reply.ok) throw await problemOf(reply)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await reply.blob())
  link.download = nameIn(reply.headers.get('content-disposition'))
  link.click()
  URL.revokeObjectURL(link.href)
}

const nameIn = (disposition: string | null): string =>
  decodeURIComponent(/filename\*=UTF-8''([^;]+)/.exec(disposition ?? '')?.[1] ?? 'file')
