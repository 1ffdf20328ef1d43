/** What the company's website does, for a test ticket of the command line and for tests. */
import { CompactEncrypt, exportJWK, generateKeyPair, importJWK, SignJWT, type JWK, type JWTPayload } from 'jose'
import { randomBytes } from 'node:crypto'

export interface WebsiteKeys {
  /** The private key that signs, with its `kid`. */
  signing: JWK
  /** The shared key that seals, as in the server's key file. */
  sealing: { kid: string; k: string }
}

/** A ticket with exactly these claims. */
export async function makeTicket({ signing, sealing }: WebsiteKeys, claims: JWTPayload): Promise<string> {
  const jws = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', ...(signing.kid === undefined ? {} : { kid: signing.kid }) })
    .sign(await importJWK(signing, 'ES256'))
  return new CompactEncrypt(new TextEncoder().encode(jws))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', cty: 'JWT', kid: sealing.kid })
    .encrypt(Buffer.from(sealing.k, 'base64url'))
}

/** New keys of both sides under one name: the server's key file, and what the website keeps. */
export async function newKeys(kid: string): Promise<{ server: object; website: WebsiteKeys }> {
  const pair = await generateKeyPair('ES256', { extractable: true })
  const sealing = { kid, k: randomBytes(32).toString('base64url') }
  const jwk = async (key: CryptoKey) => ({ ...(await exportJWK(key)), kid, alg: 'ES256', use: 'sig' })
  return {
    server: { encryption: [sealing], website: { keys: [await jwk(pair.publicKey)] } },
    website: { signing: await jwk(pair.privateKey), sealing },
  }
}
