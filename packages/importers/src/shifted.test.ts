/** Thousands commas without quotes in separated text: the row is refused, never read from the wrong columns. */
import { describe, expect, it } from 'vitest'
import type { Cell } from './bytes/grid'
import { readFile } from './registry'
import { FA_ROWS, faSheet } from './testing/fa-sheet'
import { workbook } from './testing/files'

const read = (text: string) => readFile(new TextEncoder().encode(text), { fileName: 'export_20240102.csv' })
const told = (text: string) =>
  read(text).problems.map(({ code, severity, row, found, expected }) => [code, severity, row, found, expected])

const TRANSACTIONS = 'portfolio_code,date,fund_code,operation,amount,shares,price,fee'
const JOURNAL =
  '发生日期,基金编号,证券代码,发生业务,委托价格,委托数量,发生数量,发生金额,科目发生额,佣金,经手费,其他费用'
const HOLDINGS = '日期,基金编号,证券代码,证券名称,持仓,市值,当前成本'

describe('a figure in two cells', () => {
  it.each([
    // 150,000.00 would be 150 yuan, 1,234 one yuan
    [TRANSACTIONS, 'SMA001,2024-01-02,000216,subscribe,150,000.00,,1.4666,89.96', '9', '8'],
    [TRANSACTIONS, 'SMA001,2024-01-02,000216,subscribe,1,234,100,1.2,', '9', '8'],
    [TRANSACTIONS, 'SMA001,2024-01-02,000216,redeem,-1,000.00,100', '7', '8'],
    ['portfolio_code,date,kind,amount', 'SMA001,2024-01-02,subscription,1,000,000.00', '6', '4'],
    ['portfolio_code,date,management,custodian,audit', 'SMA001,2024-01-02,1,000.00,5', '5', '5'],
    ['portfolio_code,date,net_assets,shares,unit_nav', 'SMA001,2024-01-02,112,880.00,100000,1.1288', '6', '5'],
    [JOURNAL, '2024-01-02,8001,000216,红利到帐,0,0,0,1,234.56,1,234.56,0,0,0', '14', '12'],
    [HOLDINGS, '2024-01-02,8001,000216,示例黄金,10,000.00,13,000.00,12,000.00', '10', '7'],
  ])('under %s: %s', (header, row, found, expected) => {
    const { records } = read(`${header}\n${row}`)
    expect(records).toEqual([])
    expect(told(`${header}\n${row}`)).toEqual([['row-shifted', 'error', 2, found, expected]])
  })

  it('holds its portfolio and day, no other', () => {
    const { records, problems } = read(
      `${TRANSACTIONS}\nSMA001,2024-01-02,000216,subscribe,1,500.00,,1.5,0\nSMA001,2024-01-03,000216,subscribe,1500,,1.5,0`,
    )
    expect(records).toMatchObject([{ date: '2024-01-03', amountE4: 15_000_000n }])
    expect(problems).toMatchObject([{ portfolio: { value: 'SMA001' }, date: '2024-01-02' }])
  })

  it('refuses an FA sheet and the day of a dump', () => {
    const plain = (cell: Cell): string =>
      typeof cell === 'number' ? cell.toLocaleString('en-US', { minimumFractionDigits: 2 }) : String(cell)
    const sheet = faSheet({})
      .map((row) => row.map(plain).join(','))
      .join('\n')
    expect(read(sheet).records).toEqual([])
    expect(told(sheet)[0]).toEqual(['row-shifted', 'error', 5, '12', '10'])
    const dump = 'VC_KMDM,VC_KMMC,L_SL,EN_SZ,EN_GZZZ,L_ZTBH,D_YWRQ\n1002,银行存款,0,1,000.00,0,8001,2024-01-02'
    expect(read(dump).records).toEqual([])
  })
})

describe('no shift', () => {
  it.each([
    ['an empty end left out', 'SMA001,2024-01-02,000216,subscribe,1500'],
    ['an empty end too many', 'SMA001,2024-01-02,000216,subscribe,1500,1000,1.5,0,,,'],
    ['thousands in quotes', 'SMA001,2024-01-02,000216,subscribe,"1,500.00","1,000.00",1.5,0'],
    ['small figures side by side in a short row', 'SMA001,2024-01-02,000216,subscribe,500,400.5'],
    ['small figures side by side', 'SMA001,2024-01-02,000216,subscribe,150,100,1.5,0'],
  ])('%s', (_, row) => {
    expect(read(`${TRANSACTIONS}\n${row}`)).toMatchObject({ problems: [], records: [{ fundCode: '000216' }] })
  })

  it('in a workbook, where a remark stands beside the table', () => {
    const bytes = workbook({ 表: faSheet({ rows: FA_ROWS.map((row) => [...row, '', '', '已核对']) }) }, 'xlsx')
    expect(readFile(bytes, { fileName: '示例成长一号_20240102.xlsx' }).problems).toEqual([])
  })
})
