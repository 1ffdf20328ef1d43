import { expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import { compile } from './create-words'

const { t } = createI18n({
  legacy: false,
  locale: 'en',
  messageCompiler: compile,
  messages: {
    en: { days: '{count} trading day | {count} trading days', late: '{days} day late | {days} days late', a: '{x} | ' },
  },
}).global

it.each([
  [0, '0 trading days'],
  [1, '1 trading day'],
  [2, '2 trading days'],
  [21, '21 trading days'],
])('%d chooses its form', (count, text) => {
  expect(t('days', { count })).toBe(text)
})

it('the number that chooses may go under another name', () => {
  expect(t('late', { days: '1', count: 1 })).toBe('1 day late')
})
