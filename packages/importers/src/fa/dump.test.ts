import { describe, expect, it } from 'vitest'
import type { Cell } from '../bytes/grid'
import type { ReadResult } from '../records'
import { readFile } from '../registry'
import { DUMP_HEADER, dumpDay } from '../testing/fa-dump'
import { html, workbook } from '../testing/files'

const read = (rows: Cell[][], header: Cell[] = DUMP_HEADER): ReadResult =>
  readFile(html([header, ...rows]), { fileName: 'guzhibiao_20240103.xls' })
const summary = ({ records, problems }: ReadResult): string[] => [
  ...records.map((record) => (record.kind === 'valuation' ? `${record.portfolio.value} ${record.date}` : record.kind)),
  ...problems.map((found) => `${found.code} ${found.severity} ${found.portfolio?.value} ${found.date}`),
]

describe('an FA dump', () => {
  it('gives one valuation per portfolio and day', () => {
    const result = read([
      ...dumpDay('8001', '2024-01-02'),
      ...dumpDay('8001', '2024-01-03'),
      ...dumpDay('8002', '2024-01-02'),
    ])
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
    expect(summary(read(dumpDay(ledger, date)))).toEqual(['8001 2024-01-02'])
  })

  it('reads numbers and lower-case headers of a workbook', () => {
    const rows = [DUMP_HEADER.map((label) => String(label).toLowerCase()), ...dumpDay(8001, 45293)]
    const result = readFile(workbook({ Sheet1: rows }, 'biff8'), { fileName: 'x.xls' })
    expect(summary(result)).toEqual(['8001 2024-01-02'])
  })

  it('keeps one account in two currencies apart by VC_JSBZ', () => {
    const rows = dumpDay('8001', '2024-01-02').map((row) => [...row, 'CNY'])
    const dollars: Cell[] = ['1002', '银行存款', '', 0, '', '8001', '2024-01-02', 'USD']
    expect(summary(read([...rows, dollars], [...DUMP_HEADER, 'VC_JSBZ']))).toEqual(['8001 2024-01-02'])
  })

  it('counts days from 1904 where the workbook does', () => {
    const rows = [DUMP_HEADER, ...dumpDay(8001, 45293 - 1462)]
    const bytes = workbook({ Sheet1: rows }, 'xlsx', { date1904: true })
    expect(summary(readFile(bytes, { fileName: 'x.xlsx' }))).toEqual(['8001 2024-01-02'])
  })

  it('drops equal repetitions and says so', () => {
    const result = read([...dumpDay('8001', '2024-01-02'), ...dumpDay('8001', '2024-01-02')])
    expect(summary(result)).toEqual(['8001 2024-01-02', 'row-duplicate warning 8001 2024-01-02'])
  })

  it('holds only the portfolio and day that has two versions', () => {
    const other = dumpDay('8001', '2024-01-02').map((row) =>
      row[0] === '1002' ? ['1002', '银行存款', '', 2000, '', ...row.slice(5)] : row,
    )
    const result = read([...dumpDay('8001', '2024-01-02'), ...other, ...dumpDay('8002', '2024-01-02')])
    expect(summary(result)).toEqual([
      '8001 2024-01-02',
      '8002 2024-01-02',
      'row-conflict review 8001 2024-01-02',
      'row-duplicate warning 8001 2024-01-02',
    ])
  })

  it('refuses only the portfolio and day that lacks a row', () => {
    const partial = dumpDay('8002', '2024-01-02').filter((row) => row[0] !== '实收资本')
    expect(summary(read([...dumpDay('8001', '2024-01-02'), ...partial]))).toEqual([
      '8001 2024-01-02',
      'row-missing error 8002 2024-01-02',
    ])
  })

  it('refuses the portfolio of a row without a readable date, and overlooks a footer', () => {
    const rows = [
      ...dumpDay('8001', '2024-01-02'),
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
      dumpDay('8001', '2024-01-02'),
      DUMP_HEADER.map((label) => (label === column ? 'OTHER' : label)),
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
