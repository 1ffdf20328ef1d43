/** What a client wrote, and how far its answer has come; never removed. */
export interface MessageTable {
  id: string
  portfolio_id: string
  client_id: string
  text_enc: string
  sent_at: string
  /** Hash of client and Idempotency-Key; null: sent without one. */
  send_key: string | null
  state: 'open' | 'answered' | 'archived'
  due_at: string
  /** The one of the staff it was handed to; null: the account's advisers, or without any the administrators. */
  handed_to: string | null
}

export interface MessageReplyTable {
  id: string
  message_id: string
  staff_id: string
  text_enc: string
  replied_at: string
  /** Hash of person and Idempotency-Key; null: sent without one. */
  send_key: string | null
}

/** Up to when a client has seen the replies of an account. */
export interface MessageSeenTable {
  client_id: string
  portfolio_id: string
  seen_until: string
}

/** A text of the house that replies can begin with. */
export interface ReplyTemplateTable {
  id: string
  title: string
  text: string
  added_by: string
  added_at: string
}
