/** The authenticator app of a client: one at most, and asked for at sign-in only once it is set. */
export interface ClientSecondFactorTable {
  id: string
  client_id: string
  secret_enc: string
  begun_at: string
  /** Null until its first code has come. */
  set_at: string | null
  /** The newest time step whose code was used: none serves twice. */
  last_step: number | null
}

/** Serves once in place of a code. */
export interface ClientRecoveryCodeTable {
  client_id: string
  code_mac: string
}
