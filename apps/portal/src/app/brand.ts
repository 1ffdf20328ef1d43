import type { Reply } from '@sma/contract/api'
import { accentTokens } from '@sma/ui/settings/contrast'
import { computed, ref } from 'vue'
import { call } from './api'

type Brand = Reply<'readBrand'>

/** The house's name, mark and contact data; the neutral words stand in until it arrives, or if it does not. */
const loaded = ref<Brand>()
const settled = ref(false)
let isPreview = false
let loading: Promise<void> | undefined

export const brand = computed(() => loaded.value)
/** The brand has arrived, or it is known that it does not. */
export const isBrandSettled = computed(() => settled.value)

/** Asked for once; resolved, it has arrived or is known not to. */
export function loadBrand(): Promise<void> {
  return (loading ??= load())
}

async function load(): Promise<void> {
  try {
    const read = await call('readBrand', {})
    if (read.logo) await drawn(read.logo)
    if (!isPreview) show(read)
  } catch {
    return
  } finally {
    settled.value = true
  }
}

/** A picture once drawn has its width from the start where it stands, and moves nothing there. */
async function drawn(src: string): Promise<void> {
  await Object.assign(new Image(), { src })
    .decode()
    .catch(() => null)
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
