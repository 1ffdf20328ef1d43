import { expect, it } from 'vitest'
import { codedComponentsText, componentsText, weightE2, weightText } from './benchmark-words'

it('reads a weight exactly, and nothing that is none', () => {
  expect(['60', '60.5', '0.01', '33.33', '100.00', '007'].map(weightE2)).toEqual([6000, 6050, 1, 3333, 10_000, 700])
  for (const none of ['', '0', '0.00', '-1', '1.005', '.5', '5.', '1,5', '1e1', '六十', '１０', '1000'])
    expect(weightE2(none), none).toBeNull()
  expect([6000, 6050, 1, 10_000].map(weightText)).toEqual(['60.00', '60.50', '0.01', '100.00'])
})

it('says what a benchmark is made of with no more zeros than needed', () => {
  const components = [
    { name: '沪深300', indexCode: '000300', weight: '60.00' },
    { name: '中债新综合', indexCode: null, weight: '39.50' },
    { name: '存款利率', indexCode: null, weight: '0.50' },
  ]
  expect(componentsText(components)).toBe('沪深300 60% + 中债新综合 39.5% + 存款利率 0.5%')
  expect(codedComponentsText(components)).toBe('沪深300 (000300) 60% + 中债新综合 39.5% + 存款利率 0.5%')
  expect(componentsText([{ name: '沪深300', weight: '100.00' }])).toBe('沪深300 100%')
  expect(componentsText([])).toBe('')
})
