import { describe, expect, it } from 'vitest'
import { NEUTRAL_KINDS } from './columns'
import { headerFields, kindOfHeader, missingFields } from './header'
import { templateHeader } from './template'

it('is what a person fills in: Chinese or English, required columns with a star', () => {
  expect(templateHeader('benchmarks', 'zh-CN')).toEqual(['组合代码*', '日期*', '基准值*'])
  expect(templateHeader('calendar', 'en')).toEqual(['date*', 'is_trading_day*'])
  // The name of a client belongs into no file of accounts.
  expect(templateHeader('portfolios', 'zh-CN')).not.toContain('客户简称')
})

describe.each(['zh-CN', 'en'] as const)('a template in %s', (language) => {
  it.each(NEUTRAL_KINDS)('of %s is read as that kind, every column known and none missing', (kind) => {
    const header = templateHeader(kind, language)
    expect(kindOfHeader(header)).toBe(kind)
    const { at, unknown, repeated } = headerFields(kind, header)
    expect({ unknown, repeated, missing: missingFields(kind, at) }).toEqual({ unknown: [], repeated: [], missing: [] })
  })
})
