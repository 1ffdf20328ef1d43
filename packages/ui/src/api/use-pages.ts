import { useInfiniteQuery } from '@tanstack/vue-query'
import { computed } from 'vue'

/** A list that is read page by page, each asked for by the `next` of the one before. */
export function usePages<P extends { next: string | null }>(
  key: () => readonly unknown[],
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<P>,
) {
  const query = useInfiniteQuery({
    queryKey: computed(key),
    queryFn: ({ pageParam, signal }) => read(pageParam ?? undefined, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: P) => last.next,
  })
  const state = computed(() => ({
    data: query.data.value?.pages,
    error: query.isFetchNextPageError.value ? null : (query.error.value as unknown),
    fetching: query.isFetching.value,
    updatedAt: query.dataUpdatedAt.value,
  }))
  const more = computed(() => ({
    hasMore: query.hasNextPage.value,
    busy: query.isFetchingNextPage.value,
    error: query.isFetchNextPageError.value ? (query.error.value as unknown) : null,
  }))
  return {
    get state() {
      return state.value
    },
    get more() {
      return more.value
    },
    retry: () => void query.refetch(),
    next: () => void query.fetchNextPage(),
  }
}
