import { hash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'

/** 256 bits that nobody can guess. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of a token. */
export const tokenHash = (token: string): string => hash('sha256', token)

/** Six digits from a CSPRNG. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** Compares two hashes in constant time. */
export const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
