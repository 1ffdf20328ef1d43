import { useWords } from '@sma/ui/words'
import { useQueryClient } from '@tanstack/vue-query'
import { ref } from 'vue'

/** What is done on the server at a press: whether it is under way, and in words why it was refused. */
export function useAct() {
  const { wordsOf } = useWords()
  const queries = useQueryClient()
  const busy = ref(false)
  const error = ref<string | null>(null)

  /** What is shown is read anew after it, as it may have changed; false where it was refused. */
  async function act(work: () => Promise<unknown>): Promise<boolean> {
    busy.value = true
    error.value = null
    try {
      await work()
      await queries.invalidateQueries()
      return true
    } catch (problem) {
      error.value = wordsOf(problem)
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, error, act }
}
