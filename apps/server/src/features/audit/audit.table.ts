/** Who did what to which figures, in order. Rows are only ever added; each is chained to the one before (docs/security.md). */
export interface AuditEventTable {
  /** From 1 on, without gaps. */
  seq: number
  id: string
  at: string
  actor_kind: ActorKind
  actor_id: string
  action: AuditAction
  object_kind: string
  object_id: string
  portfolio_id: string | null
  /** Where the actor's request came from; null for what no request began. */
  address: string | null
  /** JSON: what else belongs to it; no personal data. */
  detail: string
  prev_mac: string
  mac: string
}

/** One row, the last link of the chain: whoever appends takes it for the length of a transaction. */
export interface AuditHeadTable {
  id: number
  seq: number
  mac: string
}

/** `shell`: the user of a command line; `system`: what runs by itself. */
export type ActorKind = 'shell' | 'staff' | 'client' | 'system'

export type AuditObjectKind =
  | 'file'
  | 'day'
  | 'finding'
  | 'portfolio'
  | 'staff'
  | 'client'
  | 'request'
  | 'delegation'
  | 'audit'
  | 'key'
  | 'message'
  | 'template'
  | 'feed'
  | 'fund'
  | 'backup'
  | 'publication'
  | 'page'
  | 'retention'
  | 'brand'
  | 'setting'
  | 'disclosure'

export type AuditAction =
  | 'sign-in'
  | 'sign-in-failed'
  | 'sign-out'
  | 'add-passkey'
  | 'remove-passkey'
  | 'remove-passkeys'
  | 'refuse-passkey'
  | 'change-password'
  | 'add-staff'
  | 'disable-staff'
  | 'invite-staff'
  | 'accept-invitation'
  | 'set-second-factor'
  | 'use-recovery-code'
  | 'end-second-factor'
  | 'reset-second-factor'
  | 'end-session'
  | 'reset-access'
  | 'set-roles'
  | 'assign-accounts'
  | 'ask-second-person'
  | 'drop-request'
  | 'grant-delegate'
  | 'end-delegate'
  | 'view-account'
  | 'view-as-client'
  | 'export-audit'
  | 'export-figures'
  | 'download-file'
  | 'import-file'
  | 'approve-day'
  | 'publish-day'
  | 'restate-day'
  | 'publish-rows'
  | 'ask-withdrawal'
  | 'withdraw-day'
  | 'drop-withdrawal'
  | 'explain-finding'
  | 'acknowledge-finding'
  | 'reopen-finding'
  | 'assign-finding'
  | 'export-findings'
  | 'set-tolerance'
  | 'write-outlook'
  | 'clear-sign-in-stop'
  | 'suspend-client'
  | 'resume-client'
  | 'rotate-keys'
  | 'replace-master-key'
  | 'unmask-client'
  | 'answer-message'
  | 'hand-over-message'
  | 'archive-message'
  | 'unarchive-message'
  | 'add-template'
  | 'remove-template'
  | 'add-feed'
  | 'set-feed'
  | 'remove-feed'
  | 'add-account'
  | 'change-account'
  | 'change-contact'
  | 'export-accounts'
  | 'add-alias'
  | 'remove-alias'
  | 'set-benchmark-components'
  | 'remove-benchmark-components'
  | 'change-fund'
  | 'add-fund'
  | 'change-fund-class'
  | 'set-fund-nav'
  | 'take-backup'
  | 'restore-backup'
  | 'edit-publication'
  | 'attach-document'
  | 'arrange-documents'
  | 'detach-document'
  | 'release-publication'
  | 'withdraw-publication'
  | 'download-document'
  | 'edit-page'
  | 'export-client'
  | 'erase-client'
  | 'apply-retention'
  | 'change-client'
  | 'change-brand'
  | 'restore-brand'
  | 'change-setting'
  | 'set-disclosure-rule'
  | 'add-disclosure-event'
  | 'remove-disclosure-event'
  | 'mark-disclosed'
  | 'unmark-disclosed'
  | 'export-disclosure'
  | 'export-readers'
  | 'set-template'
  | 'add-client'
  | 'rename-client'
  | 'set-client-account'
  | 'end-client-account'
  | 'export-clients'
