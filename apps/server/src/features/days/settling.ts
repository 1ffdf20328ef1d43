/** What is at hand while one portfolio's day is settled, and what comes of it. */
import type { Finding } from '@sma/finance/checks/checked-day'
import type { AssembledDay } from './assemble-day'
import type { DayPlace } from './day-findings.service'
import type { ValuationTable } from './days.table'
import type { DayEvidence, EvidenceItem } from './evidence'

/** The valuation's place in the file that brought it; null where another file did. */
interface FindingSource {
  sheet: string | null
  row: number
  isNeutral: boolean
}

/** A problem that the day's own figures gave rise to. */
export type DayProblem =
  | { kind: 'finding'; finding: Finding; source: FindingSource | null }
  | { kind: 'restatement-reason-missing' | 'source-outranked'; found: string | null; expected: string | null }

export interface SettledDay {
  state: 'imported' | 'held' | 'checked' | 'approved' | 'published' | 'withdrawn'
  /** False where everything was already known. */
  changed: boolean
  problems: DayProblem[]
}

/** New words for a day that are not stored yet. */
export type DayNews = readonly EvidenceItem[]

export const NO_NEWS: DayNews = []

export interface Settling extends DayPlace {
  news: DayNews
  evidence: DayEvidence
  stored: EvidenceItem[]
  /** What clients see, or saw until it was withdrawn. */
  shown: ValuationTable | undefined
  /** What waits to be shown. */
  candidate: ValuationTable | undefined
}

/** A day's figures with all that the checks found (`found`), and what of it stands after people's explanations. */
export interface Judged {
  assembled: AssembledDay
  found: Finding[]
  findings: Finding[]
}
