import type { AnyEndpointName, Reply } from '@sma/contract/api'
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import type { Call, Input } from './client'

export interface ReadOptions<T> {
  /** Asks again after so long, or never; by what was read last. */
  everyMs?: (last: T | undefined) => number | false
}

/** The account a read belongs to: figures of one account never stand in for those of another. */
function accountOf(key: readonly unknown[] | undefined): unknown {
  const input = key?.[1]
  if (typeof input !== 'object' || input === null || !('params' in input)) return undefined
  return (input as { params?: { code?: unknown } }).params?.code
}

/** Makes `useRead`: one read of the API as a view needs it. */
export function createUseRead<Known extends AnyEndpointName>(call: Call<Known>) {
  /**
   * `input` null waits. While a new date is read, the old figures of the same account stay. A reply is replaced and never changed: what
   * is in it stays as plain as it came (no proxies around a curve of a thousand points).
   */
  return function useRead<N extends Known>(name: N, input: () => Input<N> | null, options: ReadOptions<Reply<N>> = {}) {
    const key = computed(() => [name, input()] as const)
    const query = useQuery({
      queryKey: key,
      queryFn: ({ signal }): Promise<Reply<N>> => {
        const now = input()
        if (now === null) throw new Error('read without input')
        return call(name, now, { signal })
      },
      enabled: () => input() !== null,
      refetchInterval: ({ state: last }) => options.everyMs?.(last.data) ?? false,
      placeholderData: (previous: unknown, previousQuery) =>
        (accountOf(previousQuery?.queryKey) === accountOf(key.value) ? previous : undefined) as never,
    })
    const data = computed(() => query.data.value as Reply<N> | undefined)
    const state = computed(() => ({
      data: data.value,
      error: query.error.value as unknown,
      fetching: query.isFetching.value,
      updatedAt: query.dataUpdatedAt.value,
      stale: query.isPlaceholderData.value,
    }))
    return {
      get data() {
        return data.value
      },
      get state() {
        return state.value
      },
      retry: () => void query.refetch(),
    }
  }
}
