import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Cell, Grid } from './bytes/grid'
import { NEUTRAL_COLUMNS, NEUTRAL_KINDS } from './neutral/columns'
import { neutralReaders } from './neutral/readers'
import { o32HoldingsReader } from './o32/holdings'
import { o32JournalReader } from './o32/journal'

const READERS = [o32HoldingsReader, o32JournalReader, ...neutralReaders]
const HEADERS: string[][] = [
  ...NEUTRAL_KINDS.map((kind) => Object.keys(NEUTRAL_COLUMNS[kind])),
  '日期 基金编号 证券代码 证券名称 持仓 市值 当前成本 交易市场'.split(' '),
  '发生日期 基金编号 证券代码 发生业务 委托价格 委托数量 发生数量 发生金额 科目发生额 佣金 其他费用'.split(' '),
]

const USUAL =
  'SMA001 8001 2024-01-02 000216 1,234.50 -1 0 申购 赎回 合计 是 __proto__ subscription equity 开放式基金申购成交确认 TA申购 红利到帐'
const usual = fc.constantFrom('', ...USUAL.split(' '))
const cell: fc.Arbitrary<Cell> = fc.oneof(
  { weight: 6, arbitrary: usual },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.constantFrom<Cell>(null, true, false) },
)

it('no reader throws, and what it says stands in the table', () => {
  const header = fc
    .constantFrom(...HEADERS)
    .chain((labels) => fc.shuffledSubarray(labels, { minLength: labels.length - 2 }))
  const rows = fc.array(fc.array(cell, { maxLength: 15 }), { maxLength: 12 })
  fc.assert(
    fc.property(header, rows, fc.string(), (labels, body, fileName) => {
      const grid: Grid = { sheet: 'S', rows: [labels, ...body], firstRow: 3 }
      const matches = READERS.flatMap((reader) => {
        const match = reader.recognise(grid)
        return match === null ? [] : [reader.read(match, { fileName })]
      })
      for (const { records, problems } of matches) {
        expect(records.length).toBeLessThanOrEqual(body.length)
        for (const { row } of problems) expect(row === null || (row >= 3 && row < 3 + grid.rows.length)).toBe(true)
      }
    }),
    { numRuns: 600 },
  )
})
