import { useWords } from '@sma/ui/words'
import { useQueryClient } from '@tanstack/vue-query'
import { ref } from 'vue'

/** What is done on the server at a press: whether it is under way, and in words why it was refused. */
export function useAct() {
  const { wordsOf } = useWords()
  const queries = useQueryClient()
  const busy = ref(false)
  const error = ref<string | null>(null)

  /** What changes nothing that is shown; false where it was refused. */
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    busy.value = true
    error.value = null
    try {
      await work()
      return true
    } catch (problem) {
      error.value = wordsOf(problem)
      return false
    } finally {
      busy.value = false
    }
  }

  /** The same, after which what is shown is read anew, as it may have changed. */
  const act = (work: () => Promise<unknown>): Promise<boolean> =>
    attempt(async () => {
      await work()
      await queries.invalidateQueries()
    })

  return { busy, error, act, attempt }
}
