/** The keys that tickets of the company's website are opened with: a file that may change while the server runs. */
import { createLocalJWKSet, createRemoteJWKSet, type JWTVerifyGetKey } from 'jose'
import { createSecretKey, type KeyObject } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { z } from 'zod'
import { ConfigError, type SsoConfig } from '../../config'

/** The older key is still accepted while the website changes to the newer one. */
const LIVE_KEYS = 2
const WEBSITE_TIMEOUT_MS = 3_000

const secret = (bytes: number) =>
  z
    .string()
    .transform((text) => Buffer.from(text, 'base64url'))
    .refine((key) => key.length === bytes, `must be ${bytes} bytes in base64url`)

const kid = z.string().min(1).max(64)

/** What the website signs with, for ES256; of a key that is private by mistake only the public half is kept. */
const publicKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  kid: kid.optional(),
})

const keyFile = z.object({
  encryption: z
    .array(z.object({ kid, k: secret(32) }))
    .min(1)
    .max(LIVE_KEYS),
  website: z.object({ keys: z.array(publicKey).max(LIVE_KEYS) }).optional(),
  sm: z
    .array(z.object({ kid, sm4: secret(16), sm3: secret(32) }))
    .max(LIVE_KEYS)
    .default([]),
})

interface SmKey {
  sm4: Buffer
  sm3: Buffer
}

export interface SsoKeys {
  /** The AES-256 key that the website seals with; null: unknown. */
  encryption(kid: string): KeyObject | null
  /** Public keys that the website signs with. */
  signature: JWTVerifyGetKey
  sm(kid: string): SmKey | null
}

/** Gives the keys as the file says them now. Throws a ConfigError where the file cannot be used at the start. */
export function openSsoKeys({ keyFile: path, jwksUrl }: SsoConfig): () => SsoKeys {
  const remote = jwksUrl === null ? null : createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: WEBSITE_TIMEOUT_MS })
  let read = { stamp: stampOf(path), keys: readKeys(path, remote) }
  return () => {
    try {
      const stamp = stampOf(path)
      if (stamp !== read.stamp) read = { stamp, keys: readKeys(path, remote) }
    } catch {
      // A file that is being written, or is wrong: what was right goes on until it is right again.
    }
    return read.keys
  }
}

function stampOf(path: string): string {
  try {
    const { mtimeMs, ino, size } = statSync(path)
    return `${mtimeMs} ${ino} ${size}`
  } catch {
    throw new ConfigError(`SMA_SSO_KEYS: ${path} cannot be read`)
  }
}

function readKeys(path: string, remote: JWTVerifyGetKey | null): SsoKeys {
  const { encryption, website, sm } = parsed(path)
  if (remote === null && website === undefined)
    throw new ConfigError(`SMA_SSO_KEYS: ${path} has no "website" keys, and SMA_SSO_JWKS_URL is not set`)
  const sealing = new Map(encryption.map((key) => [key.kid, createSecretKey(key.k)]))
  const envelopes = new Map(sm.map((key) => [key.kid, key]))
  return {
    encryption: (name) => sealing.get(name) ?? null,
    signature: remote ?? createLocalJWKSet(website ?? { keys: [] }),
    sm: (name) => envelopes.get(name) ?? null,
  }
}

function parsed(path: string): z.output<typeof keyFile> {
  try {
    return keyFile.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const [issue] = error instanceof z.ZodError ? error.issues : []
    const where = issue ? `${issue.path.join('.')}: ${issue.message}` : 'is not JSON'
    throw new ConfigError(`SMA_SSO_KEYS: ${path} ${where}`, { cause: error })
  }
}
