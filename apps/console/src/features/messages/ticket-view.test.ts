import { expect, it } from 'vitest'
import { answerBy, newSendKey, withTemplate } from './ticket-view'

it('puts a template in place of nothing, or below what is there', () => {
  expect(withTemplate(' ', '您好。')).toBe('您好。')
  expect(withTemplate('已核对。 ', '您好。')).toBe('已核对。\n您好。')
})

it('gives the day for a limit that ends with it in Shanghai, and the time for any other', () => {
  expect(answerBy('2026-11-27T16:00:00.000Z')).toEqual({ unit: 'day', at: '2026-11-27' })
  expect(answerBy('2026-11-27T01:30:00.000Z')).toEqual({ unit: 'time', at: '2026-11-27 09:30' })
})

it('names every reply anew', () => {
  expect(newSendKey()).not.toBe(newSendKey())
})
