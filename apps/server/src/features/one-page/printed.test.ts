import { describe, expect, it } from 'vitest'
import { asStated, gain, longDate, money, oneLine, rate, ratio } from './printed'

describe('printed figures', () => {
  it('are grouped and rounded half-up, with signs where they rise or fall', () => {
    expect(money('1234567890.12')).toBe('1,234,567,890.12')
    expect(money('-999.90')).toBe('−999.90')
    expect(gain('20140.80')).toBe('+20,140.80')
    expect(rate('-0.00190785')).toBe('−0.19%')
    expect(rate('0.12345000')).toBe('+12.35%')
    expect(ratio('0.56140000')).toBe('56.14%')
    expect(asStated('1.0463')).toBe('1.0463')
    expect(asStated('102216.04')).toBe('102,216.04')
  })

  it('that round to nothing carry no sign, and missing ones are a dash', () => {
    expect(rate('-0.00004999')).toBe('0.00%')
    expect(gain('0.00')).toBe('0.00')
    for (const print of [money, gain, rate, ratio, asStated]) expect(print(null)).toBe('—')
  })

  it('dates and names stand on one line', () => {
    expect(longDate('2021-01-05', 'zh-CN')).toBe('2021年1月5日')
    expect(longDate('2021-12-31', 'en')).toBe('31 December 2021')
    expect(oneLine(' 甲\n乙\t 丙 ')).toBe('甲 乙 丙')
  })
})
