import type { Reply } from '@sma/contract/api'
import { shanghaiDate } from '@sma/ui/format/dates'

type Shown = Pick<Reply<'readPortfolio'>, 'date' | 'lastDate' | 'withdrawn'>

interface AbsentDay {
  asked: string
  shown: string
  /** It was shown before and is being checked again. */
  isWithdrawn: boolean
}

/**
 * The day that a page does not show although it was asked for, or was the newest until it was taken back. The reply names the
 * day that it shows.
 */
export function absentDay(asked: string | undefined, { date, lastDate, withdrawn }: Shown): AbsentDay | null {
  const newest = withdrawn.at(-1)
  const takenBack = date === lastDate && newest !== undefined && newest > date ? newest : null
  const absent = asked !== undefined && asked !== date ? asked : takenBack
  return absent === null ? null : { asked: absent, shown: date, isWithdrawn: withdrawn.includes(absent) }
}

export interface Correction {
  reason: string
  /** Days in Shanghai: shown for the first time, and as it is now. */
  first: string
  corrected: string
}

/** A restatement as it is told to people. */
export const correctionOf = (restated: NonNullable<Reply<'readPortfolio'>['restated']>): Correction => ({
  reason: restated.reason,
  first: shanghaiDate(Date.parse(restated.firstPublishedAt)),
  corrected: shanghaiDate(Date.parse(restated.publishedAt)),
})
