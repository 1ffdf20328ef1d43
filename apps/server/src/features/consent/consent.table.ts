/** That a client agreed to one version of a text; kept as long as the client is. */
export interface ClientConsentTable {
  client_id: string
  kind: 'terms' | 'privacy'
  version: string
  /** Of the text as it was shown. */
  text_sha256: string
  at: string
}
