import type { Generated } from 'kysely'

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
  /** When somebody last came in as this client; null: nobody ever did. */
  signed_in_at: string | null
  /** Of the whole name and of the last four signs: what staff find a client by (docs/decisions/0020). Null once erased. */
  name_mac: string | null
  id_number_tail_mac: string | null
  phone_tail_mac: string | null
}

/**
 * Which portfolios a client owns, and from when to when. A row that does not count now stays, for whose account it was:
 * whoever reads the table asks for `owns` (ownership.queries.ts).
 */
export interface ClientPortfolioTable {
  client_id: string
  portfolio_id: string
  starts_at: Generated<string>
  ends_at: Generated<string>
  /** Who set it by hand, which no file changes; null where a file says so. */
  set_by: string | null
}

/** Stand for no beginning that is known, and for no end. */
export const SINCE_EVER = '0001-01-01T00:00:00.000Z'
export const WITHOUT_END = '9999-12-31T00:00:00.000Z'

/** What was said of a client before; the values sealed, null for none. */
export interface ClientChangeTable {
  id: string
  client_id: string
  field: ClientField
  old_value_enc: string | null
  new_value_enc: string | null
  changed_at: string
  changed_by: string
  source_file_id: string | null
}

export type ClientField = 'name' | 'idType' | 'idNumber' | 'phone' | 'account'
