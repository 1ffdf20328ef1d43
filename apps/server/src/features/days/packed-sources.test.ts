import { expect, it } from 'vitest'
import { dayPlace, fundPlaces, type DaySources } from './day-sources'
import { packSources, unpackSources } from './packed-sources'

const FA: DaySources[number] = {
  fileId: '01FA',
  sheet: '估值表',
  cells: { netAssets: 'H18', shares: 'C15', unitNav: '19' },
  columns: { shares: 'C', marketValue: 'H', sourceCost: '' },
  rows: {
    '000216': [{ row: 10, figures: null }],
    '110011': [
      { row: 12, figures: { shares: 1_000_000n, marketValue: 1_500_000n, sourceCost: 9n } },
      { row: 19, figures: { shares: 2_000_000n, marketValue: 3_000_000n } },
    ],
  },
}
const O32: DaySources[number] = {
  fileId: '01O32',
  sheet: null,
  cells: {},
  columns: { o32Cost: 'AA' },
  rows: { '110011': [{ row: 3, figures: null }] },
}
const CODES = ['000216', '000759', '110011']

it('packs what a version took from each table, and unpacks the same', () => {
  const packed = packSources([FA, O32], CODES)
  expect(packed).toBe(
    '[["01FA","估值表",",,H18,C15,19","C,,H,-",[10,0,[[12,"1000000",null,"1500000","9",null,null,null,null],' +
      '[19,"2000000",null,"3000000",null,null,null,null,null]]]],["01O32",null,"",",,,,,AA",[0,0,3]]]',
  )
  expect(unpackSources(packed, CODES)).toEqual([FA, O32])
})

it('finds the first table that has a figure; a figure that none has, or whose file is not known, stands nowhere', () => {
  const unknown = { ...FA, fileId: '', cells: { shares: '0' }, columns: {}, rows: {} }
  const sources = [unknown, FA, O32]
  expect(dayPlace(sources, 'netAssets')).toEqual({ fileId: '01FA', sheet: '估值表', row: 18, column: 'H' })
  expect(dayPlace(sources, 'unitNav')).toMatchObject({ row: 19, column: null })
  expect([dayPlace(sources, 'shares'), dayPlace(sources, 'totalAssets'), dayPlace(null, 'shares')]).toEqual([
    null,
    null,
    null,
  ])
  expect(fundPlaces(sources, 'o32Cost', '110011')).toMatchObject([{ fileId: '01O32', row: 3, column: 'AA' }])
  expect(fundPlaces(sources, 'o32Cost', '000216')).toEqual([])
  expect(fundPlaces(sources, 'sourceCost', '110011')).toMatchObject([
    { row: 12, column: null },
    { row: 19, column: null },
  ])
})
