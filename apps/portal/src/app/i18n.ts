import { display, type Locale } from '@sma/ui/settings/display-settings'
import { watch } from 'vue'
import { createI18n } from 'vue-i18n'

type Messages = Record<string, Record<string, unknown>>

async function merged(parts: Promise<{ default: Messages }>[]): Promise<Messages> {
  return Object.assign({}, ...(await Promise.all(parts)).map((part) => part.default)) as Messages
}

const loaders: Record<Locale, () => Promise<Messages>> = {
  'zh-CN': () => merged([import('@sma/ui/locales/zh-CN.json'), import('../locales/zh-CN.json')]),
  en: () => merged([import('@sma/ui/locales/en.json'), import('../locales/en.json')]),
}

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: false,
  missingWarn: import.meta.env.DEV,
  fallbackWarn: false,
})

async function use(locale: Locale): Promise<void> {
  if (!i18n.global.availableLocales.some((known) => known === locale)) {
    i18n.global.setLocaleMessage(locale, await loaders[locale]())
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
