import type { Reply } from '@sma/contract/api'
import { accentTokens } from '@sma/ui/settings/contrast'
import { computed, ref } from 'vue'
import { call } from './api'

type Brand = Reply<'readBrand'>

/** The house's name, mark and contact data; the neutral words stand in until it arrives, or if it does not. */
const loaded = ref<Brand>()
const settled = ref(false)
let isPreview = false

export const brand = computed(() => loaded.value)
/** The brand has arrived, or it is known that it does not. */
export const isBrandSettled = computed(() => settled.value)

export async function loadBrand(): Promise<void> {
  try {
    const read = await call('readBrand', {})
    if (!isPreview) show(read)
  } catch {
    return
  } finally {
    settled.value = true
  }
}

/** Shows one that is not saved; what is read later does not replace it. */
export function previewBrand(unsaved: Brand): void {
  isPreview = true
  show(unsaved)
}

function show(brand: Brand): void {
  loaded.value = brand
  for (const [name, value] of Object.entries(accentTokens(brand.accent))) {
    document.documentElement.style.setProperty(name, value)
  }
}
