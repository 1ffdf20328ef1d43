/** FORMATS' numbered cases that concern FA dumps: each title carries its number (docs/import-cases.md). */
import { describe, expect, it } from 'vitest'
import type { Cell } from '../bytes/grid'
import type { ReadResult } from '../records'
import { readFile } from '../registry'
import { DUMP_HEADER, dumpDay } from '../testing/fa-dump'
import { html } from '../testing/files'

const DAY = '2024-01-02'
const read = (rows: Cell[][], header: Cell[] = DUMP_HEADER): ReadResult =>
  readFile(html([header, ...rows]), { fileName: 'guzhibiao_20240103.xls' })
const days = ({ records }: ReadResult): string[] =>
  records.map((record) => (record.kind === 'valuation' ? `${record.portfolio.value} ${record.date}` : record.kind))

describe('dumps', () => {
  it('case 34: a fund code that lost its zeros', () => {
    const rows = dumpDay('8001', DAY).map((row) =>
      row[0] === '11050201000216' ? ['1105.02.01.216', ...row.slice(1)] : row,
    )
    const { records, problems } = read(rows)
    expect(problems).toEqual([])
    expect(records).toMatchObject([{ funds: [{ fundCode: '000216', row: 4 }] }])
  })
  it('case 35: a total row without portfolio and day', () => {
    const result = read([...dumpDay('8001', DAY), ['合计', '', 1440, 4740, '', '', '']])
    expect(days(result)).toEqual(['8001 2024-01-02'])
    expect(result.problems).toMatchObject([{ code: 'value-missing', severity: 'warning', row: 12, column: 'L_ZTBH' }])
  })
  it('case 36: a required column missing', () => {
    const { records, problems } = read(
      dumpDay('8001', DAY),
      DUMP_HEADER.map((label) => (label === 'EN_SZ' ? 'EN_WBSZ' : label)),
    )
    expect(records).toEqual([])
    expect(problems).toMatchObject([
      { code: 'column-missing', severity: 'error', row: 1, column: 'EN_SZ', expected: 'EN_SZ' },
    ])
  })
  it('case 37: header only', () => {
    const { records, problems } = read([])
    expect(records).toEqual([])
    expect(problems).toMatchObject([{ code: 'no-rows', severity: 'review' }])
  })
  it('case 45: one portfolio incomplete, the others unharmed', () => {
    const partial = dumpDay('8002', DAY).filter(([code]) => code !== '实收资本' && code !== '累计单位净值：')
    const result = read([...dumpDay('8001', DAY), ...partial, ...dumpDay('8003', DAY)])
    expect(days(result)).toEqual(['8001 2024-01-02', '8003 2024-01-02'])
    const missing = { code: 'row-missing', severity: 'error', portfolio: { value: '8002' }, date: DAY }
    expect(result.problems).toMatchObject([
      { ...missing, expected: '实收资本' },
      { ...missing, expected: '累计单位净值' },
    ])
  })
  it('case 46: all rows twice', () => {
    const result = read([...dumpDay('8001', DAY), ...dumpDay('8001', DAY)])
    expect(days(result)).toEqual(['8001 2024-01-02'])
    expect(result.problems).toMatchObject([{ code: 'row-duplicate', severity: 'warning', found: '4', date: DAY }])
  })
  it('case 47: two versions of a day', () => {
    const other = dumpDay('8001', DAY).map((row) =>
      row[0] === '基金资产净值:' ? [...row.slice(0, 3), 1139, ...row.slice(4)] : row,
    )
    const result = read([...dumpDay('8001', DAY), ...other, ...dumpDay('8002', DAY)])
    expect(days(result)).toEqual(['8001 2024-01-02', '8002 2024-01-02'])
    expect(result.problems).toMatchObject([
      { code: 'row-duplicate', severity: 'warning', portfolio: { value: '8001' } },
      { code: 'row-conflict', severity: 'review', row: 19, column: '基金资产净值', found: '1139', expected: '1140' },
    ])
  })
  it('case 49: 8001.0 and timestamps', () => {
    const result = read([...dumpDay('8001.0', '2024-01-02 00:00:00.0'), ...dumpDay('8001.0', '2024-01-03 00:00:00.0')])
    expect([days(result), result.problems]).toEqual([['8001 2024-01-02', '8001 2024-01-03'], []])
  })
  it('case 72: text in number columns', () => {
    const rows = dumpDay('8001', DAY).map((row) => row.map((cell) => (cell === '' ? '--' : cell)))
    expect(read(rows)).toMatchObject({ problems: [], records: [{ netAssetsE4: 11_400_000n }] })
  })
})
