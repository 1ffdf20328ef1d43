/** How passkeys are found and sealed, and what authenticators call a client. */
import { placeOf } from '../../crypto/personal'
import type { Deps } from '../../deps'
import type { ClientPasskeyTable } from './passkeys.table'

type KeyDeps = Pick<Deps, 'keys'>

/** Look-up hash of the id that an authenticator gave. */
export const credentialMac = ({ keys }: KeyDeps, id: string): string => keys.mac('passkey-credential', id)

/**
 * What an authenticator keeps as the user of a passkey and says at a sign-in, base64url. It tells nobody who it is, and as it is made of
 * the client's id with a key of ours, a row that was moved to another client lets nobody in.
 */
export const userHandle = ({ keys }: KeyDeps, clientId: string): string =>
  Buffer.from(keys.mac('passkey-user', clientId), 'hex').toString('base64url')

type SealedName = 'credential_id' | 'public_key'

const placeIn = (name: SealedName, id: string) => placeOf('client_passkey', name, id)

export const sealed = ({ keys }: KeyDeps, name: SealedName, row: { id: string; value: string }): string =>
  keys.encrypt(row.value, placeIn(name, row.id))

export const credentialIdOf = ({ keys }: KeyDeps, row: Pick<ClientPasskeyTable, 'id' | 'credential_id_enc'>): string =>
  keys.decrypt(row.credential_id_enc, placeIn('credential_id', row.id))

export const publicKeyOf = ({ keys }: KeyDeps, row: Pick<ClientPasskeyTable, 'id' | 'public_key_enc'>): string =>
  keys.decrypt(row.public_key_enc, placeIn('public_key', row.id))
