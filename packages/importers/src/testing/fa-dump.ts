import type { Cell } from '../bytes/grid'

export const DUMP_HEADER: Cell[] = ['VC_KMDM', 'VC_KMMC', 'L_SL', 'EN_SZ', 'EN_GZZZ', 'L_ZTBH', 'D_YWRQ']

/** 1,000 of cash and 100 shares of a fund at 1.5 for 1,140 shares, 10 owed: 1,140 net, unit NAV 1.0000. */
export const dumpDay = (ledger: Cell, date: Cell): Cell[][] =>
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
