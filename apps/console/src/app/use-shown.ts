import { queryText, useUrlState } from '@sma/ui/app/url-state'
import { computed } from 'vue'

/** A long list is drawn by so many rows. */
const PAGE = 100

/** How many rows a page draws, from its URL; what makes no sense there is one page. */
export const shownOf = (text: string | undefined): number => Math.max(1, Math.trunc(Number(text)) || 1) * PAGE

/** The first rows of a long list; how far it was opened is kept in the address, so that the way back finds the place. */
export function useShown<T>(rows: () => readonly T[]) {
  const { route, set } = useUrlState()
  const limit = computed(() => shownOf(queryText(route.query, 'pages')))
  const shown = computed(() => rows().slice(0, limit.value))
  return {
    get rows() {
      return shown.value
    },
    get left() {
      return Math.max(0, rows().length - limit.value)
    },
    more: () => set({ pages: String(limit.value / PAGE + 1) }),
  }
}
