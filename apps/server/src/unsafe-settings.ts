import type { Config } from './config'
import { isDemonstration } from './demo-note'
import { readLimits } from './features/auth/limits'

/** Settings that are meant for a try-out, each with what it would do in production. */
export function unsafeSettings(config: Config): string[] {
  const faults: string[] = []
  if (isDemonstration(config)) faults.push(`the keys in ${config.dataDir} are the demonstration's`)
  if (config.staffTotp === 'optional') faults.push('SMA_STAFF_TOTP=optional lets staff in without a second factor')
  if (config.sms.senders.some(({ name }) => name === 'outbox')) faults.push('SMA_SMS=outbox sends no codes')
  const isHttps = config.publicUrl?.startsWith('https://') === true
  if (!isHttps) faults.push('SMA_PUBLIC_URL must be the https address that clients use')
  if (!config.trustProxy) faults.push('SMA_TRUST_PROXY=1 must say that your TLS proxy stands in front')
  const open = Object.entries(readLimits(config.limits)).filter(([, limits]) => limits.length === 0)
  if (open.length > 0) faults.push(`SMA_LIMITS leaves ${open.map(([name]) => name).join(', ')} without a limit`)
  return faults
}
