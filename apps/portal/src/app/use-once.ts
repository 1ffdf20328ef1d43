import { onMounted, reactive } from 'vue'

/** What visitors are shown too: read once, without the cache of figures that only signed-in clients have. */
export function useOnce<T>(read: () => Promise<T>) {
  const state = reactive({
    data: undefined as T | undefined,
    error: null as unknown,
    fetching: false,
    updatedAt: 0,
  })

  async function load() {
    state.fetching = true
    state.error = null
    try {
      state.data = (await read()) as typeof state.data
    } catch (error) {
      state.error = error
    } finally {
      state.fetching = false
    }
  }

  onMounted(load)
  return { state, load }
}
