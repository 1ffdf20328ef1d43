import type { StaffRole } from '@sma/contract/staff-roles'

/** One of the house's own people; made on the command line, never removed, as the audit log names them. */
export interface StaffTable {
  id: string
  /** Lower case; the name under which the audit log knows the person. */
  login: string
  /** argon2id. */
  password_hash: string
  /** 1 until a one-time password has been changed. */
  must_change: number
  /** When a one-time password ends; null: it is the person's own. */
  password_expires_at: string | null
  state: 'active' | 'disabled'
  created_at: string
  signed_in_at: string | null
}

export interface StaffRoleTable {
  staff_id: string
  role: StaffRole
}

/** A browser signed in to the console; only the hash of its token is kept. */
export interface StaffSessionTable {
  token_hash: string
  staff_id: string
  created_at: string
  /** Last use, written at most once a minute. */
  seen_at: string
  expires_at: string
}
