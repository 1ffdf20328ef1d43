import { expect, it } from 'vitest'
import { cellName, figureName, refOf, type TrailPart } from './trail-view'

it('a figure is named by what it is and whose', () => {
  expect(figureName('net-assets')).toEqual({ key: 'net-assets', subject: null, assetClass: null })
  expect(figureName('class:equity')).toEqual({ key: 'class', subject: null, assetClass: 'equity' })
  expect(figureName('fund:000216:cost')).toEqual({ key: 'cost', subject: '000216', assetClass: null })
})

it('a cell has a name where its column is known', () => {
  const source = { fileId: '', fileName: '', sheet: null, row: 34, receivedAt: '', by: '' }
  expect([cellName({ ...source, column: 'H' }), cellName({ ...source, column: null })]).toEqual(['H34', null])
})

it('a part opens where it is a figure of a version', () => {
  const part = { figure: 'unit-nav', date: '2024-01-02', version: 2 } as TrailPart
  expect(refOf(part)).toEqual({ figure: 'unit-nav', date: '2024-01-02', version: 2 })
  expect([refOf({ ...part, figure: null }), refOf({ ...part, version: null })]).toEqual([null, null])
})
