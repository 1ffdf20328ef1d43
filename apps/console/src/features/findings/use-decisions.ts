import type { Reply } from '@sma/contract/api'
import { useQueryClient } from '@tanstack/vue-query'
import { reactive, ref } from 'vue'
import { call } from '../../app/api'
import { asSeen, type FindingItem, type FindingOutcome } from './findings-view'

type Decisions = Reply<'explainFindings'>

/** Explains, reopens and assigns findings; keeps what the server refused, by finding, until the next decision. */
export function useDecisions() {
  const queries = useQueryClient()
  const busy = ref(false)
  const failed = ref<unknown>(null)
  const done = ref<number | null>(null)
  const refused = reactive(new Map<string, FindingOutcome>())

  /** The ids that were decided; none where the server could not be asked. */
  async function decide(ask: () => Promise<Decisions>): Promise<string[]> {
    busy.value = true
    failed.value = null
    done.value = null
    refused.clear()
    try {
      const { decisions } = await ask()
      for (const { id, outcome } of decisions) if (outcome !== 'done') refused.set(id, outcome)
      const decided = decisions.filter(({ outcome }) => outcome === 'done').map(({ id }) => id)
      done.value = decided.length
      await queries.invalidateQueries()
      return decided
    } catch (error) {
      failed.value = error
      return []
    } finally {
      busy.value = false
    }
  }

  return reactive({
    busy,
    failed,
    done,
    refused,
    explain: (items: readonly FindingItem[], note: string) =>
      decide(() => call('explainFindings', { body: { findings: asSeen(items), note } })),
    reopen: (items: readonly FindingItem[]) =>
      decide(() => call('reopenFindings', { body: { findings: asSeen(items) } })),
    assign: (items: readonly FindingItem[], owner: string | null) =>
      decide(() => call('assignFindings', { body: { findings: asSeen(items), owner } })),
  })
}
