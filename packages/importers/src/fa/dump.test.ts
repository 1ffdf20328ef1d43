import { describe, expect, it } from 'vitest'
import type { Cell } from '../bytes/grid'
import type { ReadResult } from '../records'
import { readFile } from '../registry'
import { html, workbook } from '../testing/files'

const HEADER: Cell[] = ['VC_KMDM', 'VC_KMMC', 'L_SL', 'EN_SZ', 'EN_GZZZ', 'L_ZTBH', 'D_YWRQ']

/** 1,000 of cash and 100 shares of a fund at 1.5 for 1,140 shares, 10 owed: 1,140 net, unit NAV 1.0000. */
const day = (ledger: Cell, date: Cell): Cell[][] =>
  [
    ['1002', '银行存款', '', 1000, ''],
    ['1105', '基金投资', 100, 150, 50],
    ['11050201000216', '示例黄金', 100, 150, 50],
    ['2206', '应付管理人报酬', '', 10, ''],
    ['实收资本', '', 1140, 1140, ''],
    ['资产类合计:', '', '', 1150, ''],
    ['负债类合计:', '', '', 10, ''],
    ['基金资产净值:', '', '', 1140, ''],
    ['基金单位净值：', '1.0000', '', '', ''],
    ['累计单位净值：', '1.2000', '', '', ''],
  ].map((row) => [...row, ledger, date])

const read = (rows: Cell[][], header: Cell[] = HEADER): ReadResult =>
  readFile(html([header, ...rows]), { fileName: 'guzhibiao_20240103.xls' })
const summary = ({ records, problems }: ReadResult): string[] => [
  ...records.map((record) => (record.kind === 'valuation' ? `${record.portfolio.value} ${record.date}` : record.kind)),
  ...problems.map((found) => `${found.code} ${found.severity} ${found.portfolio?.value} ${found.date}`),
]

describe('an FA dump', () => {
  it('gives one valuation per portfolio and day', () => {
    const result = read([...day('8001', '2024-01-02'), ...day('8001', '2024-01-03'), ...day('8002', '2024-01-02')])
    expect(result.kind).toBe('fa-dump')
    expect(summary(result)).toEqual(['8001 2024-01-02', '8001 2024-01-03', '8002 2024-01-02'])
    expect(result.records[0]).toMatchObject({
      origin: 'fa-dump',
      portfolio: { by: 'fa-ledger', value: '8001' },
      netAssetsE4: 11_400_000n,
      sharesE4: 11_400_000n,
      unitNavE8: 100_000_000n,
      accumulatedNavE8: 120_000_000n,
      funds: [{ fundCode: '000216', sharesE4: 1_000_000n, costE4: 1_000_000n, marketValueE4: 1_500_000n, row: 4 }],
      source: { row: 9 },
    })
  })

  it.each([
    ['8001.0', '2024-01-02 00:00:00.0'],
    ['８００１', '20240102'],
    [' 8001 ', '2024-01-02'],
    ['8,001', '2024-01-02T00:00:00'],
  ])('reads ledger %s and date %s', (ledger, date) => {
    expect(summary(read(day(ledger, date)))).toEqual(['8001 2024-01-02'])
  })

  it('reads numbers and lower-case headers of a workbook', () => {
    const rows = [HEADER.map((label) => String(label).toLowerCase()), ...day(8001, 45293)]
    const result = readFile(workbook({ Sheet1: rows }, 'biff8'), { fileName: 'x.xls' })
    expect(summary(result)).toEqual(['8001 2024-01-02'])
  })

  it('keeps one account in two currencies apart by VC_JSBZ', () => {
    const rows = day('8001', '2024-01-02').map((row) => [...row, 'CNY'])
    const dollars: Cell[] = ['1002', '银行存款', '', 0, '', '8001', '2024-01-02', 'USD']
    expect(summary(read([...rows, dollars], [...HEADER, 'VC_JSBZ']))).toEqual(['8001 2024-01-02'])
  })

  it('counts days from 1904 where the workbook does', () => {
    const rows = [HEADER, ...day(8001, 45293 - 1462)]
    const bytes = workbook({ Sheet1: rows }, 'xlsx', { date1904: true })
    expect(summary(readFile(bytes, { fileName: 'x.xlsx' }))).toEqual(['8001 2024-01-02'])
  })

  it('drops equal repetitions and says so', () => {
    const result = read([...day('8001', '2024-01-02'), ...day('8001', '2024-01-02')])
    expect(summary(result)).toEqual(['8001 2024-01-02', 'row-duplicate warning 8001 2024-01-02'])
  })

  it('holds only the portfolio and day that has two versions', () => {
    const other = day('8001', '2024-01-02').map((row) =>
      row[0] === '1002' ? ['1002', '银行存款', '', 2000, '', ...row.slice(5)] : row,
    )
    const result = read([...day('8001', '2024-01-02'), ...other, ...day('8002', '2024-01-02')])
    expect(summary(result)).toEqual([
      '8001 2024-01-02',
      '8002 2024-01-02',
      'row-conflict review 8001 2024-01-02',
      'row-duplicate warning 8001 2024-01-02',
    ])
  })

  it('refuses only the portfolio and day that lacks a row', () => {
    const partial = day('8002', '2024-01-02').filter((row) => row[0] !== '实收资本')
    expect(summary(read([...day('8001', '2024-01-02'), ...partial]))).toEqual([
      '8001 2024-01-02',
      'row-missing error 8002 2024-01-02',
    ])
  })

  it('refuses the portfolio of a row without a readable date, and overlooks a footer', () => {
    const rows = [
      ...day('8001', '2024-01-02'),
      ['1031', '保证金', '', 5, '', '8002', '2024-13-01'],
      ['合计', '', '', 5, '', '', ''],
    ]
    expect(summary(read(rows))).toEqual([
      '8001 2024-01-02',
      'date-invalid error 8002 null',
      'value-missing warning undefined null',
    ])
    expect(summary(read([['1031', '保证金', '', 5, '', '8002', '']]))).toEqual(['date-missing error 8002 null'])
  })

  it.each(['L_SL', 'EN_SZ', 'EN_GZZZ', 'L_ZTBH', 'D_YWRQ'])('refuses the file without %s', (column) => {
    const result = read(
      day('8001', '2024-01-02'),
      HEADER.map((label) => (label === column ? 'OTHER' : label)),
    )
    expect(result).toMatchObject({
      kind: 'fa-dump',
      records: [],
      problems: [{ code: 'column-missing', severity: 'error', column }],
    })
  })

  it('holds an empty export', () => {
    expect(summary(read([]))).toEqual(['no-rows review undefined null'])
  })
})
