/** Something that one of the staff asked for and another must confirm. */
export interface StaffRequestTable {
  id: string
  kind: RequestKind
  /** JSON of what is asked for, sealed: it may name people. */
  payload_enc: string
  asked_by: string
  asked_at: string
  state: 'waiting' | 'done' | 'dropped'
  decided_by: string | null
  decided_at: string | null
}

export type RequestKind =
  | 'invite'
  | 'reset-access'
  | 'set-roles'
  | 'grant-delegate'
  | 'change-client'
  | 'give-account'
  | 'change-setting'
  | 'reset-second-factor'
