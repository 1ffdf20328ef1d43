import { display, type Locale } from '../settings/display-settings'
import { watch } from 'vue'
import { createI18n, type MessageContext } from 'vue-i18n'

type Messages = Record<string, Record<string, unknown>>

/** One language's words in parts; a section that stands in several is one. */
type LoadWords = () => Promise<{ default: Messages }>[]

export type Words = Record<Locale, LoadWords>

interface Source {
  load: Words
  loaded: Set<Locale>
}

async function merged(parts: Promise<{ default: Messages }>[]): Promise<Messages> {
  const all: Messages = {}
  for (const { default: part } of await Promise.all(parts))
    for (const [section, words] of Object.entries(part)) all[section] = { ...all[section], ...words }
  return all
}

/**
 * Our texts hold plain `{name}` places, and English ones a form for one and a form for more parted by ` | `, which a number `count`
 * chooses: no parser to load, nothing the CSP would forbid.
 */
export function compile(text: unknown): (context: MessageContext) => string {
  const forms = String(text).split(' | ')
  return (context) => {
    const form = forms.length > 1 ? String(context.plural(forms)) : String(text)
    return form.replace(/\{(\w+)\}/g, (_, name: string) => String(context.named(name) ?? ''))
  }
}

/** The app's words: those of the chosen language are loaded, later changes of it followed. */
export function createWords(start: Words) {
  const sources: Source[] = [{ load: start, loaded: new Set() }]
  const i18n = createI18n({
    legacy: false,
    locale: 'zh-CN',
    fallbackLocale: false,
    missingWarn: import.meta.env.DEV,
    fallbackWarn: false,
    messageCompiler: compile,
  })

  /** One language of one source. */
  async function add(source: Source, locale: Locale): Promise<void> {
    if (source.loaded.has(locale)) return
    i18n.global.mergeLocaleMessage(locale, await merged(source.load[locale]()))
    source.loaded.add(locale)
  }

  async function use(locale: Locale): Promise<void> {
    await Promise.all(sources.map((source) => add(source, locale)))
    i18n.global.locale.value = locale
  }

  /** Words that only a later part of the app needs; to be awaited before that part shows. */
  async function addWords(load: Words): Promise<void> {
    const source = sources.find((one) => one.load === load) ?? { load, loaded: new Set() }
    if (!sources.includes(source)) sources.push(source)
    await add(source, display.locale)
  }

  async function startLocale(): Promise<void> {
    await use(display.locale)
    watch(
      () => display.locale,
      (locale) => void use(locale),
    )
  }

  return { i18n, startLocale, addWords }
}
