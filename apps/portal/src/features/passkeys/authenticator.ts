/** What the browser's authenticators are asked for, and what they answer. */
import type { Body, Reply } from '@sma/contract/api'
import { bytesOf, textOf } from './bytes'

/** As long as the challenge is valid. */
const TIMEOUT_MS = 300_000

/** Throws a DOMException: NotAllowedError where the person did not want to, or could not; see `wasLeft`. */
export async function usePasskey({
  challenge,
  rpId,
}: Reply<'createPasskeyChallenge'>): Promise<Body<'createPasskeySession'>> {
  const found = await navigator.credentials.get({
    publicKey: { challenge: bytesOf(challenge), rpId, userVerification: 'required', timeout: TIMEOUT_MS },
  })
  const { rawId, response } = found as PublicKeyCredential
  const { clientDataJSON, authenticatorData, signature, userHandle } = response as AuthenticatorAssertionResponse
  if (userHandle === null) throw new TypeError('a passkey that says no user was asked for by nobody')
  return {
    id: textOf(rawId),
    clientDataJSON: textOf(clientDataJSON),
    authenticatorData: textOf(authenticatorData),
    signature: textOf(signature),
    userHandle: textOf(userHandle),
  }
}

/** Throws as above, and InvalidStateError where this authenticator has one already. */
export async function makePasskey(asked: Reply<'beginPasskey'>): Promise<Body<'addPasskey'>> {
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: bytesOf(asked.challenge),
      rp: asked.rp,
      user: { ...asked.user, id: bytesOf(asked.user.id) },
      pubKeyCredParams: asked.algorithms.map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: asked.exclude.map((id) => ({ type: 'public-key', id: bytesOf(id) })),
      // Kept in the authenticator, so that a sign-in asks for no name; and never without its owner.
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      attestation: 'none',
      timeout: TIMEOUT_MS,
    },
  })
  const { rawId, response } = made as PublicKeyCredential
  const { clientDataJSON, attestationObject } = response as AuthenticatorAttestationResponse
  return {
    id: textOf(rawId),
    clientDataJSON: textOf(clientDataJSON),
    attestationObject: textOf(attestationObject),
  }
}

const isNamed = (error: unknown, name: string): boolean => error instanceof DOMException && error.name === name

/** The person closed what the browser asked, or let it wait: browsers do not tell which, nor whether there was a passkey. */
export const wasLeft = (error: unknown): boolean => isNamed(error, 'NotAllowedError') || isNamed(error, 'AbortError')

export const isKnownHere = (error: unknown): boolean => isNamed(error, 'InvalidStateError')
