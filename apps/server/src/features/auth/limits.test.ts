import { describe, expect, it } from 'vitest'
import { addressSubject, readLimits, resendSeconds, secondsToWait } from './limits'

describe('SMA_LIMITS', () => {
  it('has the defaults of SECURITY', () => {
    const limits = readLimits(null)
    expect(limits.codesPerClient).toEqual([
      { count: 1, seconds: 60 },
      { count: 5, seconds: 3600 },
      { count: 10, seconds: 86_400 },
    ])
    expect(limits.codesPerAddress).toEqual([
      { count: 10, seconds: 600 },
      { count: 60, seconds: 86_400 },
    ])
    expect(resendSeconds(limits)).toBe(60)
  })

  it('can be turned off, or changed one by one', () => {
    expect(readLimits('off').codesPerPhone).toEqual([])
    expect(resendSeconds(readLimits('off'))).toBe(0)
    const limits = readLimits('{"failuresPerClient":"3/5m"}')
    expect(limits.failuresPerClient).toEqual([{ count: 3, seconds: 300 }])
    expect(limits.codesPerPhone).toHaveLength(3)
  })

  it.each(['on', '[]', '{"codesPerPlanet":"1/1s"}', '{"codesPerPhone":"1 per minute"}', '{"codesPerPhone":"0/1m"}'])(
    'says what is wrong with %s',
    (setting) => expect(() => readLimits(setting)).toThrow(/^SMA_LIMITS /),
  )
})

it('waits until every limit has room', () => {
  const limits = [
    { count: 1, seconds: 60 },
    { count: 3, seconds: 3600 },
  ]
  expect(secondsToWait(limits, [], 0)).toBe(0)
  expect(secondsToWait(limits, [0], 59_500)).toBe(1)
  expect(secondsToWait(limits, [0], 60_000)).toBe(0)
  expect(secondsToWait(limits, [0, 100_000, 200_000], 300_000)).toBe(3300)
  expect(secondsToWait([], [0, 1, 2], 3)).toBe(0)
})

it('counts an IPv6 network as one address', () => {
  expect(addressSubject('127.0.0.1')).toBe('127.0.0.1')
  expect(addressSubject('::ffff:10.1.2.3')).toBe('10.1.2.3')
  expect(addressSubject('2001:DB8:0:1:aaaa::1')).toBe('2001:db8:0:1')
  expect(addressSubject('2001:db8:0:1::2')).toBe('2001:db8:0:1')
  expect(addressSubject('2001:db8::1')).toBe('2001:db8:0:0')
  expect(addressSubject('::1')).toBe('0:0:0:0')
})
