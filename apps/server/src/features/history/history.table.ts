/** `tolerance`, `alias`, `benchmark-set` and `portfolio` by the portfolio's id, `fund`, `fund-class` (its date: the class's first day) and `fund-nav` by the fund's code, `contact` by the portfolio's id, `trading-day` by nothing. */
export type MasterSubject =
  | 'portfolio'
  | 'tolerance'
  | 'alias'
  | 'benchmark-set'
  | 'fund'
  | 'fund-class'
  | 'fund-nav'
  | 'benchmark-value'
  | 'trading-day'
  | 'contact'

/**
 * One value of master data that was replaced, never changed or removed again. The value in force stands in the subject's own
 * table; the first one came with the row (`KnownSince`).
 */
export interface MasterChangeTable {
  id: string
  subject: MasterSubject
  /** Empty where the subject has none. */
  subject_id: string
  /** Of a value that has one; empty otherwise. */
  date: string
  /** Its column, and the values as that column holds them. */
  field: string
  old_value: string | null
  new_value: string | null
  changed_at: string
  changed_by: string
  source_file_id: string | null
  /** Why, where a person said so. */
  reason: string | null
}

/** When and by which file a row of master data came; null: before such times were kept. */
export interface KnownSince {
  known_since: string | null
  source_file_id: string | null
}
