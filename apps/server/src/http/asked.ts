/** What a request asks, through the endpoint's schema. */
import type { z } from 'zod'
import type { FieldCode } from './error-words'
import { AppError, type FieldError } from './errors'

/** The value as the schema reads it; a path that it does not read names nothing. */
export function parse(schema: z.ZodType | undefined, value: unknown, code: 'request-invalid' | 'not-found'): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(value)
  const unfit = unfitText(value)
  const isNoName = code === 'not-found' && hasOuterBlanks(value)
  if (result.success && !unfit && !isNoName) return result.data
  if (code === 'not-found') throw new AppError(code)
  const fields = unfit ? [unfit] : (result.error?.issues ?? []).map((issue) => fieldError(issue, value))
  throw new AppError(fields.every((field) => field.code === 'date-invalid') ? 'date-invalid' : code, { fields })
}

/** NUL, and half of a surrogate pair: not every database, file and page keeps them as they are. */
const UNFIT = /[\0\p{Surrogate}]/u

/** The first such text. The value is gone through without recursion: how deep it is decides whoever sent it. */
function unfitText(value: unknown): FieldError | null {
  const waiting = [{ field: '', value }]
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    const { field, value: part } = one
    if (typeof part === 'string' && UNFIT.test(part)) return { field, code: 'format-invalid' }
    if (typeof part !== 'object' || part === null) continue
    for (const [name, within] of Object.entries(part))
      waiting.push({ field: field === '' ? name : `${field}.${name}`, value: within })
  }
  return null
}

/** MySQL compares texts without the blanks at their ends: a name with some would be another's there, and pass for nobody's here. */
const hasOuterBlanks = (params: unknown): boolean =>
  Object.values(params ?? {}).some((name) => typeof name === 'string' && name !== name.trim())

function fieldError(issue: z.core.$ZodIssue, value: unknown): FieldError {
  const field = issue.path.join('.')
  const name = issue.path[0]
  const given =
    typeof value === 'object' && value !== null && typeof name === 'string' ? Reflect.get(value, name) : value
  return { field, code: given === undefined ? 'required' : fieldCode(issue) }
}

function fieldCode(issue: z.core.$ZodIssue): FieldCode {
  switch (issue.code) {
    case 'too_small':
      return 'too-short'
    case 'too_big':
      return 'too-long'
    case 'invalid_value':
      return 'not-in-list'
    case 'invalid_type':
      return 'type-invalid'
    case 'invalid_format':
      return issue.format === 'date' ? 'date-invalid' : 'format-invalid'
    default:
      return issue.message === 'date-out-of-range' ? 'date-invalid' : 'format-invalid'
  }
}
