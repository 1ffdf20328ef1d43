/** Personal data is stored encrypted (`*_enc`) and looked up by keyed hash (`*_mac`); see docs/security.md. */
export interface ClientTable {
  id: string
  client_no: string
  name_enc: string
  id_type: string
  id_number_enc: string
  id_number_mac: string
  phone_enc: string
  phone_mac: string
  created_at: string
  /** Lets nobody in from then on; null while the client may sign in. */
  suspended_at: string | null
  /** Name and numbers are blank from then on, and nothing brings them back; null for everybody else. */
  erased_at: string | null
}

/** Which portfolios a client owns. */
export interface ClientPortfolioTable {
  client_id: string
  portfolio_id: string
}
