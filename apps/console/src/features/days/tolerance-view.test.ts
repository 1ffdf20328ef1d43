import { expect, it } from 'vitest'
import { isPercent, toleranceText, toleranceWire } from './tolerance-view'

it('reads what stands on the wire, and back', () => {
  const pairs = [
    ['totalE4', '100', '0.01'],
    ['dustSharesE4', '100000', '10'],
    ['publicNavE8', '10000', '0.0001'],
    ['movePpm', '30000', '3'],
    ['benchmarkGapPpm', '2500', '0.25'],
    ['transitDays', '3', '3'],
    ['totalE4', '0', '0'],
  ] as const
  for (const [name, value, text] of pairs) {
    expect([name, toleranceText({ name, value, isOwn: false })]).toEqual([name, text])
    expect([name, toleranceWire(name, text)]).toEqual([name, value])
  }
  expect([isPercent('movePpm'), isPercent('totalE4')]).toEqual([true, false])
})

it('takes no number that the tolerance cannot be', () => {
  for (const text of ['', 'x', '-1', '1e3', '0.00001', '1,000', '12345678901'])
    expect(toleranceWire('totalE4', text)).toBeNull()
  expect(toleranceWire('transitDays', '2.5')).toBeNull()
  expect(toleranceWire('transitDays', '2.0')).toBe('2')
})
