/** Personal data at rest: AES-256-GCM, looked up by HMAC-SHA-256 with a key of its own (docs/security.md). */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { FIRST_KEY, type KeyRing } from './key-ring'

export interface Keys {
  /** `place` is table|column|row: a value copied to another place does not decrypt there. */
  encrypt(text: string, place: string): string
  decrypt(sealed: string, place: string): string
  /** Whether the newest key sealed it. */
  isCurrent(sealed: string): boolean
  /** Keyed hash for look-ups, 64 hex digits; `purpose` keeps hashes of different columns apart. */
  mac(purpose: string, text: string): string
  /** Keyed hash that chains the audit log, with a key of its own; 64 hex digits. */
  auditMac(text: string): string
}

/** Algorithm id in front of every sealed value, so that a later algorithm can live beside it. */
const ALGORITHM = 'a1'

export function keysFrom(ring: KeyRing): Keys {
  return {
    encrypt(text, place) {
      const { id, key } = ring.current()
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      cipher.setAAD(Buffer.from(place))
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${frontOf(id)}${sealed.toString('base64url')}`
    },
    decrypt(sealed, place) {
      const id = keyIdOf(sealed)
      const key = ring.data(id)
      if (key === null) throw new Error(`there is no key ${id}`)
      const bytes = Buffer.from(sealed.slice(sealed.lastIndexOf('.') + 1), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
      decipher.setAAD(Buffer.from(place))
      decipher.setAuthTag(bytes.subarray(-16))
      return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
    },
    isCurrent: (sealed) => keyIdOf(sealed) === ring.current().id,
    mac: (purpose, text) => createHmac('sha256', ring.fixed('lookup')).update(`${purpose}\0${text}`).digest('hex'),
    auditMac: (text) => createHmac('sha256', ring.fixed('audit')).update(text).digest('hex'),
  }
}

/** `a1.` and the bytes for the first key, `a1.k2.` and the bytes for later ones. */
const frontOf = (id: string): string => (id === FIRST_KEY ? `${ALGORITHM}.` : `${ALGORITHM}.${id}.`)

const keyIdOf = (sealed: string): string => /^a1\.(k\d+)\./.exec(sealed)?.[1] ?? FIRST_KEY
