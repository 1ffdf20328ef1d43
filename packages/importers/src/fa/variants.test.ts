/** One small sheet in the writings of many custodians: whatever the frame, columns, codes and labels, the figures are the same. */
import { describe, expect, it } from 'vitest'
import type { Cell } from '../bytes/grid'
import type { ValuationRecord } from '../records'
import { readFile } from '../registry'
import { FA_ROWS, HEADER, faSheet, withRow } from '../testing/fa-sheet'
import type { SheetParts } from '../testing/fa-sheet'
import { workbook } from '../testing/files'

const PRODUCT = '示例成长一号单一资产管理计划'

function read(parts: Partial<SheetParts>): { record: ValuationRecord | undefined; problems: string[] } {
  const bytes = workbook({ 表: faSheet(parts) }, 'xlsx')
  const { records, problems } = readFile(bytes, { fileName: '示例成长一号_20240102.xls' })
  return {
    record: records.find((record) => record.kind === 'valuation'),
    problems: problems.map(({ code, severity, row, found }) => `${code} ${severity} ${row} ${found}`),
  }
}

/** 113,000 of assets, 120 owed: 112,880 for 100,000 shares; 10,000 shares of 000216 at 1.30. */
function expectSame(parts: Partial<SheetParts>): void {
  const { record, problems } = read(parts)
  expect(problems).toEqual([])
  expect(record).toMatchObject({
    date: '2024-01-02',
    totalAssetsE4: 1_130_000_000n,
    totalLiabilitiesE4: 1_200_000n,
    netAssetsE4: 1_128_800_000n,
    sharesE4: 1_000_000_000n,
    unitNavE8: 112_880_000n,
    accumulatedNavE8: 112_880_000n,
    previousNavE8: 112_770_000n,
    funds: [{ fundCode: '000216', sharesE4: 100_000_000n, costE4: 120_000_000n, marketValueE4: 130_000_000n }],
  })
}

const framed = (...cells: Cell[][]): Partial<SheetParts> => ({ title: [['证券投资基金估值表'], [PRODUCT], ...cells] })

it.each([
  ['【正常交易】2024-1-2[资讯]', '2024-01-02'],
  ['【正常交易】2023年12月29日', '2023-12-29'],
  ['【正常交易】', null],
  ['【无行情】--', null],
  ['2023-12-29', null],
])('the day of a price in 停牌信息: %s', (text, priceDate) => {
  const rows = FA_ROWS.map((row) => (row[0] === '11050201000216' ? [...row, text] : row))
  const { record, problems } = read({ header: [[...HEADER, '停牌信息']], rows })
  expect(problems).toEqual([])
  expect(record?.funds).toMatchObject([{ fundCode: '000216', priceDate }])
})

describe('frames', () => {
  it.each<[string, Cell[][]]>([
    ['everything in one cell', [['估值日期：2024-01-02 单位净值：1.1288 单位：元']]],
    ['估值基准日', [['估值基准日：2024年1月2日']]],
    ['估值日', [['估值日：20240102']]],
    ['a serial beside its label', [['估值日期：', 45293]]],
    ['a bare serial', [[45293]]],
    ['a bare number that is no date beside a date', [[80001, '2024-01-02']]],
    [
      'a NAV some cells away from its label',
      [['估值日期：2024-01-02', '', '单位净值：', '', '', '1.1288', '单位：元']],
    ],
    ['a NAV with its classes', [['日期：2024-01-02', '单位净值:1.1288(A类:1.2000)(B类:1.0500)']]],
    [
      'when it was printed, and when the product began',
      [['估值日期：2024-01-02 打印日期：2024-01-05'], ['打印日期：', '2024-01-05', '成立日期：2020-03-04']],
    ],
    ['人民币/元', [['日期：2024-01-02', '单位：人民币/元']]],
    ['记账本位币', [['日期：2024-01-02', '记账本位币：人民币']]],
    ['元/份', [['日期：2024-01-02', '单位：元/份']]],
    ['unit and currency in brackets', [['日期：2024-01-02', '（单位 ： 元  币种 ： 人民币）']]],
    [
      'other days: of the valuation before, of the contract',
      [
        ['上一估值日：2023-12-29', '前一估值日期：2023-12-29', '合同日期：', '2020-01-02'],
        ['备案日期：2020-01-03', '估值日期：2024-01-02'],
      ],
    ],
    [
      'NAVs of other days and of classes before the NAV',
      [['日期：2024-01-02', '上日单位净值：1.1277', 'A类单位净值：1.2', '单位净值：1.1288']],
    ],
    ['a status', [['日期：2024-01-02', '净值是否确认：已确认', '单位：元']]],
    ['a product number with a year in it', [['日期：2024-01-02', '项目编号：1202401686']]],
  ])('%s', (_, cells) => expectSame(framed(...cells)))

  it.each<[string, Cell[][]]>([
    [PRODUCT, [['估值表'], [`资产管理计划名称：${PRODUCT} 日期：2024-01-02`]]],
    [PRODUCT, [['估值表'], ['产品全称：', PRODUCT], ['2024-01-02']]],
    [`240117_${PRODUCT}`, [['估值表'], [`示例信托有限责任公司__240117_${PRODUCT}__专用表`], ['2024-01-02']]],
  ])('the product %s', (value, title) => {
    expect(read({ title }).record?.portfolio).toEqual({ by: 'fa-name', value: value.replaceAll(' ', '') })
  })

  it.each<[string, Cell[]]>([
    ['美元', ['日期：2024-01-02', '币种：美元']],
    ['USD', ['日期：2024-01-02', '单位：', 'USD']],
    ['万元', ['日期：2024-01-02', '金额单位：万元']],
    ['万元', ['日期：2024-01-02', '', '万元']],
    ['人民币万元', ['日期：2024-01-02', '人民币万元']],
    ['美元', ['日期：2024-01-02', '本位币：美元']],
    ['港币', ['日期：2024-01-02', '货币：', '港币']],
  ])('%s is not yuan', (found, cells) => {
    expect(read(framed(cells)).problems).toEqual([`unit-not-yuan error null ${found}`])
  })
})

describe('columns', () => {
  const renamed = (labels: Record<string, string>): Partial<SheetParts> => ({
    header: [HEADER.map((label) => labels[label] ?? label)],
  })

  it.each<[string, Partial<SheetParts>]>([
    ['科目编码', renamed({ 科目代码: '科目编码' })],
    [
      '证券数量 证券成本 行情 证券市值 增值',
      renamed({ 数量: '证券数量', 成本: '证券成本', 市价: '行情', 市值: '证券市值', 估值增值: '增值' }),
    ],
    [
      '会计科目编号 科目名称(证券名称) 持有数量 本币成本 收盘价 本币市值 估值增减值',
      renamed({
        科目代码: '会计科目编号',
        科目名称: '科目名称（证券名称）',
        数量: '持有数量',
        成本: '本币成本',
        市价: '收盘价',
        市值: '本币市值',
        估值增值: '估值增减值',
      }),
    ],
    [
      '数量(份) 成本金额 估值价 市值金额',
      renamed({ 数量: '数量（份）', 成本: '成本金额', 市价: '估值价', 市值: '市值金额' }),
    ],
    [
      '成本-本币 行情行情 市值本币',
      renamed({ 成本: '成本-本币', 市价: '行情行情', 市值: '市值本币', 估值增值: '估值增值(本位币)' }),
    ],
    ['成本净值比例 市值净值比例', renamed({ '成本占净值%': '成本净值比例', '市值占净值%': '市值净值比例' })],
    [
      'sub-headers of other words',
      {
        header: [
          HEADER,
          HEADER.map((label) => label.replace('%', '').replace('占净值', '占比')),
          HEADER.map(() => '亿千百十万千百十元角分'),
        ],
      },
    ],
    ['a unit below a heading', { header: [HEADER, HEADER.map((label) => (label === '市值' ? '(元)' : ''))] }],
    [
      '收市价 and 收市价市值 beside 行情',
      {
        header: [[...HEADER, '收市价', '收市价市值']],
        rows: FA_ROWS.map((row) => [...HEADER.map((_, at) => row[at] ?? ''), 9, 9]),
      },
    ],
    [
      'a heading twice with the same content',
      {
        header: [[...HEADER, '市值']],
        rows: FA_ROWS.map((row) => [...HEADER.map((_, at) => row[at] ?? ''), row[7] ?? '']),
      },
    ],
    ['a heading twice, once empty', { header: [['市值', ...HEADER]], rows: FA_ROWS.map((row) => ['', ...row]) }],
  ])('%s', (_, parts) => expectSame(parts))

  it.each([
    ['the amount first', ['金额', '占净值%']],
    ['the share first', ['占净值%', '金额']],
  ])('an amount and its share under one heading, %s', (_, subs) => {
    const header = [
      ['科目代码', '科目名称', '数量', '单位成本', '成本', '', '市价', '市值', '', '估值增值'],
      ['', '', '', '', ...subs, '', ...subs, ''],
    ]
    const rows = FA_ROWS.map((row) => {
      const [code = '', name = '', quantity = '', unit = '', cost = '', costShare = '', price = ''] = row
      const [value = '', share = '', gain = ''] = row.slice(7)
      const pair = (amount: Cell, part: Cell): Cell[] => (subs[0] === '金额' ? [amount, part] : [part, amount])
      return [code, name, quantity, unit, ...pair(cost, costShare), price, ...pair(value, share), gain]
    })
    expectSame({ header, rows })
  })

  it('a heading twice with different content is refused', () => {
    const rows = FA_ROWS.map((row) => [...HEADER.map((_, at) => row[at] ?? ''), 1])
    expect(read({ header: [[...HEADER, '市值']], rows })).toEqual({
      record: undefined,
      problems: ['header-ambiguous error 4 null'],
    })
  })

  it('万元 in a sub-header is refused', () => {
    const { problems } = read({ header: [HEADER, HEADER.map((label) => (label === '市值' ? '（万元）' : ''))] })
    expect(problems).toEqual(['unit-not-yuan error null 市值 (万元)'])
  })

  it.each(['市值(USD)', '市值（百万）', '市值(港元)'])('%s is refused', (heading) => {
    const { problems } = read({ header: [HEADER.map((label) => (label === '市值' ? heading : label))] })
    expect(problems[0]).toBe(`unit-not-yuan error null ${heading.normalize('NFKC')}`)
  })

  it.each<[string, (share: number) => Cell]>([
    ['points', (share) => share],
    ['fractions', (share) => share / 100],
    ['text with a percent sign', (share) => `${share.toFixed(2)}%`],
  ])('市值占净值 as %s', (_, write) => {
    const written = (row: Cell[]): Cell[] =>
      row.map((cell, at) => (at === 8 && typeof cell === 'number' ? write(cell) : cell))
    expectSame({ rows: FA_ROWS.map(written) })
    const wrong = FA_ROWS.map((row) => (row[0] === '2206' ? [...row.slice(0, 8), 0.19, ''] : row))
    expect(read({ rows: wrong.map(written) }).problems).toEqual([
      expect.stringMatching(/^R-CHK-16 warning 13 0\.(?:19|0019)/),
    ])
  })
})

describe('codes', () => {
  const recoded = (write: (code: string) => Cell): Partial<SheetParts> => ({
    rows: FA_ROWS.map(([code, ...rest]) => [/^\d/.test(String(code)) ? write(String(code)) : (code ?? ''), ...rest]),
  })
  const groups = (code: string): string[] =>
    [code.slice(0, 4), code.slice(4, 6), code.slice(6, 8), code.slice(8)].filter(Boolean)

  it.each<[string, (code: string) => Cell]>([
    ['16 digits, with a group of ten', (code) => code.replace(/^(11050[12])(01|99)000216$/, '$1$200000216')],
    ['apostrophes', (code) => `'${code}`],
    ['="1002"', (code) => `="${code}"`],
    ['trailing NUL and zero-width characters', (code) => `${code}\u200b\0 `],
    ['dots, the market behind a dot', (code) => groups(code).join('.') + (code.length === 14 ? '.OF' : '')],
    ['dots, groups of letters', (code) => groups(code).join('.').replace('1105.02', '1105.F1')],
    ['dashes', (code) => groups(code).join('-')],
    ['underscores', (code) => groups(code).join('_')],
    ['the market behind the number', (code) => (code.length === 14 ? `${code}OTC` : code)],
    ['a blank before the security only', (code) => code.replace(/^(\d{8})(\d{6})$/, '$1 $2')],
  ])('%s', (_, write) => expectSame(recoded(write)))

  it.each([
    ['a group between eight digits and the leaf', '1105020101', '示例小组', '1105020101000216'],
    ['a fund straight below the category', null, '', '110502000216'],
    ['a fund whose number ends in 99', null, '', '11050201000099'],
    ['dots, two levels, a number that ends in 99', null, '', '1105.02.000099'],
    ['a fund whose number begins with 99', null, '', '110502990001'],
  ])('%s', (_, group, name, leaf) => {
    const figures: Cell[] = [10000, '', 12000, '', '', 13000, '', 1000]
    const rows = FA_ROWS.flatMap((row): Cell[][] => {
      if (String(row[0]).startsWith('11050299')) return []
      if (row[0] === '11050201' && !leaf.startsWith('11050201')) return []
      if (row[0] === '11050201000216')
        return [...(group === null ? [] : [[group, name, ...figures]]), [leaf, '示例基金', ...figures]]
      return [row]
    })
    const { record, problems } = read({ rows })
    expect([problems, record?.funds?.map(({ fundCode }) => fundCode)]).toEqual([[], [leaf.slice(-6)]])
  })

  it.each([
    ['compact', '1109060101SXX123', 'SXX123'],
    ['dotted', '1109.06.01.01.SXX123', 'SXX123'],
    ['with market', '1109.06.A1.SXX123 OTC', 'SXX123'],
    ['of a share class', '1109.06.A1.SXX123A OTC', 'SXX123A'],
    ['of a share class, compact', '1109060101SXX123B', 'SXX123B'],
    ['under a number of the house', '1109.06.01.20240117', '20240117'],
    ['under a number with zeros in front', '1109.06.01.00004685', '004685'],
  ])('a private fund, %s', (_, code, fundCode) => {
    const extra: Cell[][] = [
      ['1109', '其他投资', 500, '', 500, '', '', 600, '', 100],
      [code, '示例私募', 500, 1, 500, '', 1.2, 600, '', 100],
    ]
    expect(read({ rows: [...FA_ROWS, ...extra] }).record?.funds?.map(({ fundCode }) => fundCode)).toEqual([
      '000216',
      fundCode,
    ])
  })

  it('the same fund number in two markets is two rows', () => {
    const extra: Cell[][] = [
      ['1105.03.01.510903 SH', '示例ETF', 100, 1, 100, '', 2, 200, '', 100],
      ['1105.04.01.510903 SZ', '示例LOF', 50, 1, 50, '', 2, 100, '', 50],
    ]
    const { record } = read({ rows: [...FA_ROWS, ...extra] })
    expect(record?.funds?.map(({ fundCode, market, sharesE4 }) => [fundCode, market, sharesE4])).toEqual([
      ['000216', null, 100_000_000n],
      ['510903', 'SH', 1_000_000n],
      ['510903', 'SZ', 500_000n],
    ])
  })

  it('a table without fund rows (3级科目) has no funds', () => {
    const rows = FA_ROWS.filter(([code]) => !/^\d{14}$/.test(String(code)))
    expect(read({ rows })).toMatchObject({ problems: [], record: { funds: [] } })
  })

  it('interest beside a cost group is no fund and no gain', () => {
    const extra: Cell[][] = [
      ['1105.05', '场内货币基金', 100, '', 110, '', '', 110],
      ['1105.05.01', '场内货币基金_成本', 100, '', 100, '', '', 100],
      ['1105.05.01.511990 SH', '示例货币ETF', 100, 1, 100, '', 1, 100],
      ['1105.05.03', '场内货币基金_应计利息', '', '', 10, '', '', 10],
      ['1105.05.03.511990 SH', '示例货币ETF', '', '', 10, '', '', 10],
      ['1021', '结算备付金', '', '', 7, '', '', 7],
      ['1021.01', '备付金_成本', '', '', 4, '', '', 4],
      ['1021.99', '备付金_应计利息', '', '', 3, '', '', 3],
    ]
    const { record, problems } = read({ rows: [...FA_ROWS.filter(([code]) => code !== '1105'), ...extra] })
    expect([problems, record?.funds?.map(({ fundCode }) => fundCode)]).toEqual([[], ['000216', '511990']])
  })
})

describe('summary rows', () => {
  const relabelled = (labels: Record<string, Cell[]>): Partial<SheetParts> => ({
    rows: FA_ROWS.map(([label, ...rest]) => {
      const [code, name] = labels[String(label).replace(/[:：]$/, '')] ?? []
      return code === undefined ? [label ?? '', ...rest] : [code, name ?? rest[0] ?? '', ...rest.slice(1)]
    }),
  })

  it.each<[string, Record<string, Cell[]>]>([
    [
      'numbered labels',
      {
        实收资本: ['811实收资本'],
        资产类合计: ['831资产合计'],
        负债类合计: ['832负债合计'],
        基金资产净值: ['841资产净值'],
        基金单位净值: ['901今日单位净值'],
        累计单位净值: ['904累计单位净值：'],
      },
    ],
    [
      'numbers as codes, labels as names',
      {
        实收资本: [601, '实收资本'],
        资产类合计: ['604', '资产类合计：'],
        负债类合计: ['605', '负债类合计：'],
        基金资产净值: ['701', '基金资产净值：'],
      },
    ],
    [
      'assets as 财产, NAVs as 单位资产净值',
      {
        基金资产净值: ['信托财产净值：'],
        基金单位净值: ['基金单位资产净值'],
        累计单位净值: ['累计单位资产净值'],
      },
    ],
    ['net assets the other way round', { 基金资产净值: ['净资产合计'] }],
    [
      'a mandate',
      {
        基金资产净值: ['委托资产净值：'],
        基金单位净值: ['份额单位净值:'],
        累计单位净值: ['累积单位净值'],
        昨日单位净值: ['前一估值日单位净值'],
      },
    ],
    [
      'a collective plan',
      {
        基金资产净值: ['集合计划资产净值：'],
        基金单位净值: ['本日单位净值'],
        累计单位净值: ['份额累计净值'],
        实收资本: ['实收基金'],
      },
    ],
    ['a typo', { 基金资产净值: ['资产资产净值：'], 基金单位净值: ['资产单位净值：'], 资产类合计: ['资产类合计：：'] }],
    ['net assets by market value', { 基金资产净值: ['净值(按市值):'] }],
    ['currencies', { 基金资产净值: ['资产净值（本币）'] }],
  ])('%s', (_, labels) => expectSame(relabelled(labels)))

  it('rates, statistics and the original currency are not taken for figures', () => {
    const extra: Cell[][] = [
      ['单位净值周增长率(%)', '9.9'],
      ['累计净值增长率', '9.9'],
      ['累计净值周增长率', '9.9'],
      ['资产净值(原币)', '', '', '', '', '', '', 9],
      ['期初单位净值', '9.9'],
      ['年初单位净值:', '9.9'],
      ['新申购单位净值', '9.9'],
      ['业绩提成前累计单位净值', '9.9'],
      ['单位可分配利润', '9.9'],
      ['累计派现金额:', '0.0000'],
      ['T+1日份额参考净值', '9.9'],
      ['今日可用头寸', '', '', '', 9],
      ['其中基金投资:', '', '', '', 12000, '', '', 13000],
      ['制表：', '张三', '复核：', '', '', '打印日期：2024-01-05'],
    ]
    expectSame({ rows: [...FA_ROWS, ...extra] })
  })

  it('a money fund has no accumulated NAV, and its 净值(成本) stands under 科目名称', () => {
    const rows: Cell[][] = [
      ...withRow('累计单位净值：', null),
      ['净值 (成本)', '112880', ' ', ' ', ' '],
      ['每万份收益', '0.4454'],
      ['七日年化收益率(%):', '1.640'],
    ]
    expect(read({ rows })).toMatchObject({
      problems: [],
      record: { accumulatedNavE8: null, netAssetsAtCostE4: 1_128_800_000n },
    })
  })
})
