import { ref } from 'vue'
import { useRouter } from 'vue-router'
import { ApiProblem } from '@sma/ui/api/api-problem'
import { call } from './api'
import { paths } from './paths'
import { forgetFigures, noteSignedIn } from './session'

/** Ends the session, forgets every figure and shows the sign-in page. `failed` holds what kept the server from ending it. */
export function useSignOut() {
  const router = useRouter()
  const failed = ref<unknown>(null)

  async function signOut() {
    failed.value = null
    try {
      // Where one of the staff looks as a client, that ends too.
      await Promise.all([call('deleteSession', {}), call('endClientView', {})])
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 401)) {
        failed.value = error
        return
      }
    }
    noteSignedIn(false)
    await router.replace(paths.signIn)
    forgetFigures()
  }

  return { signOut, failed }
}
