import type { ProblemCode } from '@sma/contract/problem-codes'
import type { Problem, Severity } from './records'

export type ProblemPlace = Partial<Omit<Problem, 'code' | 'severity'>>

/** Builds a problem; what `at` leaves out is null (whole file, no cell). */
export const problem = (code: ProblemCode, severity: Severity, at: ProblemPlace): Problem => ({
  code,
  severity,
  sheet: null,
  row: null,
  column: null,
  found: null,
  expected: null,
  portfolio: null,
  date: null,
  ...at,
})
