/** An authenticator in software: makes passkeys (ES256) and signs with them as a phone would, or as an attacker would. */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

type Cbor = number | string | Buffer | Map<Cbor, Cbor>

/** As much of CBOR (RFC 8949) as an authenticator says. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, item]) => [cbor(key), cbor(item)])])
}

function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value])
  if (value < 256) return Buffer.from([(major << 5) | 24, value])
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255])
}

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest()
const text = (bytes: Buffer): string => bytes.toString('base64url')

export interface Authenticator {
  id: string
  userHandle: string
  count: number
  privateKey: KeyObject
}

/** Where it is asked from, and what it says of its user; right unless a test says otherwise. */
export interface Said {
  origin?: string
  rpId?: string
  type?: string
  isVerified?: boolean
  isPresent?: boolean
}

const PRESENT = 0x01
const VERIFIED = 0x04
const ATTESTED = 0x40

function clientData(challenge: string, type: string, { origin = 'http://localhost:3000' }: Said): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
}

function authenticatorData(count: number, said: Said, attested: Buffer | null = null): Buffer {
  const { rpId = 'localhost', isVerified = true, isPresent = true } = said
  const flags = (isPresent ? PRESENT : 0) | (isVerified ? VERIFIED : 0) | (attested ? ATTESTED : 0)
  const counted = Buffer.alloc(4)
  counted.writeUInt32BE(count)
  return Buffer.concat([sha256(rpId), Buffer.from([flags]), counted, attested ?? Buffer.alloc(0)])
}

function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const [KTY, ALG, CRV, X, Y] = [1, 3, -1, -2, -3] as const
  return cbor(
    new Map<Cbor, Cbor>([
      [KTY, 2],
      [ALG, -7],
      [CRV, 1],
      [X, Buffer.from(x, 'base64url')],
      [Y, Buffer.from(y, 'base64url')],
    ]),
  )
}

interface Making extends Said {
  count?: number
  /** What it states of itself: nothing, that the key signed its own making, or whatever else. */
  states?: 'self' | [format: string, statement: Map<Cbor, Cbor>]
}

/** What navigator.credentials.create would answer, and the authenticator that keeps the private key. `count`: 0 where it does not count. */
export function makePasskey({ challenge, userId }: { challenge: string; userId: string }, said: Making = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(32)
  const idLength = Buffer.from([0, id.length])
  const attested = Buffer.concat([Buffer.alloc(16), idLength, id, coseKey(publicKey)])
  const data = authenticatorData(said.count ?? 0, said, attested)
  const client = clientData(challenge, said.type ?? 'webauthn.create', said)
  const signature = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey)
  const self: [string, Map<Cbor, Cbor>] = [
    'packed',
    new Map<Cbor, Cbor>([
      ['alg', -7],
      ['sig', signature],
    ]),
  ]
  const [format, statement] = said.states === 'self' ? self : (said.states ?? ['none', new Map()])
  const attestation = cbor(
    new Map<Cbor, Cbor>([
      ['fmt', format],
      ['attStmt', statement],
      ['authData', data],
    ]),
  )
  const authenticator: Authenticator = { id: text(id), userHandle: userId, count: said.count ?? 0, privateKey }
  const answer = {
    id: authenticator.id,
    clientDataJSON: text(client),
    attestationObject: text(attestation),
  }
  return { authenticator, answer }
}

/** What navigator.credentials.get would answer. */
export function signWith({ id, userHandle, count, privateKey }: Authenticator, challenge: string, said: Said = {}) {
  const data = authenticatorData(count, said)
  const client = clientData(challenge, said.type ?? 'webauthn.get', said)
  return {
    id,
    userHandle,
    clientDataJSON: text(client),
    authenticatorData: text(data),
    signature: text(sign('sha256', Buffer.concat([data, sha256(client)]), privateKey)),
  }
}
