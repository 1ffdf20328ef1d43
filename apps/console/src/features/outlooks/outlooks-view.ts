import type { Reply } from '@sma/contract/api'

export type Version = Reply<'readOutlooks'>['outlooks'][number]

/** Room that the printed page has; the server holds to the same. */
export const MOST_SIGNS = 300
export const MOST_LINES = 4

/** What is wrong with a text, as the key of its words; null where nothing is. */
export function faultOf(text: string): 'long' | 'lines' | null {
  const trimmed = text.trim()
  if (trimmed.length > MOST_SIGNS) return 'long'
  return trimmed.split('\n').length > MOST_LINES ? 'lines' : null
}

/** The last version of a day, which a new one follows. */
export const lastOf = (versions: readonly Version[], date: string): Version | null =>
  versions.find((version) => version.date === date) ?? null
