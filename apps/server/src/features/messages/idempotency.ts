/** The header Idempotency-Key: what is sent twice under one key is made once. */
import { hash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '../../http/errors'

/** The header's value belongs to whom it came from: null where there is none. */
export function sendKeyOf({ headers }: { headers: IncomingHttpHeaders }, senderId: string): string | null {
  const key = headers['idempotency-key']
  if (key === undefined) return null
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) throw new AppError('request-invalid')
  return hash('sha256', `${senderId}\n${key}`)
}
