import type { FileKind } from '@sma/contract/file-kinds'

/** What the checks found on a portfolio's day (R-CHK-*), one row for each check and subject, and what people said to it. */
export interface FindingTable {
  id: string
  portfolio_id: string
  date: string
  /** `check`: the day's own checks; else the file's kind whose reader refused what it says of the day. */
  origin: FindingOrigin
  /** R-CHK-…, or the code of a reader's problem. */
  check_id: string
  /** The fund or account concerned; empty where the day as a whole is. */
  subject: string
  severity: 'review' | 'warning'
  found: string
  expected: string
  source_row: number | null
  source_file_id: string | null
  /** `explained`: a person said why it is so; `resolved`: its cause is gone. */
  state: 'open' | 'explained' | 'resolved'
  owner: string | null
  note: string | null
  decided_by: string | null
  decided_at: string | null
  first_seen: string
  last_seen: string
}

export type FindingOrigin = 'check' | FileKind

/** What happened to a finding after it was first seen. */
export interface FindingEventTable {
  id: string
  finding_id: string
  at: string
  /** `changed`: found with other figures; `returned`: found again after it was gone; `resolved`: its cause is gone. */
  kind: 'changed' | 'returned' | 'resolved' | 'explained' | 'reopened' | 'assigned'
  /** Null: by itself. */
  by: string | null
  /** The explanation, the new owner, or what was found. */
  note: string | null
}

/** A tolerance of one portfolio that differs from the house's (packages/finance/src/checks/limits.ts). */
export interface PortfolioToleranceTable {
  portfolio_id: string
  name: string
  /** In the unit of the tolerance: the name says which. */
  value_e8: bigint
  set_by: string
  set_at: string
}
