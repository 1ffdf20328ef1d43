import { expect, it } from 'vitest'
import { changeText, draftOf, fundQuery, fundWire } from './funds-view'

const fund = { code: '000001', name: '示例', assetClass: null, kind: null, priceLag: 1, suggestion: 'equity' as const }

it('a fund without a class begins with the suggestion, one with a class with its own', () => {
  expect(draftOf(fund)).toEqual({ name: '示例', assetClass: 'equity', kind: '', priceLag: '1' })
  expect(draftOf({ ...fund, suggestion: null }).assetClass).toBe('')
  expect(draftOf({ ...fund, assetClass: 'money', suggestion: null }).assetClass).toBe('money')
})

it('sends nothing while a class, a name or a whole number of days is missing', () => {
  const draft = draftOf(fund)
  expect(fundWire({ ...draft, kind: ' QDII ' })).toEqual({
    name: '示例',
    assetClass: 'equity',
    kind: 'QDII',
    priceLag: 1,
  })
  for (const wrong of [
    { assetClass: '' as const },
    { name: ' ' },
    { priceLag: '31' },
    { priceLag: '1.5' },
    { priceLag: '' },
  ])
    expect(fundWire({ ...draft, ...wrong })).toBeNull()
})

it('reads its filter from the address and takes no other words', () => {
  expect(fundQuery({ text: '债', class: 'none' })).toEqual({ text: '债', assetClass: 'none', cursor: undefined })
  expect(fundQuery({ class: 'gold' }).assetClass).toBeUndefined()
})

it('tells a change of class in words', () => {
  const word = (one: string) => `<${one}>`
  expect(changeText({ field: 'assetClass' }, 'money', word)).toBe('<money>')
  expect(changeText({ field: 'name' }, 'money', word)).toBe('money')
  expect(changeText({ field: 'kind' }, null, word)).toBe('—')
})
