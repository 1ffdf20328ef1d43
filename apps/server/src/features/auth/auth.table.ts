/** A signed-in browser; only the hash of its token is kept. */
export interface ClientSessionTable {
  token_hash: string
  client_id: string
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
}

/** Codes on their way out; the row goes once its message is handed over, or at once where no client matches. */
export interface CodeMessageTable {
  id: string
  id_number_mac: string
  phone_mac: string
  /** Phone and code, encrypted. */
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
