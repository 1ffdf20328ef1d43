import type { ProblemCode } from '@sma/contract/problem-codes'

/** What a file may hold. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024
export const MAX_UNPACKED_BYTES = 200 * 1024 * 1024
export const MAX_ROWS = 200_000
export const MAX_COLUMNS = 256
/** What an .xls sheet holds at most: a table of exactly that length may have been cut by whoever wrote it. */
export const XLS_ROWS = 65_536

export type LimitCode = Extract<
  ProblemCode,
  'file-too-large' | 'file-unpacks-too-large' | 'too-many-rows' | 'too-many-columns'
>

/** Thrown inside the byte readers only; `readContainer` turns it into a problem of its code. */
export class OverLimit extends Error {
  constructor(
    readonly code: LimitCode,
    readonly found: number,
    readonly limit: number,
  ) {
    super(`${code}: ${found} > ${limit}`)
  }
}

const within =
  (code: LimitCode, limit: number) =>
  (count: number): void => {
    if (count > limit) throw new OverLimit(code, count, limit)
  }

export const assertUnpackedBytes = within('file-unpacks-too-large', MAX_UNPACKED_BYTES)
export const assertRows = within('too-many-rows', MAX_ROWS)
export const assertColumns = within('too-many-columns', MAX_COLUMNS)
