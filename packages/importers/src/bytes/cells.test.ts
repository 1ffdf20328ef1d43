import { assert, bigInt, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatScaled } from '@sma/finance/decimal'
import { cellDecimalText, cellText, dateOf, fundCodeText, moneyE4, normalLabel, parseNumber, priceE8 } from './cells'

describe('labels', () => {
  it('drops blanks, full-width forms and invisible characters', () => {
    expect(normalLabel('数    量')).toBe('数量')
    expect(normalLabel('市值占净值比（％）')).toBe('市值占净值比(%)')
    expect(normalLabel('\ufeff科目\u00a0代码\u200b\u0000')).toBe('科目代码')
    expect(normalLabel(null)).toBe('')
    expect(cellText('  1105 02\t01 ')).toBe('1105 02\t01')
  })
})

describe('numbers', () => {
  it.each([
    ['12,875,486.36', '12875486.36'],
    ['-0.180', '-0.18'],
    ['(1,234.50)', '-1234.5'],
    ['（1,234.50）', '-1234.5'],
    ['1,234.50-', '-1234.5'],
    ['１２３．４５', '123.45'],
    ['12.5%', '0.125'],
    ['0E-8', '0'],
    ['1.5E-05', '0.000015'],
    ['¥1,000.00', '1000'],
    ['-￥1,000.00', '-1000'],
    ['￥-1,000.00', '-1000'],
    ['1.0344元', '1.0344'],
    ['+7', '7'],
    ['12 875 486.36', '12875486.36'],
    ['1\u00a0000\u00a0000 元', '1000000'],
    ['- 1\u2009234.5', '-1234.5'],
    ['007', '7'],
  ])('%s is %s', (text, value) => expect(parseNumber(text)).toEqual({ value, fault: null }))

  it.each([[null], [''], [' '], ['-'], ['--'], ['***'], ['/'], ['—'], ['&nbsp;'.replace('&nbsp;', '\u00a0')]])(
    '%j is empty',
    (text) => expect(parseNumber(text)).toEqual({ value: null, fault: null }),
  )

  it.each([
    ['abc'],
    ['10²'],
    ['①②'],
    ['1½'],
    ['$100'],
    ['#N/A'],
    ['#DIV/0!'],
    ['1,2,4'],
    ['1-2'],
    ['12:30'],
    ['1.2.3'],
    ['1 0000'],
    ['1000 2000'],
    ['1000\n2000'],
    ['120\n880'],
    ['1, 000'],
    ['0. 5'],
    ['(-5)'],
    [true],
    [Number.NaN],
  ])('%j is no number', (cell) => expect(parseNumber(cell)).toEqual({ value: null, fault: 'value-invalid' }))

  it('reads spreadsheet doubles at 15 significant digits and drops float dust', () => {
    expect(cellDecimalText(0.1 + 0.2)).toBe('0.3')
    expect(cellDecimalText(0.9348009999999999)).toBe('0.934801')
    expect(cellDecimalText(1e21)).toBe('1000000000000000000000')
    expect(moneyE4(1655930131.2).value).toBe(16_559_301_312_000n)
    expect(moneyE4(100.3 - 100).value).toBe(3000n)
    expect(moneyE4(-(1000000.1 - 1000000)).value).toBe(-1000n)
    expect(moneyE4(1.8189894035458565e-12).value).toBe(0n)
  })

  it('rounds no figure away silently (R-NUM-1)', () => {
    expect(moneyE4('1.23456').fault).toBe('value-too-precise')
    expect(moneyE4(1.23456).fault).toBe('value-too-precise')
    expect(moneyE4('3784965.000000')).toEqual({ value: 37_849_650_000n, fault: null })
    expect(priceE8('1.123456789').fault).toBe('value-too-precise')
    expect(moneyE4('12.5%').fault).toBe('value-invalid')
  })

  it('reads any E4 amount back from its printed forms', () => {
    assert(
      property(bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (value) => {
        const plain = formatScaled(value, 4, 4)
        const grouped = plain.replace(/\B(?=(\d{3})+(?!\d)\.)/g, ',').replace(/(\d)(?=(\d{3})+\.)/g, '$1,')
        expect(moneyE4(plain).value).toBe(value)
        expect(moneyE4(grouped.replace(/,+/g, ',')).value).toBe(value)
        expect(moneyE4(`(${plain.replace('-', '')})`).value).toBe(value < 0n ? value : -value)
      }),
    )
  })
})

describe('dates', () => {
  it.each([
    ['2024-01-02'],
    ['2024-1-2'],
    ['20240102'],
    ['2024/1/2'],
    ['2024.01.02'],
    ['2024年01月02日'],
    ['2024 年 1 月 2 日'],
    ['2024-01-02 00:00:00.0'],
    ['2024-01-02T00:00:00'],
    ['２０２４－０１－０２'],
    ['45293'],
    [45293],
    [45293.75],
    [20240102],
    ['20240102.0'],
    ['2024-01-02T00:00:00.000Z'],
    ['2024-01-02T09:30:00+08:00'],
  ])('%j is 2024-01-02', (cell) => expect(dateOf(cell)).toBe('2024-01-02'))

  it.each([
    ['2024-02-30'],
    ['2023-02-29'],
    ['20241301'],
    ['1002'],
    [1002],
    ['2024'],
    [''],
    [null],
    ['1889-01-01'],
    [true],
    ['2024-01-01T16:00:00Z'],
    ['2024-01-01 16:00:00.000+00:00'],
    ['2024-01-02T20:00:00-0500'],
  ])('%j is no date', (cell) => expect(dateOf(cell)).toBeNull())
})

describe('fund codes', () => {
  it.each([
    ['216', '000216'],
    [216, '000216'],
    ['216.0', '000216'],
    ['000216.OF', '000216'],
    ['510903 SH', '510903'],
    ["'004685", '004685'],
    ['s99001', 'S99001'],
    ['16E001', '16E001'],
  ])('%j is %s', (cell, code) => expect(fundCodeText(cell)).toBe(code))

  it.each([[''], [null], ['合计'], ['-']])('%j is none', (cell) => expect(fundCodeText(cell)).toBeNull())
})
