/** Where a page of a list ended, opaque to callers: an instant and the id of the last row. */
import { AppError } from './http/errors'

export interface Place {
  at: string
  id: string
}

const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9A-Z]{26})$/

const cursorOf = ({ at, id }: Place): string => Buffer.from(`${at} ${id}`).toString('base64url')

/** Null where the first page is asked for; refuses a cursor that is none of ours. */
export function placeOfCursor(cursor: string | undefined): Place | null {
  if (cursor === undefined) return null
  const [, at, id] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? []
  if (at === undefined || id === undefined) throw new AppError('cursor-invalid')
  return { at, id }
}

/** One row more than a page is read: whether there is a next page, and where it begins. */
export function pageOf<R>(
  rows: readonly R[],
  count: number,
  placeOf: (row: R) => Place,
): { page: R[]; next: string | null } {
  const page = rows.slice(0, count)
  const last = page.at(-1)
  return { page, next: rows.length > count && last !== undefined ? cursorOf(placeOf(last)) : null }
}
