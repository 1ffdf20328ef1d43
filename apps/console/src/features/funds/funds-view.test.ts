import { expect, it } from 'vitest'
import {
  changeText,
  classWire,
  draftOf,
  emptyDraft,
  fundQuery,
  fundWire,
  isCodeWrong,
  kindText,
  newFundWire,
  periodsOf,
  type Fund,
} from './funds-view'

const fund: Fund = {
  code: '000001',
  name: '示例',
  shortName: null,
  assetClass: null,
  firstClass: null,
  laterClasses: [],
  kind: null,
  priceLag: 1,
  suggestion: 'equity',
}

it('a fund without a class begins with the suggestion, one with a class with its own', () => {
  const draft = { code: '000001', name: '示例', shortName: '', assetClass: 'equity', kind: '', priceLag: '1' }
  expect(draftOf(fund)).toEqual(draft)
  expect(draftOf({ ...fund, suggestion: null }).assetClass).toBe('')
  expect(draftOf({ ...fund, assetClass: 'money', suggestion: null }).assetClass).toBe('money')
})

it('sends nothing while a class, a name or a whole number of days is missing', () => {
  const draft = draftOf(fund)
  const wire = { name: '示例', shortName: null, assetClass: 'equity', kind: 'QDII', priceLag: 1 }
  expect(fundWire({ ...draft, kind: ' QDII ' })).toEqual(wire)
  for (const wrong of [
    { assetClass: '' as const },
    { name: ' ' },
    { priceLag: '31' },
    { priceLag: '1.5' },
    { priceLag: '' },
  ])
    expect(fundWire({ ...draft, ...wrong })).toBeNull()
})

it('a new fund has a code as files have it', () => {
  const draft = { ...emptyDraft(), name: '示例', assetClass: 'money' as const }
  expect(newFundWire(draft)).toBeNull()
  expect(newFundWire({ ...draft, code: ' s99001 ' })).toMatchObject({ code: 'S99001', assetClass: 'money' })
  for (const code of ['', '123', '12345', 'A-1234', '1234567890123']) expect(isCodeWrong({ ...draft, code })).toBe(true)
  for (const code of ['000001', 'SAB1']) expect(isCodeWrong({ ...draft, code })).toBe(false)
})

it('reads its filter from the address and takes no other words', () => {
  expect(fundQuery({ text: '债', class: 'none', price: 'differs' })).toEqual({
    text: '债',
    assetClass: 'none',
    price: 'differs',
    cursor: undefined,
  })
  expect(fundQuery({ price: 'x' }).price).toBeUndefined()
  expect(fundQuery({ class: 'gold' }).assetClass).toBeUndefined()
})

it('tells a change of class or kind in words', () => {
  const t = (key: string) => `<${key}>`
  expect(changeText({ field: 'assetClass' }, 'money', t)).toBe('<funds.of.money>')
  expect(changeText({ field: 'name' }, 'money', t)).toBe('money')
  expect(changeText({ field: 'kind' }, 'open-end', t)).toBe('<funds.is.open-end>')
  expect(changeText({ field: 'kind' }, 'REIT', t)).toBe('REIT')
  expect(changeText({ field: 'kind' }, null, t)).toBe('—')
})

it('lists the classes of a fund, the latest first', () => {
  const laterClasses = [
    { from: '2024-06-03', assetClass: 'equity' as const },
    { from: '2025-01-02', assetClass: 'money' as const },
  ]
  expect(periodsOf({ firstClass: 'fixed-income', laterClasses })).toEqual([
    { from: '2025-01-02', assetClass: 'money' },
    { from: '2024-06-03', assetClass: 'equity' },
    { from: null, assetClass: 'fixed-income' },
  ])
})

it('asks for a class once its day is known', () => {
  const draft = { kind: 'from' as const, assetClass: 'equity' as const, from: '2024-06-03' }
  expect(classWire(draft)).toEqual({ assetClass: 'equity', from: '2024-06-03' })
  expect(classWire({ ...draft, kind: 'first' })).toEqual({ assetClass: 'equity', from: null })
  expect(classWire({ ...draft, kind: 'gone' })).toEqual({ assetClass: null, from: '2024-06-03' })
  for (const wrong of [{ from: '' }, { from: '2024-02-30' }, { assetClass: '' as const }])
    expect(classWire({ ...draft, ...wrong })).toBeNull()
})

it('says a kind in words, and any other as the file named it', () => {
  const shown = ['open-end', 'REIT', null].map((kind) => kindText(kind, (key) => `«${key}»`))
  expect(shown).toEqual(['«funds.is.open-end»', 'REIT', '—'])
})
