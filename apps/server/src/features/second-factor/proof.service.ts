/** What a client brings beside the code of the text message: a code of the authenticator app, or a recovery code in its place. */
import { placeOf } from '../../crypto/personal'
import { typedCode } from '../../crypto/recovery-codes'
import { fromBase32, stepOf } from '../../crypto/totp'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { deleteRecoveryCode, hasRecoveryCode, selectFactor, takeStep } from './second-factor.queries'
import type { ClientSecondFactorTable } from './second-factor.table'

/** `use` takes it in the transaction of what it lets through: false where another one took it first. */
export type Proof =
  | { state: 'none-needed' | 'missing' | 'wrong' }
  | { state: 'right'; by: 'app' | 'recovery-code'; use(tx: Db): Promise<boolean> }

/** Weighs what was typed against what this client has set up; nothing is used up yet. */
export async function proofOf(deps: Deps, clientId: string, typed: string | undefined): Promise<Proof> {
  const factor = await selectFactor(deps.db, clientId)
  if (!factor || factor.set_at === null) return { state: 'none-needed' }
  if (typed === undefined) return { state: 'missing' }
  const text = typedCode(typed)
  const step = stepOf(secretOf(deps, factor), text, deps.clock.now())
  if (step !== null) {
    // The code of a step that was used, or of one before it, is as wrong as any other.
    if (step <= (factor.last_step ?? 0)) return { state: 'wrong' }
    return { state: 'right', by: 'app', use: (tx) => takeStep(tx, factor.id, step) }
  }
  const mac = recoveryMac(deps, clientId, text)
  if (!(await hasRecoveryCode(deps.db, clientId, mac))) return { state: 'wrong' }
  return { state: 'right', by: 'recovery-code', use: (tx) => deleteRecoveryCode(tx, clientId, mac) }
}

export const placeOfSecret = (id: string): string => placeOf('client_second_factor', 'secret', id)

export const secretOf = ({ keys }: Pick<Deps, 'keys'>, { id, secret_enc }: ClientSecondFactorTable): Buffer =>
  fromBase32(keys.decrypt(secret_enc, placeOfSecret(id)))

export const recoveryMac = ({ keys }: Pick<Deps, 'keys'>, clientId: string, code: string): string =>
  keys.mac('client-recovery-code', `${clientId}\0${code}`)
