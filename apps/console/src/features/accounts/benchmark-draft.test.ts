import { expect, it } from 'vitest'
import { EMPTY_SET, setDraft, setRows, setWire, shownLines, sumText } from './benchmark-draft'

const typed = (fields: Record<string, string>) => ({ ...EMPTY_SET, from: '2026-01-05', ...fields })
const SHARES = { 'components.0.name': '沪深300', 'components.0.indexCode': '000300', 'components.0.weight': '60' }
const BONDS = { 'components.2.name': '中债新综合', 'components.2.weight': '40.00 %' }
const SET = {
  id: 'S1',
  from: '2026-01-05',
  components: [{ name: '沪深300', indexCode: null, weight: '100.00' }],
  setBy: 'operator',
  setAt: '2026-01-05T01:00:00Z',
}

it('sends the lines that are filled', () => {
  expect(setWire(typed({ ...SHARES, ...BONDS, replaces: 'S1' }))).toEqual({
    wire: {
      from: '2026-01-05',
      components: [
        { name: '沪深300', indexCode: '000300', weight: '60' },
        { name: '中债新综合', indexCode: null, weight: '40.00' },
      ],
      replaces: 'S1',
    },
  })
})

it('says what is wrong beside the field that it is wrong with', () => {
  expect(setWire(EMPTY_SET)).toEqual({ errors: { from: 'required', 'components.0.name': 'required' } })
  expect(setWire(typed({ ...SHARES, 'components.1.name': '沪深300', 'components.1.weight': '0' }))).toEqual({
    errors: { 'components.1.name': 'not-unique', 'components.1.weight': 'weight' },
  })
  expect(setWire(typed({ 'components.3.weight': '12.345' }))).toEqual({
    errors: { 'components.3.name': 'required', 'components.3.weight': 'weight' },
  })
  expect(setWire(typed({ ...SHARES, 'components.1.name': '存款', 'components.1.weight': '39.99' }))).toEqual({
    errors: { components: 'sum-invalid' },
  })
})

it('has a line to go on with, never more than ten, and adds up what is typed', () => {
  expect(shownLines(EMPTY_SET)).toEqual([0, 1])
  expect(shownLines(typed({ ...SHARES, ...BONDS }))).toEqual([0, 1, 2, 3])
  expect(shownLines(typed({ 'components.9.name': '存款' }))).toHaveLength(10)
  expect(sumText(typed({ ...SHARES, ...BONDS }))).toBe('100.00')
  expect(sumText(typed({ ...SHARES, 'components.1.weight': 'x' }))).toBe('60.00')
})

it('types a set again to correct it, and says until when each one stands', () => {
  expect(setWire(setDraft(SET))).toEqual({
    wire: { from: '2026-01-05', components: SET.components, replaces: 'S1' },
  })
  const rows = setRows([{ ...SET, from: '2026-03-02' }, SET])
  expect(rows.map(({ from, until }) => [from, until])).toEqual([
    ['2026-03-02', null],
    ['2026-01-05', '2026-03-02'],
  ])
})
