import type { SourceFileTable } from './imports.table'

/** Files that someone sent and went away: imported one job after the other, whichever server takes it. */
export interface ImportJobTable {
  id: string
  /** A `running` job whose worker is gone is taken again by the next holder of the lease. */
  state: 'waiting' | 'running' | 'done' | 'failed'
  origin: 'console' | 'inbox'
  created_by: string
  created_at: string
  /** Why published days change. */
  reason: string | null
  started_at: string | null
  finished_at: string | null
  steps_done: number
  steps_total: number
  /** How often it was begun. */
  attempts: number
  /** What the last attempt broke on; null where it said nothing. */
  failure: 'no-room' | 'error' | null
}

export interface ImportJobFileTable {
  job_id: string
  position: number
  name: string
  sha256: string
  size: number
  /** Set at the end. */
  source_file_id: string | null
  status: SourceFileTable['status'] | null
}

/** Who may do a kind of work now; nobody where `until` has passed. */
export interface WorkLeaseTable {
  name: 'import' | 'feeds'
  holder: string | null
  until: string
}
