/** What an account owes its client; the house's own row is of no account, and counts where an account has none. */
export interface DisclosureRuleTable {
  /** The account's id, or `house`. */
  id: string
  portfolio_id: string | null
  daily: number
  monthly: number
  quarterly: number
  annual: number
  /** Duties that were due before are none; null: since the house received its first file (R-DSC-6). */
  since: string | null
  set_at: string
  set_by: string
}

/** A material event of an account: one a day, as one announcement tells of all that happened on it. */
export interface DisclosureEventTable {
  portfolio_id: string
  happened_on: string
  due_on: string
  title: string
  entered_at: string
  entered_by: string
}

/** Staff say that a duty was met elsewhere. */
export interface DisclosureMarkTable {
  portfolio_id: string
  kind: DutyKind
  /** `2026-11-25` of a day or an event, `2026-10`, `2026-Q4`, `2026`. */
  period: string
  note: string
  marked_at: string
  marked_by: string
}

export type DutyKind = 'daily' | 'monthly' | 'quarterly' | 'annual' | 'event'
