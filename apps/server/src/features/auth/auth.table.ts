/** A signed-in browser; only the hash of its token is kept. */
export interface ClientSessionTable {
  token_hash: string
  /** What the client ends it by. */
  id: string
  client_id: string
  /** Null where the client came from the website. */
  device_id: string | null
  /** Browser and system, as the client reads them; empty where not recognised. */
  device_name: string
  created_at: string
  /** Last use, written at most once a minute. */
  seen_at: string
  expires_at: string
}

/** A code that was asked for, by a client or by a stranger: the row looks the same. */
export interface SignInChallengeTable {
  id: string
  /** Hash of the cookie of the browser that asked. */
  browser_hash: string
  id_number_mac: string
  phone_mac: string
  code_mac: string
  tries: number
  created_at: string
  expires_at: string
  /** Used, or followed by a newer one. */
  ended_at: string | null
  /** The client's own device that asked; null for one that never signed in as this client. */
  device_id: string | null
}

/** Messages on their way out; the row goes once its message is handed over, or at once where no client matches. */
export interface CodeMessageTable {
  id: string
  kind: 'code' | 'notice'
  /** As in the challenge; a notice has none. */
  device_id: string | null
  id_number_mac: string
  phone_mac: string
  /** Phone, text and what a template leaves open, encrypted. */
  message_enc: string
  created_at: string
  claimed_at: string | null
}

/** When something limited happened: a ring of as many slots as its longest limit allows. */
export interface LimitEventTable {
  subject_mac: string
  slot: number
  at: string
}

/** How a sender of text messages fares; `failing_since` is null while it works. */
export interface SmsSenderTable {
  name: string
  failing_since: string | null
  /** A code, without personal data. */
  last_error: string | null
  failed_at: string | null
}

/** A browser in which a client signed in; the hash of its cookie changes at each sign-in. */
export interface ClientDeviceTable {
  id: string
  client_id: string
  token_hash: string
  created_at: string
  seen_at: string
}

export type NoticeKind =
  | 'new-device'
  | 'after-failures'
  | 'passkey-added'
  | 'totp-set'
  | 'totp-off'
  | 'totp-reset'
  | 'recovery-code'

/** What a client was told about the own sign-ins. */
export interface ClientNoticeTable {
  client_id: string
  id: string
  kind: NoticeKind
  device_name: string
  at: string
}

/** Wrong codes in a row, of one ID number with one phone, client or stranger; apart for each known device. */
export interface SignInStreakTable {
  subject_mac: string
  id_number_mac: string
  phone_mac: string
  failures: number
  failed_at: string
  /** No more codes from then on, until staff clears it. */
  stopped_at: string | null
}

/** Events of the whole house in five minutes. */
export interface HouseCountTable {
  name: string
  since: string
  events: number
  /** When the audit log was told of it; null where it is not (yet). */
  audited_at: string | null
}

export interface UsedPuzzleTable {
  id: string
  expires_at: string
}
