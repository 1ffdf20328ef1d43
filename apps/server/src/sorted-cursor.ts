/** Where a page of a sorted list ended, opaque to callers: the last row's value and its code or id. */
import { AppError } from './http/errors'

export interface SortedPlace {
  value: string
  code: string
}

export const cursorOf = ({ value, code }: SortedPlace): string =>
  Buffer.from(JSON.stringify([value, code])).toString('base64url')

/** Null where the first page is asked for; refuses a cursor that is none of ours. */
export function placeOfCursor(cursor: string | undefined): SortedPlace | null {
  if (cursor === undefined) return null
  const [value, code] = partsOf(Buffer.from(cursor, 'base64url').toString('utf8'))
  if (typeof value !== 'string' || typeof code !== 'string') throw new AppError('cursor-invalid')
  return { value, code }
}

function partsOf(text: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(text)
    return Array.isArray(parts) && parts.length === 2 ? parts : []
  } catch {
    return []
  }
}
