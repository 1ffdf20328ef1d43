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
  /** invited: may do nothing but use the invitation. */
  state: 'active' | 'invited' | 'disabled'
  created_at: string
  signed_in_at: string | null
  /** The second factor's secret, sealed; null: none is set. */
  totp_secret_enc: string | null
  /** A secret whose first code has not come yet. */
  totp_pending_enc: string | null
  /** The newest time step whose code was used: none serves twice. */
  totp_last_step: number | null
  totp_set_at: string | null
}

/** Serves once in place of a code. */
export interface StaffRecoveryCodeTable {
  staff_id: string
  code_mac: string
}

/** A link with which a person sets their own password; used up with it. */
export interface StaffInvitationTable {
  token_hash: string
  staff_id: string
  expires_at: string
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
  address: string | null
  /** What the browser calls itself. */
  browser: string | null
}

/** Accounts that an adviser looks after: the only ones that the role sees. */
export interface AdviserPortfolioTable {
  staff_id: string
  portfolio_id: string
}
