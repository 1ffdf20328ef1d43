import type { StaffEndpointName } from '@sma/contract/staff-endpoints'
import { staffEndpoints } from '@sma/contract/staff-endpoints'
import { problemCode } from '@sma/ui/api/api-problem'
import { callUrl } from '@sma/ui/api/client'
import { useWords } from '@sma/ui/words'
import { useQueryClient } from '@tanstack/vue-query'
import { reactive } from 'vue'
import { sendForm } from '../features/publications/send-form'

interface Compared {
  seen: string
}

export interface ComparedState<C, I> {
  file: File | null
  comparison: C | null
  imported: I | null
  /** The known state changed after the comparison, which was made anew. */
  isStale: boolean
  failed: string | null
  busy: 'reading' | 'importing' | null
}

/** One file that is compared with what is known, and imported once somebody has seen what it would change. */
export function useComparedFile<C extends Compared, I>(ends: { compare: StaffEndpointName; take: StaffEndpointName }) {
  const { wordsOf } = useWords()
  const queries = useQueryClient()
  const empty: ComparedState<C, I> = {
    file: null,
    comparison: null,
    imported: null,
    isStale: false,
    failed: null,
    busy: null,
  }
  const state = reactive({ ...empty }) as ComparedState<C, I>

  async function doing(what: 'reading' | 'importing', work: () => Promise<void>) {
    state.busy = what
    state.failed = null
    try {
      await work()
    } catch (problem) {
      state.failed = wordsOf(problem)
    } finally {
      state.busy = null
    }
  }

  const compare = async (file: File) => {
    state.comparison = await sendForm<C>(staffEndpoints[ends.compare].path, [file])
  }

  async function choose(event: Event) {
    const input = event.target as HTMLInputElement
    const file = input.files?.[0]
    if (!file) return
    Object.assign(state, empty, { file })
    await doing('reading', () => compare(file))
    input.value = ''
  }

  const take = () =>
    doing('importing', async () => {
      const { file, comparison } = state
      if (!file || !comparison) return
      state.isStale = false
      try {
        const url = callUrl(staffEndpoints[ends.take].path, { query: { seen: comparison.seen } })
        state.imported = await sendForm<I>(url, [file])
        state.comparison = null
      } catch (problem) {
        if (problemCode(problem) !== 'version-changed') throw problem
        await compare(file)
        state.isStale = true
      }
      await queries.invalidateQueries()
    })

  return { state, choose, take, drop: () => (state.comparison = null) }
}
