import { expect, it } from 'vitest'
import { newSendKey, withTemplate } from './ticket-view'

it('puts a template in place of nothing, or below what is there', () => {
  expect(withTemplate(' ', '您好。')).toBe('您好。')
  expect(withTemplate('已核对。 ', '您好。')).toBe('已核对。\n您好。')
})

it('names every reply anew', () => {
  expect(newSendKey()).not.toBe(newSendKey())
})
