/** A key pair of a client, of which an authenticator keeps the private half; id and public half are sealed, so that nobody puts another in its place. */
export interface ClientPasskeyTable {
  id: string
  client_id: string
  /** From 0 on; the number of slots is how many a client may have. */
  slot: number
  /** Keyed hash of the id that the authenticator gave it: what a sign-in finds it by. */
  credential_mac: string
  credential_id_enc: string
  /** COSE, base64url. */
  public_key_enc: string
  /** What the authenticator counted at the last use; 0 where it does not count. */
  sign_count: number
  /** Browser and system in which it was made; empty where not recognised. */
  device_name: string
  created_at: string
  used_at: string | null
}

/** A challenge that was answered; it is not taken again. */
export interface UsedPasskeyChallengeTable {
  /** Hash of the cookie that carries it. */
  token_hash: string
  expires_at: string
}
