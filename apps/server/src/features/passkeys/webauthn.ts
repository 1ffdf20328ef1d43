/**
 * The one place that knows the library. It is loaded at the first use: a house without passkeys pays neither its memory nor its time.
 * Which authenticator it was is not asked for, and a statement of a maker is refused before it is looked at: judging one would fetch
 * lists of revoked certificates from addresses that stand in it.
 */
import type { RelyingParty } from './relying-party'

/** COSE: ES256 first, which all have; RS256 for Windows Hello. */
export const ALGORITHMS = [-7, -257]

interface Answer {
  /** Base64url, as are all. */
  id: string
  clientDataJSON: string
}

export interface NewCredential extends Answer {
  attestationObject: string
}

export interface Assertion extends Answer {
  authenticatorData: string
  signature: string
  userHandle: string
}

interface Expected {
  challenge: string
  party: RelyingParty
}

const shapeOf = (id: string) => ({ id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} })

const expectedOf = ({ challenge, party }: Expected) => ({
  expectedChallenge: challenge,
  expectedOrigin: party.origin,
  expectedRPID: party.id,
  requireUserVerification: true,
})

export interface Credential {
  id: string
  /** COSE, base64url. */
  publicKey: string
  count: number
}

/** What an authenticator made, its user verified; null where anything is not as it was asked for. */
export async function madeCredential(answer: NewCredential, expected: Expected): Promise<Credential | null> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  try {
    if (!(await isWithoutMaker(answer.attestationObject))) return null
    const { id, clientDataJSON, attestationObject } = answer
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { ...shapeOf(id), response: { clientDataJSON, attestationObject } },
      ...expectedOf(expected),
      supportedAlgorithmIDs: ALGORITHMS,
    })
    if (!verified || registrationInfo.credential.id !== id) return null
    const { publicKey, counter } = registrationInfo.credential
    return { id, publicKey: Buffer.from(publicKey).toString('base64url'), count: counter }
  } catch {
    return null
  }
}

/** No statement, or one that the key made itself. */
async function isWithoutMaker(attestationObject: string): Promise<boolean> {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
  const decoded = decodeAttestationObject(Buffer.from(attestationObject, 'base64url'))
  const format = decoded.get('fmt')
  return format === 'none' || (format === 'packed' && decoded.get('attStmt').get('x5c') === undefined)
}

/** What the authenticator counted, where it holds this key and has verified its user; null where anything is not so. */
export async function verifiedCount(answer: Assertion, publicKey: string, expected: Expected): Promise<number | null> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const { id, ...response } = answer
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...shapeOf(id), response },
      ...expectedOf(expected),
      // The count of before is compared where the new one is written.
      credential: { id, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter: 0 },
    })
    return verified ? authenticationInfo.newCounter : null
  } catch {
    return null
  }
}
