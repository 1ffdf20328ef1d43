/** How long what is kept for a time stays, where the house may say so: in days, and within which range. */
import { EXPIRIES } from '../../db/data-classes'
import type { Schema } from '../../db/schema'

/** Of files with clients: what they said stands in the database, and the newest one is kept. */
const CLIENT_FILE_DAYS = 90

interface Term {
  table: keyof Schema | null
  least: number
  most: number
}

const TERMS = {
  clientFiles: { table: null, least: 7, most: 3660 },
  clientNotices: { table: 'client_notice', least: 180, most: 3660 },
  // The browser's own cookie ends with the longest of it.
  clientDevices: { table: 'client_device', least: 30, most: 180 },
  // Failures in a row are looked at over ninety days (auth/limits.ts).
  signInStreaks: { table: 'sign_in_streak', least: 90, most: 400 },
} as const satisfies Record<string, Term>

export type TermName = keyof typeof TERMS

/** What the house set, in days. */
export type RetentionTerms = Partial<Record<TermName, number>>

export const TERM_NAMES = Object.keys(TERMS) as TermName[]

export const rangeOfTerm = (name: TermName): { least: number; most: number } => TERMS[name]

/** So many days it stays. */
export function daysOfTerm(name: TermName, terms: RetentionTerms): number {
  const { table } = TERMS[name]
  const builtIn = EXPIRIES.find((expiry) => expiry.table === table)?.days ?? CLIENT_FILE_DAYS
  return terms[name] ?? builtIn
}

/** So many days the rows of a table stay. */
export function daysOfTable({ table, days }: (typeof EXPIRIES)[number], terms: RetentionTerms): number {
  const name = TERM_NAMES.find((one) => TERMS[one].table === table)
  return name === undefined ? days : (terms[name] ?? days)
}
