import { describe, expect, it } from 'vitest'
import { faultOf, lastOf, type Version } from './outlooks-view'

const version = (date: string, number: number): Version => ({
  date,
  version: number,
  text: `${number}`,
  writtenBy: 'editor',
  writtenAt: '2026-01-05T01:00:00.000Z',
})

describe('outlooks', () => {
  it('keep to 300 signs and four paragraphs', () => {
    expect(faultOf('观'.repeat(300))).toBeNull()
    expect(faultOf(` ${'观'.repeat(300)}\n`)).toBeNull()
    expect(faultOf('观'.repeat(301))).toBe('long')
    expect(faultOf('1\n2\n3\n4')).toBeNull()
    expect(faultOf('1\n2\n3\n4\n5')).toBe('lines')
  })

  it('follow the last version of their day', () => {
    const versions = [version('2021-11-01', 2), version('2021-11-01', 1), version('2021-10-20', 1)]
    expect(lastOf(versions, '2021-11-01')?.version).toBe(2)
    expect(lastOf(versions, '2021-10-21')).toBeNull()
  })
})
