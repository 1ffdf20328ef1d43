import { ApiProblem } from '@sma/ui/api/api-problem'
import { call } from '../../app/api'
import { usePasskey, wasLeft } from './authenticator'

/** False where the person let it be. Throws an ApiProblem for everything else, whose words say to sign in with a code. */
export async function signInWithPasskey(): Promise<boolean> {
  const challenge = await call('createPasskeyChallenge', {})
  const body = await usePasskey(challenge).catch((error: unknown) => {
    if (wasLeft(error)) return null
    throw new ApiProblem({ code: 'passkey-invalid', status: 0 })
  })
  if (body === null) return false
  await call('createPasskeySession', { body })
  return true
}
