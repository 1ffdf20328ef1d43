import { ApiProblem } from '@sma/ui/api/api-problem'
import { useQueryClient } from '@tanstack/vue-query'
import { ref } from 'vue'
import { useRouter } from 'vue-router'
import { call, useRead } from './api'
import { paths } from './paths'

/** Who is signed in, and the way out; `failed` holds what kept the server from ending the session. */
export function useSession() {
  const router = useRouter()
  const queries = useQueryClient()
  const session = useRead('readStaffSession', () => ({}))
  const failed = ref<unknown>(null)

  async function signOut() {
    failed.value = null
    try {
      await call('deleteStaffSession', {})
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 401)) {
        failed.value = error
        return
      }
    }
    await router.replace(paths.signIn)
    queries.clear()
  }

  return { session, signOut, failed }
}
