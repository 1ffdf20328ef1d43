import type { Config } from '../../config'

/** For whom authenticators keep passkeys, and on whose pages they use them. */
export interface RelyingParty {
  /** A host name; passkeys made for another are never offered here. */
  id: string
  origin: string
}

/** The address that the house gives out; without one, this machine's own name, the only one that browsers take without https. */
export function relyingParty(
  { publicUrl, port }: Pick<Config, 'publicUrl' | 'port'>,
  listensAt?: number,
): RelyingParty {
  const { hostname, origin } = new URL(publicUrl ?? `http://localhost:${listensAt ?? port}`)
  return { id: hostname, origin }
}
