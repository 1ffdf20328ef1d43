import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { useRead } from './use-read'

/** The client's accounts and the one that the URL names. */
export function useAccounts() {
  const route = useRoute()
  const accounts = useRead('listPortfolios', () => ({}))
  const hasSeveral = computed(() => (accounts.data?.portfolios.length ?? 0) > 1)
  const code = computed(() => String(route.params['code'] ?? ''))
  const current = computed(() => accounts.data?.portfolios.find((account) => account.code === code.value))
  return { accounts, hasSeveral, code, current }
}
