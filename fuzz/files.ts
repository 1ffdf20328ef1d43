/** The sound files of each container that mutants are made of: a valuation sheet, a dump, an O3.2 export, a neutral table. */
import type { Cell } from '@sma/importers/bytes/grid'
import { biff5, gbk } from '@sma/importers/testing/containers'
import { DUMP_HEADER, dumpDay } from '@sma/importers/testing/fa-dump'
import { faSheet } from '@sma/importers/testing/fa-sheet'
import { csv, html, workbook } from '@sma/importers/testing/files'

export const KINDS = ['biff8', 'biff5', 'xlsx', 'spreadsheetml', 'html', 'csv'] as const
export type Kind = (typeof KINDS)[number]

const TABLES: Record<string, Cell[][]> = {
  估值表: faSheet({}),
  guzhibiao: [DUMP_HEADER, ...dumpDay('8001', '2024-01-02'), ...dumpDay('8002', 45293)],
  liushui: [
    '发生日期 基金编号 证券代码 发生业务 委托价格 委托数量 发生金额 科目发生额 佣金 其他费用'.split(' '),
    ['2024-01-02', '8001', '000216', '开放式基金申购成交确认', '1.2000', '10,000.00', 0, '-12,000.00', '', 0],
    ['2024-01-02', '8001', '', 'TA申购', 0, 0, '5,000.00', '5,000.00', '', ''],
  ],
  flows: [
    ['portfolio_code', 'date', 'kind', 'amount', 'shares'],
    ['A1', '2024-01-02', 'subscription', '1000.00', '1000'],
  ],
}

const inGbk = (bytes: Uint8Array): Uint8Array => gbk(new TextDecoder().decode(bytes))

const WRITERS: Record<Kind, (name: string, rows: Cell[][]) => Uint8Array> = {
  biff8: (name, rows) => workbook({ [name]: rows, 空: [] }, 'biff8'),
  biff5,
  xlsx: (name, rows) => workbook({ [name]: rows, 空: [] }, 'xlsx'),
  spreadsheetml: (name, rows) => workbook({ [name]: rows }, 'xlml'),
  html: (_, rows) => inGbk(html(rows)),
  csv: (_, rows) => inGbk(csv(rows)),
}

export const filesOf = (kind: Kind): Uint8Array[] =>
  Object.entries(TABLES).map(([name, rows]) => WRITERS[kind](name, rows))
