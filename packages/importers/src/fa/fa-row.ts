import type { Cell } from '../bytes/grid'

/** One row of an FA table, from a sheet or a dump, cells not yet judged. */
export interface FaRow {
  /** 1-based, as a spreadsheet shows it. */
  row: number
  code: Cell
  name: Cell
  currency: Cell
  quantity: Cell
  cost: Cell
  price: Cell
  marketValue: Cell
  gain: Cell
  /** 市值占净值, in points or as a fraction. */
  shareOfNet: Cell
  /** 停牌信息: whether the fund is traded, and in some books the day of its price. */
  suspension: Cell
}

export type FaField = Exclude<keyof FaRow, 'row'>

/** How each field is called when a problem names its column. */
export const FIELD_LABELS: Readonly<Record<FaField, string>> = {
  code: '科目代码',
  name: '科目名称',
  currency: '币种',
  quantity: '数量',
  cost: '成本',
  price: '市价',
  marketValue: '市值',
  gain: '估值增值',
  shareOfNet: '市值占净值',
  suspension: '停牌信息',
}
