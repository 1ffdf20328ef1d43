/** On a client's written wish another person may look at one account, until it ends; never removed. */
export interface DelegationTable {
  id: string
  /** A client of the table `client`, perhaps without accounts of their own. */
  delegate_id: string
  portfolio_id: string
  granted_by: string
  confirmed_by: string
  created_at: string
  ends_at: string
}

/** A browser in which one of the staff sees what a client sees; only the hash of its token is kept. */
export interface ClientViewTable {
  token_hash: string
  staff_id: string
  client_id: string
  /** all: every account of the client; assigned: those assigned to the adviser who looks. */
  scope: 'all' | 'assigned'
  expires_at: string
}
