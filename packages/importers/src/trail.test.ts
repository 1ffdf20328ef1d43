/** Where a record's figures stand: the rows and columns that a figure's trail shows. */
import { describe, expect, it } from 'vitest'
import { type Cell, columnName } from './bytes/grid'
import type { ImportRecord } from './records'
import { readFile } from './registry'
import { DUMP_HEADER, dumpDay } from './testing/fa-dump'
import { FA_ROWS, faSheet } from './testing/fa-sheet'
import { csv, html, workbook } from './testing/files'

const recordsOf = (bytes: Uint8Array, fileName = 'x.xls'): ImportRecord[] => {
  const { records, problems } = readFile(bytes, { fileName })
  expect(problems).toEqual([])
  return records
}
const sheet = (rows: Cell[][]) => recordsOf(workbook({ 表: rows }, 'xlsx'), '示例成长一号_20240102.xlsx')

it('columns are named as a spreadsheet names them', () => {
  expect([0, 25, 26, 51, 52, 255].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'IV'])
})

describe('a valuation sheet', () => {
  it('tells the cell of each of its figures and the columns of its funds', () => {
    // three rows of title, the header in row 4, the accounts from row 5
    expect(sheet(faSheet({}))).toMatchObject([
      {
        source: {
          sheet: '表',
          row: 18,
          cells: {
            totalAssets: 'H16',
            totalLiabilities: 'H17',
            netAssets: 'H18',
            shares: 'C15',
            unitNav: 'B19',
            accumulatedNav: 'B21',
          },
          columns: { shares: 'C', unitNav: 'G', marketValue: 'H', cost: 'E' },
        },
        funds: [{ fundCode: '000216', row: 10 }],
      },
    ])
  })

  it('also where columns are in another order, NAVs among the market values, and the capital among the costs', () => {
    const rows = FA_ROWS.map((row): Cell[] => {
      const [code = '', name = '', quantity = '', , cost = '', , price = '', marketValue = '', , gain = ''] = row
      if (/单位净值/.test(String(code))) return [code, '', '', name]
      const moved: Cell[] = [code, name, 'CNY', marketValue, quantity, cost, price, gain]
      return code === '实收资本' ? [code, '', '', '', '', cost, '', ''] : moved
    })
    const header = ['科目代码', '科目名称', '币种', '市值', '数量', '成本', '市价', '估值增值']
    const records = sheet(faSheet({ header: [header, ['', '', '', '本币', '', '本币', '', '本币']], rows }))
    // one row of sub-headers more
    expect(records).toMatchObject([
      {
        source: {
          row: 19,
          cells: {
            totalAssets: 'D17',
            totalLiabilities: 'D18',
            netAssets: 'D19',
            shares: 'F16',
            unitNav: 'D20',
            accumulatedNav: 'D22',
          },
          columns: { shares: 'E', unitNav: 'G', marketValue: 'D', cost: 'F' },
        },
        funds: [{ fundCode: '000216', row: 11 }],
      },
    ])
  })
})

it('a dump tells the cells of each day; a price or cost that it has no column for has none', () => {
  const records = recordsOf(
    html([DUMP_HEADER, ...dumpDay('8001', '2024-01-02'), ...dumpDay('8001', '2024-01-03')]),
    'guzhibiao_20240103.xls',
  )
  const columns = { shares: 'C', unitNav: '', marketValue: 'D', cost: '' }
  const cellsFrom = (first: number) => ({
    totalAssets: `D${first + 5}`,
    totalLiabilities: `D${first + 6}`,
    netAssets: `D${first + 7}`,
    shares: `C${first + 4}`,
    unitNav: `B${first + 8}`,
    accumulatedNav: `B${first + 9}`,
  })
  expect(records).toMatchObject([
    { date: '2024-01-02', source: { row: 9, cells: cellsFrom(2), columns }, funds: [{ row: 4 }] },
    { date: '2024-01-03', source: { row: 19, cells: cellsFrom(12), columns }, funds: [{ row: 14 }] },
  ])
})

it('holdings of O3.2 tell the row of each fund and the columns of what is kept', () => {
  const rows = [
    ['持仓'],
    ['日期', '基金编号', '证券代码', '证券名称', '持仓', '市值', '当前成本', '含费用成本', '总体盈亏'],
    ['2024-01-02', '8001', '000216', '黄金', '100', '150', '120', '121', '29'],
    ['2024-01-02', '8001', '004685', '灵活', '10', '10', '10', '10', '0'],
  ]
  const columns = { marketValue: 'F', costWithFees: 'H', totalProfit: 'I' }
  const records = recordsOf(workbook({ Sheet1: rows }, 'biff8'), 'chicang_20240102.xls')
  expect(records).toMatchObject([
    { fundCode: '000216', source: { sheet: 'Sheet1', row: 3, columns } },
    { fundCode: '004685', source: { sheet: 'Sheet1', row: 4, columns } },
  ])
})

describe('neutral files', () => {
  it('valuations tell the line and the columns', () => {
    const header = ['portfolio_code', 'date', 'net_assets', 'shares', 'unit_nav']
    const records = recordsOf(
      csv([header, ['A1', '2024-01-02', '1000', '1000', '1'], [], ['A2', '2024-01-02', '5', '5', '1']]),
    )
    expect(records.map(({ source }) => source)).toEqual([
      { sheet: null, row: 2, cells: { netAssets: 'C2', shares: 'D2', unitNav: 'E2' }, columns: {} },
      { sheet: null, row: 4, cells: { netAssets: 'C4', shares: 'D4', unitNav: 'E4' }, columns: {} },
    ])
  })

  it('holdings tell the line of each fund', () => {
    const header = ['portfolio_code', 'fund_code', 'date', 'market_value', 'shares', 'profit']
    const records = recordsOf(
      csv([header, ['A1', '000216', '2024-01-02', '150', '100', '1'], ['A1', '004685', '2024-01-02', '9', '9', '']]),
    )
    const columns = { shares: 'E', marketValue: 'D', profit: 'F' }
    expect(records.map(({ source }) => source)).toEqual([
      { sheet: null, row: 2, columns },
      { sheet: null, row: 3, columns },
    ])
  })
})
