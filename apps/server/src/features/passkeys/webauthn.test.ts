import * as library from '@simplewebauthn/server'
import { expect, it, vi } from 'vitest'
import { makePasskey } from '../../testing/authenticator'
import { madeCredential } from './webauthn'

vi.mock(import('@simplewebauthn/server'), async (original) => {
  const real = await original()
  return { ...real, verifyRegistrationResponse: vi.fn(real.verifyRegistrationResponse) }
})

const expected = { challenge: 'Y2hhbGxlbmdl', party: { id: 'localhost', origin: 'http://localhost:3000' } }
const judged = vi.mocked(library.verifyRegistrationResponse)
const CERTIFICATE = Buffer.from('3003020101', 'hex')

type Statement = NonNullable<Parameters<typeof makePasskey>[1]>['states']

const made = (states: Statement) => {
  const { answer } = makePasskey({ challenge: expected.challenge, userId: 'AAAA' }, { states })
  return madeCredential(answer, expected)
}

it('takes what states nothing of its maker, or is signed by the key itself', async () => {
  for (const states of [undefined, 'self'] as const)
    expect(await made(states)).toMatchObject({ count: 0, publicKey: expect.stringMatching(/^[\w-]+$/) })
  expect(judged).toHaveBeenCalledTimes(2)
  judged.mockClear()
})

it('looks at no statement of a maker: its certificates name addresses that a judge would ask', async () => {
  const withCertificate: Statement = ['packed', new Map([['x5c', CERTIFICATE]])]
  for (const states of [withCertificate, ...['apple', 'tpm', 'fido-u2f'].map((name): Statement => [name, new Map()])])
    expect(await made(states)).toBeNull()
  expect(judged).not.toHaveBeenCalled()
})
