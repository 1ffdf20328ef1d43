import { describe, expect, it } from 'vitest'
import { csv } from '../testing/files'
import { readFile } from '../registry'

const HEADER = [
  '发生日期',
  '基金编号',
  '证券代码',
  '发生业务',
  '委托价格',
  '委托数量',
  '发生数量',
  '发生金额',
  '科目发生额',
  '佣金',
  '其他费用',
]
type Values = (string | number)[]
const read = (...rows: Values[]) => readFile(csv([HEADER, ...rows]), { fileName: '资金流水.csv' })
const row = (operation: string, ...values: Values): Values => ['2024-01-02', '8001', '9901', operation, ...values]

describe('O3.2 journal', () => {
  it('reads each operation of the list', () => {
    const { kind, records, problems } = read(
      row('开放式基金申购成交确认', '1.2', '100', '100', '-120', '-120.5', '', '0.5'),
      row('开放式基金赎回成交确认', '1.2', '100', '-100', '119.5', '119.5', '0.2', '0.3'),
      row('开放式基金转换转出成交确认', '1.2', '100', '-100', '0', '120', '', ''),
      row('证券买入', '3.581', '100000', '100000', '-358119.33', '-358100', '5', '14.33'),
      row('红利到账', '0', '0', '0', '40', '40', '', ''),
      row('开放式基金红利再投资', '1', '1,800', '1,800', '0', '0', '', ''),
      row('增加证券流通数量', '0', '10', '10', '0', '0', '', ''),
      row('红股上市', '0', '10', '10', '0', '0', '', ''),
      row('开放式基金强行调减成交确认', '1', '10', '-10', '0', '0', '', ''),
      row('开放式基金转托管转入确认', '1', '10', '10', '0', '0', '', ''),
      row('TA申购', '1.0266', '0', '487044.61', '500000', '500000', '', ''),
      row('TA赎回', '0.9871', '0', '-1000000', '0', '0', '', ''),
    )
    expect({ kind, problems }).toEqual({ kind: 'o32-journal', problems: [] })
    const read12 = records.map((record) => {
      if (record.kind === 'transaction')
        return [record.operation, record.amountE4, record.sharesE4, record.priceE8, record.feeE4, record.place]
      if (record.kind === 'flow')
        return [record.flowKind, record.amountE4, record.sharesE4, record.unitNavE8, record.feeE4, record.place]
      return []
    })
    expect(read12).toEqual([
      ['subscribe', 1_205_000n, 1_000_000n, 120_000_000n, 5000n, '#1'],
      ['redeem', 1_195_000n, 1_000_000n, 120_000_000n, 5000n, '#2'],
      ['switch-out', 1_200_000n, 1_000_000n, 120_000_000n, 0n, '#3'],
      ['buy', null, 1_000_000_000n, 358_100_000n, 193_300n, '#4'],
      ['dividend', 400_000n, null, null, 0n, '#5'],
      ['reinvest', null, 18_000_000n, 100_000_000n, 0n, '#6'],
      ['adjust-in', null, 100_000n, null, 0n, '#7'],
      ['split', null, 100_000n, null, 0n, '#8'],
      ['adjust-out', null, 100_000n, 100_000_000n, 0n, '#9'],
      ['transfer-in', null, 100_000n, 100_000_000n, 0n, '#10'],
      ['subscription', 5_000_000_000n, 4_870_446_100n, 102_660_000n, 0n, '#1'],
      // 1,000,000 × 0.9871: the row states no money
      ['redemption', 9_871_000_000n, 10_000_000_000n, 98_710_000n, 0n, '#2'],
    ])
  })

  it('leaves out cash that is no transaction, without a word', () => {
    const names = ['TA申购冲现', 'TA赎回冲现', '融券回购', '融券购回', '调整佣金差', '结息', '资金划转']
    expect(read(...names.map((name) => row(name, '0', '0', '0', '5', '5', '', '')))).toMatchObject({
      records: [],
      problems: [],
    })
  })

  it.each(['债券买入', '债券卖出', '开放式基金强制调增成交确认', '开放式基金申购', 'constructor', ''])(
    'shows %s to a person and keeps it out',
    (operation) => {
      const { records, problems } = read(row(operation, '1', '1', '1', '1', '1', '', ''))
      expect(records).toEqual([])
      const scope = { portfolio: { by: 'o32-fund', value: '8001' }, date: '2024-01-02' }
      expect(problems).toMatchObject([{ code: 'operation-unknown', severity: 'review', found: operation, ...scope }])
    },
  )

  it('asks about money legs, other signs and what has no figure', () => {
    const { records, problems } = read(
      row('开放式基金申购成交确认', '0', '0', '0', '-100', '-100', '', ''),
      row('证券卖出', '1', '0', '0', '100', '100', '', ''),
      row('开放式基金申购成交确认', '1', '100', '100', '100', '100', '', ''),
      row('红利到帐', '0', '0', '0', '-5', '-5', '', ''),
      row('红利到帐', '0', '0', '0', '0', '0', '', ''),
      row('开放式基金红利再投资', '1', '', '', '', '', '', ''),
      row('TA申购', '0', '0', '0', '0', '0', '', ''),
      row('开放式基金赎回成交确认', '1', '1', '1', '1', 'x', '', ''),
    )
    expect(records.map((record) => 'place' in record && record.place)).toEqual(['#3', '#4'])
    expect(problems.map(({ code, severity, row: at, column }) => `${at} ${severity} ${code} ${column}`)).toEqual([
      '2 review money-leg-only 委托价格',
      '3 review money-leg-only 委托数量',
      '4 review value-invalid 科目发生额',
      '5 review value-invalid 科目发生额',
      '6 error value-missing 科目发生额',
      '7 error value-missing 委托数量',
      '8 review value-missing 科目发生额',
      '9 error value-invalid 科目发生额',
    ])
  })

  it('drops total rows, checked', () => {
    const trade = row('开放式基金申购成交确认', '1', '100', '100', '-100', '-100', '', '')
    const good = read(trade, trade, ['合计', '', '', '', '', '', '', '', '-200.00', '', ''])
    expect(good.records).toHaveLength(2)
    expect(good.problems).toEqual([])
    const bad = read(trade, ['', '', '', '', '', '', '', '', '-200.00', '', ''])
    expect(bad.problems).toMatchObject([{ code: 'total-mismatch', row: 3, found: '-200.00', expected: '-100.00' }])
  })

  it('refuses a journal without a required column and takes an empty one', () => {
    const cut = readFile(csv([HEADER.filter((label) => label !== '发生业务')]), { fileName: 'liushui_20240102.xls' })
    expect(cut).toMatchObject({
      kind: 'o32-journal',
      records: [],
      problems: [{ code: 'column-missing', column: '发生业务' }],
    })
    expect(read()).toMatchObject({ kind: 'o32-journal', problems: [{ code: 'no-rows', severity: 'warning' }] })
  })
})
