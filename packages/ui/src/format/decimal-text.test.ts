import { describe, expect, it } from 'vitest'
import { compareDecimals, formatDecimal, groupedFigures, scaleOf, signOf, sumDecimals } from './decimal-text'

describe('formatDecimal', () => {
  it('groups thousands and keeps every digit of long amounts', () => {
    expect(formatDecimal('10462944.40', { places: 2 })).toBe('10,462,944.40')
    expect(formatDecimal('90071992547409931234.56', { places: 2 })).toBe('90,071,992,547,409,931,234.56')
    expect(formatDecimal('999.00', { places: 2 })).toBe('999.00')
  })

  it('rounds half-up away from zero', () => {
    expect(formatDecimal('0.005', { places: 2 })).toBe('0.01')
    expect(formatDecimal('-0.005', { places: 2 })).toBe('−0.01')
    expect(formatDecimal('999.995', { places: 2 })).toBe('1,000.00')
    expect(formatDecimal('2.5', { places: 0 })).toBe('3')
  })

  it('turns fractions into percent', () => {
    expect(formatDecimal('-0.00190785', { places: 2, shift: 2, signed: true })).toBe('−0.19')
    expect(formatDecimal('0.04630000', { places: 2, shift: 2, signed: true })).toBe('+4.63')
    expect(formatDecimal('0.56140900', { places: 2, shift: 2 })).toBe('56.14')
    expect(formatDecimal('1', { places: 2, shift: 2 })).toBe('100.00')
  })

  it('gives no sign to what rounds to zero', () => {
    expect(formatDecimal('-0.00000001', { places: 2, shift: 2, signed: true })).toBe('0.00')
    expect(formatDecimal('0.00', { places: 2, signed: true })).toBe('0.00')
  })

  it('refuses what is no decimal', () => {
    expect(() => formatDecimal('1e5', { places: 2 })).toThrow(TypeError)
    expect(() => formatDecimal('', { places: 2 })).toThrow(TypeError)
  })
})

describe('signOf, scaleOf, sumDecimals', () => {
  it('reads sign and scale', () => {
    expect(signOf('-0.01')).toBe(-1)
    expect(signOf('-0.00')).toBe(0)
    expect(signOf('7')).toBe(1)
    expect(scaleOf('1.04630000')).toBe(8)
    expect(scaleOf('5')).toBe(0)
  })

  it('compares without floats', () => {
    expect(compareDecimals('90071992547409931234.56', '90071992547409931234.57')).toBe(-1)
    expect(compareDecimals('1.10', '1.1')).toBe(0)
    expect(compareDecimals('-2', '-10.5')).toBe(1)
    expect(compareDecimals('-0.00', '0')).toBe(0)
  })

  it('adds without floats', () => {
    expect(sumDecimals(['0.10', '0.20'])).toBe('0.30')
    expect(sumDecimals(['5874073.80', '3946628.49', '359396.80', '200.21', '282645.10'])).toBe('10462944.40')
    expect(sumDecimals(['1.00', '-1.50'])).toBe('-0.50')
    expect(sumDecimals([])).toBe('0')
  })
})

it('groups figures within a text, and nothing that only looks like one', () => {
  expect(groupedFigures('1020000.00')).toBe('1,020,000.00')
  expect(groupedFigures('000216 -1234567.8900，差 1000.01')).toBe('000216 -1,234,567.8900，差 1,000.01')
  expect(groupedFigures('12345678.50 / 1000.00 (2345.67%)')).toBe('12,345,678.50 / 1,000.00 (2,345.67%)')
  for (const text of ['000216', '2026-01-05', '1.0200', '20260105.xls', '2026.01.05', '1002.01.01', 'SA5001', '12345'])
    expect(groupedFigures(text)).toBe(text)
})
