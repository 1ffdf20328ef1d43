import { describe, expect, it } from 'vitest'
import { csv } from '../testing/files'
import { readFile } from '../registry'

const HEADER = ['日期', '基金编号', '证券代码', '证券名称', '持仓数量', '市值(元)', '交易市场']
const read = (rows: (string | number)[][], fileName = 'export.csv') => readFile(csv(rows), { fileName })
const fund8001 = { by: 'o32-fund', value: '8001' }

describe('O3.2 holdings', () => {
  it('take aliases, several days, short codes, 8001.0, and codes of private funds', () => {
    const { kind, records, problems } = read([
      HEADER,
      ['2024-01-02', '8001.0', '4685', '灵活', '850,000.00', '3,749,690.00', '6'],
      ['20240103', '8001', 'S99001', '私募', '1', '1.1', '6'],
    ])
    expect({ kind, problems }).toEqual({ kind: 'o32-holdings', problems: [] })
    expect(records).toMatchObject([
      { portfolio: fund8001, date: '2024-01-02', fundCode: '004685', sharesE4: 8_500_000_000n, market: '6' },
      { portfolio: fund8001, date: '2024-01-03', fundCode: 'S99001', marketValueE4: 11_000n, fundName: '私募' },
    ])
  })

  it('take the day from the file name where the table has none', () => {
    const rows = [HEADER.slice(1), ['8001', '004685', '', '1', '1', '6']]
    expect(read(rows, 'chicang_20240102.xls').records).toMatchObject([{ date: '2024-01-02' }])
    expect(read(rows, '综合信息查询_基金证券2024-01-02(1).xlsx').records).toMatchObject([{ date: '2024-01-02' }])
    const undated = read(rows, 'chicang.xls')
    expect(undated.records).toEqual([])
    expect(undated.problems).toMatchObject([
      { code: 'date-missing', severity: 'error', portfolio: fund8001, date: null },
    ])
  })

  it('take a range of days in the file name, and ask about days beside it', () => {
    const rows = [
      HEADER,
      ...['2023-12-29', '2024-01-02', '2024-01-03'].map((day) => [day, '8001', '004685', '', '1', '1', '6']),
    ]
    const { records, problems } = read(rows, '基金证券20231229-20240102.xls')
    expect(records).toHaveLength(3)
    expect(problems).toMatchObject([{ code: 'date-conflict', severity: 'review', date: '2024-01-03', row: 4 }])
  })

  it('check total rows over the file, a portfolio, or since the last total', () => {
    const { records, problems } = read([
      HEADER,
      ['2024-01-02', '8001', '000001', '', '1', '10', '6'],
      ['2024-01-02', '8001', '000002', '', '2', '20', '6'],
      ['', '8001', '', '', '3', '30', ''],
      ['2024-01-02', '8002', '000001', '', '4', '40', '6'],
      ['', '', '', '合计', '4', '40', ''],
      ['', '', '总计', '', '8', '70', ''],
    ])
    expect(records).toHaveLength(3)
    expect(problems).toMatchObject([
      { code: 'total-mismatch', severity: 'warning', row: 7, column: '持仓数量', found: '8.00', expected: '7.00' },
    ])
  })

  it('hold portfolio and day of a bad row, no other', () => {
    const { records, problems } = read([
      HEADER,
      ['2024-01-02', '8001', '000001', '', '', '10', '6'],
      ['2024-01-02', '8001', '', '无代码', '1', '10', '6'],
      ['2024-01-02', '', '000001', '', '1', '10', '6'],
      ['2024-13-02', '8001', '000001', '', '1', '10', '6'],
      ['2024-01-02', '8002', '000001', '', '1', '1.00001', '6'],
      ['2024-01-02', '8003', '000001', '', '1', '#N/A', '6'],
      ['2024-01-02', '8004', '000001', '', '1', '10', '6'],
    ])
    expect(records).toMatchObject([{ portfolio: { value: '8004' } }])
    expect(problems.map(({ code, row, portfolio, date }) => [code, row, portfolio?.value ?? null, date])).toEqual([
      ['value-missing', 2, '8001', '2024-01-02'],
      ['value-missing', 3, '8001', '2024-01-02'],
      ['value-missing', 4, null, '2024-01-02'],
      ['date-invalid', 5, '8001', null],
      ['value-too-precise', 6, '8002', '2024-01-02'],
      ['value-invalid', 7, '8003', '2024-01-02'],
    ])
  })

  it('ask where a fund stands twice with other figures; another market is another holding', () => {
    const { records, problems } = read([
      HEADER,
      ['2024-01-02', '8001', '160904', '', '1', '10', '6'],
      ['2024-01-02', '8001', '160904', '', '1', '10', '2'],
      ['2024-01-02', '8001', '160904', '', '2', '20', '6'],
    ])
    expect(records).toHaveLength(2)
    expect(problems).toMatchObject([{ code: 'row-conflict', severity: 'review', row: 4, found: '160904' }])
  })

  it('ask where a heading stands twice, and say so when nothing stands under it', () => {
    const { records, problems } = read([[...HEADER, '市值']])
    expect(records).toEqual([])
    expect(problems).toMatchObject([
      { code: 'header-ambiguous', severity: 'review', column: '市值' },
      { code: 'no-rows', severity: 'review' },
    ])
  })

  it('need the fund number from somewhere', () => {
    const rows = [HEADER.filter((label) => label !== '基金编号'), ['2024-01-02', '004685', '', '1', '1', '6']]
    expect(read(rows).problems).toMatchObject([{ code: 'column-missing', severity: 'error', column: '基金编号' }])
    for (const name of ['基金证券20240102-6301.xlsx', '基金证券-6301_20240102.xlsx', '基金证券-6301(1).xlsx']) {
      expect(read(rows, name).records).toMatchObject([{ portfolio: { value: '6301' } }])
    }
  })
})
