import { display, type Locale } from '@sma/ui/settings/display-settings'
import { watch } from 'vue'
import { createI18n, type MessageContext } from 'vue-i18n'

type Messages = Record<string, Record<string, unknown>>

async function merged(parts: Promise<{ default: Messages }>[]): Promise<Messages> {
  return Object.assign({}, ...(await Promise.all(parts)).map((part) => part.default)) as Messages
}

const loaders: Record<Locale, () => Promise<Messages>> = {
  'zh-CN': () => merged([import('@sma/ui/locales/zh-CN.json'), import('../locales/zh-CN.json')]),
  en: () => merged([import('@sma/ui/locales/en.json'), import('../locales/en.json')]),
}

/** Our texts hold plain `{name}` places only, so a replace is the whole compiler: no parser to load, nothing the CSP would forbid. */
function compile(text: unknown): (context: MessageContext) => string {
  return (context) => String(text).replace(/\{(\w+)\}/g, (_, name: string) => String(context.named(name) ?? ''))
}

const loaded = new Set<Locale>()

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: false,
  missingWarn: import.meta.env.DEV,
  fallbackWarn: false,
  messageCompiler: compile,
})

async function use(locale: Locale): Promise<void> {
  if (!loaded.has(locale)) {
    i18n.global.setLocaleMessage(locale, await loaders[locale]())
    loaded.add(locale)
  }
  i18n.global.locale.value = locale
}

/** Loads the words of the chosen language only, and follows later changes of it. */
export async function startLocale(): Promise<void> {
  await use(display.locale)
  watch(
    () => display.locale,
    (locale) => void use(locale),
  )
}
