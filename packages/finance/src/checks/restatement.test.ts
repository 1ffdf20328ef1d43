import { describe, expect, it } from 'vitest'
import { parseE8 } from '../decimal'
import { restatementSize } from './restatement'

const e8 = (text: string) => parseE8(text) ?? 0n
const size = (shown: string, next: string) => restatementSize(e8(shown), e8(next))

describe('the size of a restatement', () => {
  it('is measured on the NAV shown before', () => {
    // 1.0010 / 1.0000 − 1 = 0.1 %
    expect(size('1', '1.001')).toEqual({ changeE8: 100_000n, band: 'minor' })
    expect(size('1', '1')).toEqual({ changeE8: 0n, band: 'minor' })
  })
  it('is notable from 0.25 % and material from 0.5 %, up or down', () => {
    expect([size('2', '2.0049').band, size('2', '2.005').band, size('2', '1.995').band]).toEqual([
      'minor',
      'notable',
      'notable',
    ])
    expect([size('2', '2.0099').band, size('2', '2.01').band, size('2', '1.99').band]).toEqual([
      'notable',
      'material',
      'material',
    ])
  })
  it('is material where no NAV can be divided by', () => {
    expect(size('0', '1')).toEqual({ changeE8: null, band: 'material' })
  })
})
