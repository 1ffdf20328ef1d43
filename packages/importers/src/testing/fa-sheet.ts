import type { Cell } from '../bytes/grid'

/** Cells of a small valuation sheet that a test changes: by row label, then by column. */
export const HEADER = [
  '科目代码',
  '科目名称',
  '数量',
  '单位成本',
  '成本',
  '成本占净值%',
  '市价',
  '市值',
  '市值占净值%',
  '估值增值',
]

const TITLE: Cell[][] = [
  ['证券投资基金估值表'],
  ['示例托管银行___示例成长一号单一资产管理计划___专用表'],
  ['估值日期：20240102', '', '', '', '', '', '', '单位净值：1.1288', '', '', '单位：元'],
]

/**
 * Bank 100,000 and 10,000 shares at 1.30 make assets of 113,000; 120 owed leave 112,880 for 100,000 shares: 1.1288.
 * The day before 1.1277, growth 0.0975 %.
 */
export const FA_ROWS: Cell[][] = [
  ['1002', '银行存款', '', '', 100000, 88.59, '', 100000, 88.59, ''],
  ['100201', '活期存款', '', '', 100000, 88.59, '', 100000, 88.59, ''],
  ['1105', '基金投资', 10000, '', 12000, 10.63, '', 13000, 11.52, 1000],
  ['110502', '开放式基金', 10000, '', 12000, 10.63, '', 13000, 11.52, 1000],
  ['11050201', '开放式基金_成本', 10000, '', 12000, 10.63, '', 13000, 11.52, 1000],
  ['11050201000216', '示例黄金ETF联接A', 10000, 1.2, 12000, 10.63, 1.3, 13000, 11.52, 1000],
  ['11050299', '开放式基金_估值增值', '', '', 1000, 0.89, '', 1000, 0.89, ''],
  ['11050299000216', '示例黄金ETF联接A', '', '', 1000, 0.89, '', 1000, 0.89, ''],
  ['2206', '应付管理人报酬', '', '', 100, 0.09, '', 100, 0.09, ''],
  ['2207', '应付托管费', '', '', 20, 0.02, '', 20, 0.02, ''],
  ['实收资本', '', 100000, '', 100000, '', '', 100000, 88.59, ''],
  ['资产类合计:', '', '', '', 112000, 99.22, '', 113000, 100.11, 1000],
  ['负债类合计:', '', '', '', 120, 0.11, '', 120, 0.11, ''],
  ['基金资产净值:', '', '', '', 111880, 99.11, '', 112880, 100, 1000],
  ['基金单位净值：', '1.1288'],
  ['昨日单位净值：', '1.1277'],
  ['累计单位净值：', '1.1288'],
  ['日净值增长率(%)：', '0.0975'],
]

export interface SheetParts {
  title: Cell[][]
  header: Cell[][]
  rows: Cell[][]
}

/** The sheet's parts, for a test to replace what it is about. */
export const faSheet = (parts: Partial<SheetParts>): Cell[][] => [
  ...(parts.title ?? TITLE),
  ...(parts.header ?? [HEADER]),
  ...(parts.rows ?? FA_ROWS),
]

/** The rows with one of them replaced, or left out where `row` is null. */
export const withRow = (label: string, row: Cell[] | null): Cell[][] =>
  FA_ROWS.flatMap((original) => (original[0] === label ? (row === null ? [] : [row]) : [original]))
