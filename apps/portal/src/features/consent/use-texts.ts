import type { Reply } from '@sma/contract/api'
import { onMounted, reactive } from 'vue'
import { call } from '../../app/api'

type Texts = Reply<'readTexts'>['texts']

/** The house's texts; read without the cache of figures, as they are shown to visitors too. */
export function useTexts() {
  const state = reactive({
    data: undefined as Texts | undefined,
    error: null as unknown,
    fetching: false,
    updatedAt: 0,
  })

  async function load() {
    state.fetching = true
    state.error = null
    try {
      state.data = (await call('readTexts', {})).texts
    } catch (error) {
      state.error = error
    } finally {
      state.fetching = false
    }
  }

  onMounted(load)
  return { state, load }
}
