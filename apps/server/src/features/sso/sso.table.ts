/** A ticket that was used; only a hash of who issued it and its number is kept, for as long as it could come again. */
export interface SsoTicketTable {
  id: string
  expires_at: string
}

/** A client whom a ticket named while another was signed in: waits for the person's word. */
export interface SsoPendingTable {
  token_hash: string
  client_id: string
  expires_at: string
}
