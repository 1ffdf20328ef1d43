import { expect, it } from 'vitest'
import { dayNumber, formatDateLong, isIsoDate } from './dates'

it('writes dates in the language of the text', () => {
  expect(formatDateLong('2021-11-03', 'zh-CN')).toBe('2021年11月3日')
  expect(formatDateLong('2021-11-03', 'en')).toBe('3 November 2021')
  expect(formatDateLong('2021-12-31', 'en')).toBe('31 December 2021')
})

it('takes only real dates from a URL', () => {
  expect(isIsoDate('2021-11-23')).toBe(true)
  expect(isIsoDate('2024-02-29')).toBe(true)
  expect(isIsoDate('2023-02-29')).toBe(false)
  expect(isIsoDate('2021-13-01')).toBe(false)
  expect(isIsoDate('23.11.2021')).toBe(false)
  expect(isIsoDate(undefined)).toBe(false)
})

it('counts days across a year end', () => {
  expect(dayNumber('2021-01-04') - dayNumber('2020-12-31')).toBe(4)
})
