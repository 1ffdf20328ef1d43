import type { Reply } from '@sma/contract/api'
import { accentTokens } from '@sma/ui/settings/contrast'
import { computed, ref } from 'vue'
import { call } from './api'

/** The house's name, mark and contact data; the neutral words stand in until it arrives, or if it does not. */
const loaded = ref<Reply<'readBrand'>>()

export const brand = computed(() => loaded.value)

export async function loadBrand(): Promise<void> {
  try {
    loaded.value = await call('readBrand', {})
  } catch {
    return
  }
  const { accent } = loaded.value
  for (const [name, value] of Object.entries(accentTokens(accent))) {
    document.documentElement.style.setProperty(name, value)
  }
}
