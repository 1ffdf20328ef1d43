import { createWords, type Words } from '@sma/ui/app/create-words'

/** What a visitor reads before anyone is known. */
export const { i18n, startLocale, addWords } = createWords({
  'zh-CN': () => [import('@sma/ui/locales/zh-CN.json'), import('../locales/start.zh-CN.json')],
  en: () => [import('@sma/ui/locales/en.json'), import('../locales/start.en.json')],
})

/** What a client reads. */
export const CLIENT_WORDS: Words = {
  'zh-CN': () => [import('../locales/zh-CN.json')],
  en: () => [import('../locales/en.json')],
}
