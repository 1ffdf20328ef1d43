import { expect, it } from 'vitest'
import { columnPlaces, formatFigure, formatNavShort, tellsWealth, toneOf } from './figures'

it('prints the reference case as its pages do', () => {
  expect(formatFigure('money', '10462944.40')).toBe('10,462,944.40')
  expect(formatFigure('money-whole', '10462944.40')).toBe('10,462,944')
  expect(formatFigure('gain', '-20140.80')).toBe('−20,140.80')
  expect(formatFigure('gain', '462944.40')).toBe('+462,944.40')
  expect(formatFigure('rate', '-0.00190785')).toBe('−0.19%')
  expect(formatFigure('ratio', '0.56141690')).toBe('56.14%')
  expect(formatFigure('shares', '301507.38')).toBe('301,507.38')
  expect(formatFigure('shares', '301507.3812')).toBe('301,507.3812')
  expect(formatFigure('nav', '1.0463')).toBe('1.0463')
  expect(formatFigure('nav', '1.046')).toBe('1.0460')
  expect(formatNavShort('1.04630000')).toBe('1.0463')
})

it('gives a column the decimals of its longest value', () => {
  const shares = ['301507.38', '12.3456', null]
  expect(columnPlaces(shares)).toBe(4)
  expect(columnPlaces([null])).toBe(0)
  expect(formatFigure('shares', '301507.38', columnPlaces(shares))).toBe('301,507.3800')
  expect(formatFigure('nav', '1.192', 2)).toBe('1.1920')
  expect(formatFigure('money', '1.10', 4)).toBe('1.10')
})

it('hides what tells how much someone owns, and nothing else', () => {
  const kinds = ['money', 'money-whole', 'gain', 'shares', 'rate', 'ratio', 'nav'] as const
  expect(kinds.filter(tellsWealth)).toEqual(['money', 'money-whole', 'gain', 'shares'])
})

it('gives a tone only to what is not printed as zero', () => {
  expect(toneOf('rate', '-0.00190785')).toBe('fall')
  expect(toneOf('rate', '0.00000400')).toBe('flat')
  expect(toneOf('gain', '0.01')).toBe('rise')
  expect(toneOf('gain', '0.00')).toBe('flat')
})
