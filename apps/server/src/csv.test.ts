import { expect, it } from 'vitest'
import { csvBytes } from './csv'

const line = (...cells: string[]) => csvBytes([cells]).toString('utf8')

it('begins with a BOM and ends its lines as spreadsheets do', () => {
  expect(line('日期', '2024-01-02')).toBe('\uFEFF日期,2024-01-02\r\n')
})

it.each(['=1+1', '+1', '-1.00%', '@sum(a1)', '\t=1', '\r=1', ' =1', '＝1', '\n=1', "'=1"])(
  'keeps %j as text',
  (cell) => {
    expect(line(cell)).toBe(`\uFEFF"'${cell}"\r\n`)
  },
)

it('quotes what would break a line, and leaves the rest alone', () => {
  expect(line('a,b', 'say "x"', 'one\ntwo', 'R-CHK-1', '3 - 2')).toBe(
    '\uFEFF"a,b","say ""x""","one\ntwo",R-CHK-1,3 - 2\r\n',
  )
})

it('leaves figures below zero figures', () => {
  expect(line('-11478.46', '-1', '-1-1', '-1.')).toBe(`\uFEFF-11478.46,-1,"'-1-1","'-1."\r\n`)
})
