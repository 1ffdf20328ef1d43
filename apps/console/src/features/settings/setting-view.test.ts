import { TOLERANCES } from '@sma/contract/tolerances'
import { expect, it } from 'vitest'
import zh from '../../locales/zh-CN.json'
import {
  GUARD_PARTS,
  groupOf,
  guardSource,
  limitWords,
  nameOf,
  partsOfGroup,
  rangeOf,
  TOLERANCE_PARTS,
  typedOf,
  valueOf,
  wireOf,
  type Setting,
} from './setting-view'

/** The key, with what stands in it. */
const words = (key: string, values: Record<string, unknown> = {}) => [key, ...Object.values(values)].join(' ')

it('tolerances are read and typed in yuan and percent', () => {
  const name = 'tolerance.movePpm.cash'
  expect([typedOf(name, '2000'), wireOf(name, '0.5'), wireOf(name, 'x')]).toEqual(['0.2', '5000', null])
  expect(valueOf(name, '2000', words)).toBe('0.2 %')
  expect(nameOf(name, words)).toBe('settings.ofStrategy tolerance.of.movePpm strategy.cash')
  expect(valueOf('tolerance.totalE4', '100', words)).toBe('0.01')
  expect(rangeOf({ name, range: { least: 0, most: 20_000 } }, words)).toBe('settings.rangeOf.tolerance 0 % 2 %')
})

it('all others as the server has them, in their groups', () => {
  expect(['gate', 'retention.clientFiles', 'limit.messagesPerClient'].map(groupOf)).toEqual([
    'house',
    'retention',
    'limit',
  ])
  expect([valueOf('gate', 'automatic', words), valueOf('retention.clientFiles', '90', words)]).toEqual([
    'settings.choice.automatic',
    'settings.days 90',
  ])
  expect(valueOf('closedReadableDays', '1096', words)).toBe('settings.days 1096')
  expect(valueOf('replyWithin', '8h', words)).toBe('settings.span.h 8')
  expect(wireOf('replyWithin', ' 8h ')).toBe('8h')
  expect(rangeOf({ name: 'closedReadableDays', range: { least: 0, most: 36_500 } }, words)).toBe(
    'settings.range.closedReadableDays',
  )
})

it('every tolerance stands in one part, with its values for each strategy', () => {
  expect(Object.values(TOLERANCE_PARTS).flat().toSorted()).toEqual([...TOLERANCES].toSorted())
  const names = ['tolerance.movePpm.cash', 'gate', 'tolerance.deviations', 'tolerance.totalE4']
  const settings = names.map((name) => ({ name }) as Setting)
  const told = partsOfGroup('tolerance', settings).map(({ part, settings: own }) => [part, own.map(({ name }) => name)])
  expect(told).toEqual([
    ['sums', ['tolerance.totalE4']],
    ['positions', []],
    ['prices', []],
    ['moves', ['tolerance.movePpm.cash', 'tolerance.deviations']],
    ['money', []],
  ])
  expect(partsOfGroup('house', settings).map(({ settings: own }) => own.length)).toEqual([1])
})

it('limits in words: times by span, spans and numbers', () => {
  const { unit, limitOf } = zh.settings
  expect([unit.s, limitOf]).toEqual(['{count} 秒', '{span}内 {count} 次'])
  const t = (key: string, values: Record<string, unknown> = {}) =>
    String(
      { 'settings.and': '；', 'settings.limitOf': `${values['span']}内${values['count']}次` }[key] ??
        `${values['count']}${key.at(-1)}`,
    )
  expect(limitWords('1/60s 5/1h', t)).toBe('60s内1次；1h内5次')
  expect([limitWords('15m', t), limitWords('5', t)]).toEqual(['15m', '5'])
  expect(limitWords('off', words)).toBe('settings.noLimit')
})

it('every guard stands in one part, with its words and where it is from', () => {
  const names = Object.values(GUARD_PARTS).flat()
  expect(new Set(names).size).toBe(names.length)
  expect(Object.keys(zh.settings.guard).toSorted()).toEqual(names.toSorted())
  expect(Object.keys(zh.settings.guardDoes).toSorted()).toEqual(names.toSorted())
  expect(guardSource({ variable: null, isSet: false }, words)).toBe('settings.guards.fixed')
  expect(guardSource({ variable: 'SMA_LIMITS', isSet: true }, words)).toBe('settings.guards.set SMA_LIMITS')
})
