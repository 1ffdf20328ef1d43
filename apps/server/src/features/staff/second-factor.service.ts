/** The second factor: an authenticator app, and recovery codes that serve once each in its place. */
import type { Config } from '../../config'
import { placeOf } from '../../crypto/personal'
import { newRecoveryCodes, typedCode } from '../../crypto/recovery-codes'
import { fromBase32, newTotpSecret, stepOf, totpUri } from '../../crypto/totp'
import { isDemonstration } from '../../demo-note'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { SignedInStaff } from '../../http/callers'
import { appendAudit, noteAuditHead, noteEvent, staffActor, type Actor } from '../audit/audit.service'
import { refuseTooMany, type LimitCounter } from '../auth/limits.service'
import {
  deleteOtherStaffSessions,
  deleteRecoveryCode,
  replaceRecoveryCodes,
  selectStaff,
  takeTotpStep,
  updateStaff,
} from './staff.queries'
import type { StaffTable } from './staff.table'

const ISSUER = 'SMA'

/** Whether everybody needs a second factor: not in the demonstration, nor where the settings let development do without. */
export const isTotpRequired = (config: Config): boolean => config.staffTotp === 'required' && !isDemonstration(config)

/** Whether the code, or a recovery code, is right; used up by it. Right without a code where none is set. */
export async function passesSecondFactor(
  deps: Deps,
  staff: StaffTable,
  { code = '', actor }: { code?: string; actor: Actor },
): Promise<boolean> {
  if (staff.totp_secret_enc === null) return true
  const text = typedCode(code)
  const step = stepOf(secretOf(deps, staff.id, staff.totp_secret_enc), text, deps.clock.now())
  if (step !== null) return takeTotpStep(deps.db, staff.id, step)
  if (!(await deleteRecoveryCode(deps.db, staff.id, recoveryMac(deps, staff.id, text)))) return false
  await noteEvent(deps, { actor, action: 'use-recovery-code', object: { kind: 'staff', id: staff.login } })
  return true
}

const placeOfSecret = (staffId: string) => placeOf('staff', 'totp_secret', staffId)

const secretOf = ({ keys }: Deps, staffId: string, sealed: string): Buffer =>
  fromBase32(keys.decrypt(sealed, placeOfSecret(staffId)))

const recoveryMac = ({ keys }: Deps, staffId: string, code: string): string =>
  keys.mac('recovery-code', `${staffId}\0${code}`)

/** A new secret for the person's app; it counts once its first code has come. One that replaces another needs a code of that. */
export async function beginTotp(
  deps: Deps,
  counter: LimitCounter,
  { staff, code }: { staff: SignedInStaff; code: string | undefined },
): Promise<{ secret: string; uri: string }> {
  const known = await selectStaff(deps.db, staff.staffId)
  const failures = { limit: 'staffFailuresPerDevice', value: staff.staffId } as const
  refuseTooMany(await counter.secondsToWait([failures]))
  if (!(await passesSecondFactor(deps, known, { code, actor: staffActor(staff) }))) {
    await counter.take([failures])
    throw new AppError('totp-invalid')
  }
  const secret = newTotpSecret()
  const sealed = deps.keys.encrypt(secret, placeOfSecret(staff.staffId))
  await updateStaff(deps.db, staff.staffId, { totp_pending_enc: sealed })
  return { secret, uri: totpUri(secret, { login: staff.login, issuer: ISSUER }) }
}

/** The first code of the new secret makes it the second factor; returns recovery codes. Every other session of the person ends. */
export async function confirmTotp(
  deps: Deps,
  staff: SignedInStaff,
  code: string,
): Promise<{ recoveryCodes: string[] }> {
  const { totp_pending_enc: pending } = await selectStaff(deps.db, staff.staffId)
  const now = deps.clock.now()
  const step = pending === null ? null : stepOf(secretOf(deps, staff.staffId, pending), typedCode(code), now)
  if (step === null) throw new AppError('totp-invalid')
  const recoveryCodes = newRecoveryCodes()
  const macs = recoveryCodes.map((one) => recoveryMac(deps, staff.staffId, typedCode(one)))
  const set = { totp_secret_enc: pending, totp_pending_enc: null, totp_last_step: step, totp_set_at: now.toISOString() }
  await deps.db.transaction().execute(async (tx) => {
    await updateStaff(tx, staff.staffId, set)
    await replaceRecoveryCodes(tx, staff.staffId, macs)
    await deleteOtherStaffSessions(tx, staff.staffId, staff.sessionId)
    const object = { kind: 'staff' as const, id: staff.login }
    await appendAudit(tx, deps, { actor: staffActor(staff), action: 'set-second-factor', object })
  })
  await noteAuditHead(deps)
  return { recoveryCodes }
}
