/** Every cell of every kind of file in turn holds what no system would write: it is refused, cut or kept, and no import breaks off. */
import type { Cell } from '@sma/importers/bytes/grid'
import { DUMP_HEADER, dumpDay } from '@sma/importers/testing/fa-dump'
import { faSheet } from '@sma/importers/testing/fa-sheet'
import { csv, workbook } from '@sma/importers/testing/files'
import { expect, it } from 'vitest'
import { forEachEngine } from '../../testing/engines'
import { FUNDS, importing, importText, PORTFOLIOS } from '../../testing/import-bench'

/** Four bytes a sign behind what begins a formula and ends a text, signs that NFKC writes out into eighteen, a number beyond 64 bits. */
const CELLS = [`=\u0000${'😀'.repeat(400)}`, 'ﷺ'.repeat(150), '9'.repeat(30)]

const NEUTRAL: Record<string, [string, string]> = {
  portfolios: [
    'portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,benchmark,manager,valuation_lag,nav_decimals,o32_fund_no,fa_ledger_no,fa_name,state,liquidation_from,closed_on',
    'SMA009,九号,balanced,2023-12-15,1000,1000,沪深300,张,1,4,8009,8009,示例九号,closed,2024-02-01,2024-03-01',
  ],
  funds: [
    'fund_code,fund_name,short_name,asset_class,class_from,kind,price_lag',
    '000216,黄金,金,equity,2024-01-02,混合,1',
  ],
  accounts: ['account_code,asset_class', '1203,equity'],
  clients: [
    'client_no,client_name,id_type,id_number,phone,portfolio_codes',
    'C9,王某,passport,E1234567,13800000009,SMA001',
  ],
  flows: ['portfolio_code,date,kind,amount,shares,unit_nav,fee', 'SMA001,2023-12-29,subscription,1000,1000,1,1'],
  fees: ['portfolio_code,date,management,custodian,audit,performance,other', 'SMA001,2023-12-29,1,1,1,1,1'],
  valuations: [
    'portfolio_code,date,total_assets,total_liabilities,net_assets,shares,unit_nav,accumulated_nav',
    'SMA001,2023-12-29,10000001,1,10000000,10000000,1,1',
  ],
  holdings: [
    'portfolio_code,date,fund_code,shares,unit_nav,price_date,market_value,cost,profit',
    'SMA001,2023-12-29,000216,1000,1,2023-12-29,1000,1000,0',
  ],
  transactions: [
    'portfolio_code,date,fund_code,operation,amount,shares,price,fee,source_no',
    'SMA001,2023-12-29,000216,subscribe,1000,1000,1,0,N1',
  ],
  'fund-navs': ['fund_code,date,unit_nav,accumulated_nav,dividend', '000216,2023-12-29,1,1,0.1'],
  benchmarks: ['portfolio_code,date,value', 'SMA001,2023-12-29,1000'],
  calendar: ['date,is_trading_day', '2023-12-30,0'],
  contacts: ['portfolio_code,name,company,mobile,telephone,email,address', 'SMA001,张,公司,138,021,a@b.cn,路'],
  documents: ['kind,portfolio_code,title,category,published_at', 'announcement,SMA001,标题,栏目,2024-01-02'],
  news: ['category,title,source,published_at,url,body', 'macro,标题,来源,2024-01-02,https://example.com/,正文'],
}

const rowsOf = (lines: readonly string[]): Cell[][] => lines.map((line) => line.split(','))

const TABLES: Record<string, Cell[][]> = {
  ...Object.fromEntries(Object.entries(NEUTRAL).map(([kind, lines]) => [kind, rowsOf(lines)])),
  'O32 holdings': rowsOf([
    '日期,基金编号,证券代码,证券名称,持仓数量,市值(元),交易市场',
    '2023-12-29,8001,S99777,私募,1,1.1,6',
  ]),
  'O32 journal': rowsOf([
    '发生日期,基金编号,证券代码,证券名称,发生业务,委托价格,委托数量,发生金额,科目发生额,佣金,其他费用',
    '2023-12-29,8001,S99778,私募,开放式基金申购成交确认,1.2,100,0,-120.5,0,0.5',
  ]),
  'FA dump': [DUMP_HEADER, ...dumpDay('8001', '2023-12-29')],
  'FA sheet': faSheet({
    title: [
      ['证券投资基金估值表'],
      ['示例托管银行___示例稳健一号___专用表'],
      ['估值日期：20231229', '', '', '', '', '', '', '单位净值：1.1288', '', '', '单位：元'],
    ],
  }),
}

const withCell = (rows: Cell[][], at: { row: number; column: number }, cell: Cell): Cell[][] =>
  rows.map((cells, row) => cells.map((before, column) => (row === at.row && column === at.column ? cell : before)))

forEachEngine('a file of whatever kind', (open) => {
  it.each(Object.keys(TABLES))('%s breaks off no import, whatever a cell holds', { timeout: 240_000 }, async (name) => {
    const deps = await open()
    await importText(deps, PORTFOLIOS)
    await importText(deps, FUNDS)
    const rows = TABLES[name] ?? []
    const faults: string[] = []
    const bring = async (what: string, path: string, bytes: Uint8Array) => {
      const options = { reason: 'a good reason' }
      await importing(deps, [{ path, bytes: async () => bytes }], options).catch((error: Error) =>
        faults.push(`${what}: ${error.message.slice(0, 200)}`),
      )
    }
    await bring('as it is', `${name}.csv`, csv(rows))
    for (const [row, cells] of rows.entries())
      for (const column of cells.keys())
        for (const cell of CELLS)
          await bring(`row ${row}, column ${column}`, `${name}.csv`, csv(withCell(rows, { row, column }, cell)))
    await bring('a long sheet name', `${'名'.repeat(400)}.xlsx`, workbook({ [`${'名'.repeat(31)}`]: rows }, 'xlsx'))
    expect(faults).toEqual([])
  })
})
