import { createWords } from '@sma/ui/app/create-words'

export const { i18n, startLocale } = createWords({
  'zh-CN': () => [import('@sma/ui/locales/zh-CN.json'), import('../locales/zh-CN.json')],
  en: () => [import('@sma/ui/locales/en.json'), import('../locales/en.json')],
})
