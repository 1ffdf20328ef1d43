import { display, type Locale } from '../settings/display-settings'
import { watch } from 'vue'
import { createI18n, type MessageContext } from 'vue-i18n'

type Messages = Record<string, Record<string, unknown>>

/** One language's words in parts; a section that stands in several is one. */
export type LoadWords = () => Promise<{ default: Messages }>[]

async function merged(parts: Promise<{ default: Messages }>[]): Promise<Messages> {
  const all: Messages = {}
  for (const { default: part } of await Promise.all(parts))
    for (const [section, words] of Object.entries(part)) all[section] = { ...all[section], ...words }
  return all
}

/** Our texts hold plain `{name}` places only, so a replace is the whole compiler: no parser to load, nothing the CSP would forbid. */
function compile(text: unknown): (context: MessageContext) => string {
  return (context) => String(text).replace(/\{(\w+)\}/g, (_, name: string) => String(context.named(name) ?? ''))
}

/** The app's words: those of the chosen language are loaded, later changes of it followed. */
export function createWords(load: Record<Locale, LoadWords>) {
  const loaded = new Set<Locale>()
  const i18n = createI18n({
    legacy: false,
    locale: 'zh-CN',
    fallbackLocale: false,
    missingWarn: import.meta.env.DEV,
    fallbackWarn: false,
    messageCompiler: compile,
  })

  async function use(locale: Locale): Promise<void> {
    if (!loaded.has(locale)) {
      i18n.global.setLocaleMessage(locale, await merged(load[locale]()))
      loaded.add(locale)
    }
    i18n.global.locale.value = locale
  }

  async function startLocale(): Promise<void> {
    await use(display.locale)
    watch(
      () => display.locale,
      (locale) => void use(locale),
    )
  }

  return { i18n, startLocale }
}
