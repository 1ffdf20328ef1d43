import { expect, it } from 'vitest'
import zh from '../../locales/zh-CN.json'
import { scheduleWords } from './schedule-words'

const t = (key: string, values: Record<string, unknown> = {}): string => {
  const words: unknown = key.split('.').reduce<unknown>((at, part) => Reflect.get(Object(at), part), zh)
  return String(words).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]))
}

it('says in words when feeds are read', () => {
  expect(scheduleWords('*/15 * * * *', t)).toBe('每 15 分钟')
  expect(scheduleWords('* * * * *', t)).toBe('每 1 分钟')
  expect(scheduleWords('5 * * * *', t)).toBe('每小时的第 5 分钟')
  expect(scheduleWords('30 9 * * *', t)).toBe('每天 09:30')
  expect(scheduleWords('0,30 9,15 * * 1-5', t)).toBe('周一至周五 09:00、09:30、15:00、15:30')
  expect(scheduleWords('*/20 8-18 * * 1-5', t)).toBe('周一至周五 08:00 至 18:59，每 20 分钟')
  expect(scheduleWords('*/15 * * * 0,6', t)).toBe('周末，每 15 分钟')
})

it('and leaves a line alone that says more', () => {
  for (const line of ['0 9 1 * *', '0 9 * 1 *', '0 9 * * 3', '0-10 9 * * *', '*/5 */2 * * *', '0 9'])
    expect(scheduleWords(line, t)).toBeNull()
})
