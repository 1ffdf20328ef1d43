/** Time-based one-time codes (RFC 6238) as every authenticator app makes them: HMAC-SHA-1, 30 seconds, six digits. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const STEP_SECONDS = 30
/** Clocks differ, and typing takes a while. */
const STEPS_AROUND = [0, -1, 1]

interface HotpOptions {
  digits?: number
  algorithm?: 'sha1' | 'sha256' | 'sha512'
}

/** The code of a counter (RFC 4226). */
export function hotp(secret: Buffer, counter: number, { digits = 6, algorithm = 'sha1' }: HotpOptions = {}): string {
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(counter))
  const hash = createHmac(algorithm, secret).update(message).digest()
  const offset = (hash.at(-1) ?? 0) & 15
  const number = hash.readUInt32BE(offset) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/** How many steps of 30 seconds have passed since 1970. */
export const stepAt = (instant: Date): number => Math.floor(instant.getTime() / 1000 / STEP_SECONDS)

/** The step whose code this is, at most one away from `now`; null where it is none of them. */
export function stepOf(secret: Buffer, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const found = STEPS_AROUND.map((away) => stepAt(now) + away).filter((step) =>
    timingSafeEqual(Buffer.from(hotp(secret, step)), Buffer.from(code)),
  )
  return found[0] ?? null
}

const SECRET_BYTES = 20

/** A secret as an authenticator app takes it: base32 of as many bits as RFC 4226 recommends. */
export const newTotpSecret = (): string => base32(randomBytes(SECRET_BYTES))

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648, without padding. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => ALPHABET[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}

export function fromBase32(text: string): Buffer {
  const bits = [...text].map((sign) => ALPHABET.indexOf(sign).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** What the QR code holds. */
export function totpUri(secret: string, { login, issuer }: { login: string; issuer: string }): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(login)}`
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`
}
