import { expect, it } from 'vitest'
import { parseSettings, preferredLocale } from './display-settings'

it('starts in Chinese unless the browser asks for English first', () => {
  expect(preferredLocale(['en-GB', 'zh-CN'])).toBe('en')
  expect(preferredLocale(['fr-FR', 'zh-TW', 'en'])).toBe('zh-CN')
  expect(preferredLocale([])).toBe('zh-CN')
})

it('takes kept settings field by field', () => {
  const kept = JSON.stringify({ theme: 'dark', rise: 'blue', hideAmounts: true, locale: 'en', textSize: 'huge' })
  expect(parseSettings(kept, ['zh-CN'])).toEqual({
    theme: 'dark',
    rise: 'red',
    hideAmounts: true,
    locale: 'en',
    textSize: 'normal',
  })
})

it.each([null, '', 'no json', '[]', 'null', '{"hideAmounts":"yes"}'])('falls back on %s', (kept) => {
  expect(parseSettings(kept, ['zh-CN'])).toEqual({
    theme: 'auto',
    rise: 'red',
    hideAmounts: false,
    locale: 'zh-CN',
    textSize: 'normal',
  })
})
