import { describe, expect, it } from 'vitest'
import type { Cell } from '../bytes/grid'
import type { Problem, ValuationRecord } from '../records'
import { readFile } from '../registry'
import { csv, html, workbook } from '../testing/files'
import { FA_ROWS, HEADER, faSheet, withRow } from '../testing/fa-sheet'
import type { SheetParts } from '../testing/fa-sheet'
import { payablesOf } from './payables'

const NAME = '示例成长一号_20240102.xls'

interface Read {
  kind: string | null
  record: ValuationRecord | undefined
  problems: Problem[]
}

function readRows(rows: Cell[][], fileName: string): Read {
  const { kind, records, problems } = readFile(workbook({ 表: rows }, 'xlsx'), { fileName })
  return { kind, record: records.find((record) => record.kind === 'valuation'), problems }
}
const read = (parts: Partial<SheetParts>): Read => readRows(faSheet(parts), NAME)
const codes = (problems: Problem[]): string[] => problems.map((found) => `${found.code} ${found.severity}`)

/** Sub-accounts in other currencies are stated in yuan too; a book is kept in what its level-1 accounts say. */
const inCurrency = (of: (code: string) => string): Partial<SheetParts> => ({
  header: [[...HEADER, '币种']],
  rows: FA_ROWS.map((row) => [...HEADER.map((_, at) => row[at] ?? ''), of(String(row[0]))]),
})

const EXPECTED = {
  kind: 'valuation',
  origin: 'fa-sheet',
  portfolio: { by: 'fa-name', value: '示例成长一号单一资产管理计划' },
  date: '2024-01-02',
  totalAssetsE4: 1_130_000_000n,
  totalLiabilitiesE4: 1_200_000n,
  netAssetsE4: 1_128_800_000n,
  sharesE4: 1_000_000_000n,
  unitNavE8: 112_880_000n,
  accumulatedNavE8: 112_880_000n,
  previousNavE8: 112_770_000n,
  netAssetsAtCostE4: null,
}
const FUND = {
  fundCode: '000216',
  fundName: '示例黄金ETF联接A',
  market: null,
  sharesE4: 100_000_000n,
  costE4: 120_000_000n,
  unitNavE8: 130_000_000n,
  marketValueE4: 130_000_000n,
}

describe('a valuation sheet', () => {
  it('gives one valuation with its accounts and funds, and no problem', () => {
    const { kind, record, problems } = read({})
    expect(problems).toEqual([])
    expect(kind).toBe('fa-valuation-sheet')
    expect(record).toMatchObject({
      ...EXPECTED,
      alternatives: [{ by: 'fa-name', value: '示例成长一号' }],
      source: { sheet: '表', row: 18 },
      funds: [{ ...FUND, row: 10 }],
    })
    expect(record?.accounts.map(({ code, level, marketValueE4 }) => [code, level, marketValueE4])).toEqual([
      ['1002', 1, 1_000_000_000n],
      ['1105', 1, 130_000_000n],
      ['2206', 1, 1_000_000n],
      ['2207', 1, 200_000n],
    ])
  })

  it.each([
    ['BIFF8', workbook({ 表: faSheet({}) }, 'biff8')],
    ['SpreadsheetML', workbook({ 表: faSheet({}) }, 'xlml')],
    ['CSV', csv(faSheet({}))],
    ['HTML', html(faSheet({}))],
    ['second sheet', workbook({ 说明: [['见下页']], 表: faSheet({}), Sheet3: [] }, 'xlsx')],
  ])('reads the same from %s', (_, bytes) => {
    const { records, problems } = readFile(bytes, { fileName: NAME })
    expect(problems).toEqual([])
    expect(records).toMatchObject([{ ...EXPECTED, funds: [FUND] }])
  })
})

describe('what other custodians write', () => {
  const valuesOf = (rows: Cell[][]) => {
    const { record, problems } = readRows(rows, NAME)
    return { record, problems: codes(problems) }
  }
  const SAME = { problems: [], record: { ...EXPECTED, funds: [FUND] } }
  const mapCells = (change: (row: Cell[]) => Cell[]): Cell[][] =>
    faSheet({ header: [change(HEADER)], rows: FA_ROWS.map(change) })

  it('another column order, unknown columns and a leading marker', () => {
    expect(
      valuesOf(
        mapCells((row) => [
          'x',
          row[9] ?? '',
          row[7] ?? '',
          row[1] ?? '',
          'Z',
          row[4] ?? '',
          row[2] ?? '',
          row[6] ?? '',
          row[0] ?? '',
        ]),
      ),
    ).toMatchObject(SAME)
  })

  it('other labels', () => {
    const labels = [
      '科目代码',
      '科 目 名 称',
      '数    量',
      '单位成本',
      '证券成本',
      '成本占净值比（％）',
      '行情收市价',
      '市值(本位币)',
      '市值占比',
      '估值增值-本币',
    ]
    expect(valuesOf(faSheet({ header: [labels] }))).toMatchObject(SAME)
  })

  it('原币 beside 本币, merged or repeated, with a ruler of digits', () => {
    const spread = (row: Cell[]): Cell[] => row.flatMap((cell, at) => ([4, 7, 9].includes(at) ? [-1, cell] : [cell]))
    const merged = HEADER.flatMap((cell, at) => ([4, 7, 9].includes(at) ? [cell, ''] : [cell]))
    const repeated = HEADER.flatMap((cell, at) => ([4, 7, 9].includes(at) ? [cell, cell] : [cell]))
    const sub = HEADER.flatMap((_, at) => ([4, 7, 9].includes(at) ? ['原币', '本币'] : ['']))
    const ruler = HEADER.flatMap((_, at) =>
      [4, 7, 9].includes(at) ? ['十亿千百十万千百十元角分', '十亿千百十万千百十元角分'] : [''],
    )
    expect(valuesOf(faSheet({ header: [merged, sub, ruler], rows: FA_ROWS.map(spread) }))).toMatchObject(SAME)
    expect(valuesOf(faSheet({ header: [repeated, sub], rows: FA_ROWS.map(spread) }))).toMatchObject(SAME)
  })

  it('dotted, blank-separated, full-width and numeric codes', () => {
    const groups = (code: string): string[] =>
      [code.slice(0, 4), code.slice(4, 6), code.slice(6, 8), code.slice(8)].filter(Boolean)
    const recode = (write: (code: string) => Cell): Cell[][] =>
      faSheet({
        rows: FA_ROWS.map(([code, ...rest]) => [
          /^\d/.test(String(code)) ? write(String(code)) : (code ?? ''),
          ...rest,
        ]),
      })
    expect(valuesOf(recode((code) => groups(code).join(' ')))).toMatchObject(SAME)
    expect(
      valuesOf(recode((code) => code.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))))),
    ).toMatchObject(SAME)
    expect(valuesOf(recode(Number))).toMatchObject(SAME)
    expect(
      valuesOf(recode((code) => (code.length > 6 ? groups(code).join('.') : Number(groups(code).join('.'))))),
    ).toMatchObject(SAME)
    const { record } = readRows(
      recode((code) => groups(code).join('.') + (code.length === 14 ? ' OTC' : '')),
      NAME,
    )
    expect(record?.funds).toMatchObject([{ ...FUND, market: 'OTC' }])
  })

  it('1002.10 that arrives as the number 1002.1', () => {
    const rows = [...FA_ROWS.slice(0, 1), [1002.1, '活期', '', '', 1, '', '', 100000, '', ''], ...FA_ROWS.slice(2)]
    expect(codes(read({ rows }).problems)).toEqual(['R-CHK-16 warning'])
    const child: Cell[] = [1202.1, '返售', '', '', 1, '', '', 1, '', '']
    const codesKept = read({ rows: [...FA_ROWS, child] }).record?.accounts.map(({ code, level }) => [code, level])
    expect(codesKept).toContainEqual(['120210', 2])
  })

  it('numbers as text with thousands, blank rows, zeros for blanks', () => {
    const text = (cell: Cell, at: number): Cell =>
      typeof cell === 'number' && at > 1 ? cell.toLocaleString('en-US') : cell
    expect(valuesOf(faSheet({ rows: FA_ROWS.flatMap((row) => [row.map(text), []]) }))).toMatchObject(SAME)
    expect(
      valuesOf(
        faSheet({
          rows: FA_ROWS.map((row) => HEADER.map((_, at) => (at > 1 && (row[at] ?? '') === '' ? 0 : (row[at] ?? '')))),
        }),
      ),
    ).toMatchObject(SAME)
  })

  it('other summary labels, and share classes beside the totals', () => {
    const labels: Record<string, string> = {
      '资产类合计:': '资产合计',
      '负债类合计:': '负债合计',
      '基金资产净值:': '信托资产净值：',
      '基金单位净值：': '今日单位净值',
      '昨日单位净值：': '上一交易日单位净值',
      实收资本: '实收信托',
    }
    const rows = FA_ROWS.flatMap(([label, ...rest]): Cell[][] => {
      const name = labels[String(label)]
      if (name === undefined) return [[label ?? '', ...rest]]
      return [
        [`－－${name}其中[XX06A][产品A类]`, '9.9999', 7, '', 7, '', '', 7, '', 7],
        [`${name}:XX002A产品A`, '8.8888', 8, '', 8, '', '', 8, '', 8],
        [name, ...rest],
      ]
    })
    expect(valuesOf(faSheet({ rows }))).toMatchObject(SAME)
  })

  it('unit NAV in 市值 and shares in 市值', () => {
    const rows = FA_ROWS.map((row): Cell[] => {
      if (row[0] === '基金单位净值：') return [row[0], '', '', '', '', '', '', 1.1288]
      return row[0] === '实收资本' ? ['实收资金', '', '', '', '', '', '', 100000] : row
    })
    expect(valuesOf(faSheet({ rows }))).toMatchObject(SAME)
  })

  it.each([
    [['估值日期', '', '2024年01月02日']],
    [['日期：2024-01-02']],
    [['2024-01-02']],
    [['估值日期:', 45293]],
    [['估值日期：2024/1/2', '净值是否确认：已确认']],
  ])('the date as %j', (cells: Cell[]) => {
    const title = [['证券投资基金估值表'], ['示例成长一号单一资产管理计划'], cells]
    expect(read({ title })).toMatchObject({
      problems: [],
      record: { date: '2024-01-02', portfolio: EXPECTED.portfolio },
    })
  })

  it.each([
    ['示例成长一号', [['示例成长一号_估值表_2024-01-02']]],
    ['示例成长一号', [['2024年01月02日示例成长一号-8009-基金资产估值表']]],
    ['示例成长一号', [['示例成长一号委托资产资产估值表20240102']]],
    ['PRODUCT_006', [['上海示例资产管理有限公司_PRODUCT_006_专用表'], ['日期：2024-01-02']]],
    ['示例成长一号', [['估值表'], ['产品名称：', '示例成长一号'], ['日期：2024-01-02']]],
  ])('the product %s out of %j', (value, title) => {
    expect(read({ title }).record?.portfolio).toEqual({ by: 'fa-name', value })
  })

  it('a ledger number in the title as a further name', () => {
    const title = [['2024年01月02日示例成长一号-8009-基金资产估值表']]
    expect(read({ title }).record?.alternatives).toEqual([{ by: 'fa-ledger', value: '8009' }])
  })

  it('private funds and LOF, gain groups left out', () => {
    const rows: Cell[][] = [
      ['1109', '其他投资', 500, '', 500, '', '', 600, '', 100],
      ['1109.06', '私募基金', 500, '', 500, '', '', 600, '', 100],
      ['1109.06.A1', '私募基金_成本', 500, '', 500, '', '', 500, '', ''],
      ['1109.06.A1.SXX123 OTC', '示例私募', 500, 1, 500, '', 1.2, 500, '', ''],
      ['1109.06.A9', '私募基金_估值增值', '', '', '', '', '', 100, '', ''],
      ['1109.06.A9.SXX123 OTC', '示例私募', '', '', '', '', '', 100, '', ''],
    ]
    const funds = read({ rows: [...FA_ROWS, ...rows] }).record?.funds
    expect(funds?.map(({ fundCode, market }) => [fundCode, market])).toEqual([
      ['000216', null],
      ['SXX123', 'OTC'],
    ])
  })

  it('the fund that a dividend receivable names', () => {
    const rows: Cell[][] = [
      ['1203', '应收股利', '', '', 30, '', '', 30],
      ['1203.05', '应收基金红利', '', '', 30, '', '', 30],
      ['1203.05.000216 OTC', '示例黄金', '', '', 30, '', '', 30],
    ]
    const accounts = read({ rows: [...FA_ROWS, ...rows] }).record?.accounts.filter(({ code }) =>
      code.startsWith('1203'),
    )
    expect(accounts?.map(({ code, level, fundCode }) => [code, level, fundCode])).toEqual([
      ['1203', 1, null],
      ['120305', 2, null],
      ['120305000216', 3, '000216'],
    ])
  })

  it('sub-accounts in another currency are stated in yuan', () => {
    const { record, problems } = read(inCurrency((code) => (/^\d{5,}$/.test(code) ? 'HKD' : 'CNY')))
    expect([record?.netAssetsE4, problems]).toEqual([EXPECTED.netAssetsE4, []])
  })

  it.each(['单位：元', '单位：人民币元', '(单位:元)', '单位：元 币种：人民币', '单位:CNY'])('%s is yuan', (unit) => {
    expect(read({ title: [['估值表'], ['示例成长一号'], ['日期：2024-01-02', unit]] }).problems).toEqual([])
  })

  it('净值(成本) of amortised-cost products', () => {
    const rows = [...FA_ROWS, ['净值(成本):', '', '', '', '', '', '', 112879]]
    expect(read({ rows }).record).toMatchObject({ netAssetsE4: 1_128_800_000n, netAssetsAtCostE4: 1_128_790_000n })
  })
})

describe('payables', () => {
  const account = (code: string, name: string, yuan: bigint) => ({
    code,
    name,
    level: code.length === 4 ? 1 : 2,
    marketValueE4: yuan * 10_000n,
    costE4: null,
    row: 1,
  })

  it('keep the performance fee apart from management (R-FEE-3)', () => {
    const accounts = [
      account('2206', '应付管理人报酬', 100n),
      account('220611', '应付分级管理费', 60n),
      account('220612', '应付业绩报酬', 40n),
      account('2501', '预提费用', 9n),
    ]
    expect(payablesOf(accounts)).toEqual({
      managementE4: 600_000n,
      custodianE4: 0n,
      auditE4: 90_000n,
      performanceE4: 400_000n,
    })
  })

  it('are found below a level-1 account that names none of them', () => {
    const accounts = [
      account('2202', '应付账款', 107n),
      account('220201', '应付账款-应付管理费', 100n),
      { ...account('220201YYLGLF', '管理费', 100n), level: 3 },
      account('220202', '应付账款-应付托管费', 7n),
      account('2207', '应付佣金', 3n),
      account('222106', '管理费进项税', 1n),
    ]
    expect(payablesOf(accounts)).toMatchObject({ managementE4: 1_000_000n, custodianE4: 70_000n })
    expect(payablesOf([account('2206', '应付受托费', 9n)])).toMatchObject({ managementE4: 90_000n })
  })

  it('go by name where the number means something else', () => {
    const accounts = [
      account('2212', '应付管理人报酬', 100n),
      account('2213', '应付托管费', 5n),
      account('2207', '应付佣金', 7n),
    ]
    expect(payablesOf(accounts)).toMatchObject({ managementE4: 1_000_000n, custodianE4: 50_000n })
    expect(payablesOf([])).toEqual({ managementE4: null, custodianE4: null, auditE4: null, performanceE4: null })
  })
})

describe('one wrong sheet per problem', () => {
  const title = (...cells: string[]): Cell[][] => [['证券投资基金估值表'], ['示例银行___示例成长一号___专用表'], cells]
  const extra = (...rows: Cell[][]): Partial<SheetParts> => ({ rows: [...FA_ROWS, ...rows] })

  it.each<[string, Partial<SheetParts>]>([
    ['unit-not-yuan error', { title: title('估值日期：20240102', '单位：万元') }],
    ['unit-not-yuan error', { title: title('估值日期：20240102', '单位：', '美元') }],
    ['unit-not-yuan error', { header: [HEADER.map((label) => (label === '市值' ? '市值(万元)' : label))] }],
    ['unit-not-yuan error', inCurrency((code) => (/^\d{4}$/.test(code) ? 'USD' : ''))],
    ['date-invalid error', { title: title('估值日期：20240231') }],
    ['no-rows review', { rows: [] }],
    ['row-missing error', { rows: withRow('实收资本', null) }],
    [
      'value-invalid error',
      { rows: withRow('实收资本', ['实收资本', '', '#N/A', '', 100000, '', '', 100000, 88.59, '']) },
    ],
    [
      'value-invalid error',
      { rows: withRow('实收资本', ['实收资本', '', 1e15, '', 100000, '', '', 100000, 88.59, '']) },
    ],
    ['row-missing error', { rows: withRow('基金资产净值:', null) }],
    ['row-missing error', { rows: withRow('累计单位净值：', null) }],
    ['value-missing error', { rows: withRow('基金单位净值：', ['基金单位净值：', '']) }],
    ['value-invalid error', { rows: withRow('负债类合计:', ['负债类合计:', '', '', '', 1, '', '', '#N/A']) }],
    ['value-too-precise error', { rows: withRow('2207', ['2207', '应付托管费', '', '', 20, '', '', '20.000001']) }],
    ['value-invalid warning', { rows: withRow('100201', ['100201', '活期存款', '', '', '#DIV/0!', '', '', 100000]) }],
    ['value-missing review', extra(['1109.01.01.S99001', '示例私募', '', '', 5, '', '', 5])],
    ['account-name-mismatch warning', { rows: withRow('2207', ['2207', '应付佣金', '', '', 20, '', '', 20]) }],
    ['row-duplicate warning', extra(FA_ROWS[0] ?? [])],
    ['row-conflict review', extra(['1002', '银行存款', '', '', 1, '', '', 1])],
    ['row-conflict review', extra(['基金单位净值：', '1.1300'])],
    ['R-CHK-3 review', { rows: withRow('110502', ['110502', '开放式基金', 10000, '', 12000, '', '', 12999, '', '']) }],
    ['R-CHK-16 warning', { rows: withRow('100201', ['100201', '活期存款', '', '', 100000, '', '', 99999]) }],
    ['R-CHK-16 review', { title: title('估值日期：20240102', '单位净值：1.1290') }],
    ['R-CHK-17 warning', { rows: withRow('昨日单位净值：', ['昨日单位净值：', '1.1200']) }],
    ['R-CHK-18 review', { rows: withRow('基金资产净值:', ['基金资产净值:', '', '', '', '', '', '', -5]) }],
  ])('%s', (expected, parts) => {
    const { kind, record, problems } = read(parts)
    expect(kind).toBe('fa-valuation-sheet')
    expect(codes(problems)).toContain(expected)
    const isRefused = problems.some((found) => found.severity === 'error') || expected.startsWith('no-rows')
    expect(record === undefined).toBe(isRefused)
    for (const found of problems) expect(found).toMatchObject({ sheet: '表', portfolio: { by: 'fa-name' } })
  })

  it.each(HEADER.filter((label) => /^(?:数量|成本|市值|估值增值)$/.test(label)))('column-missing: %s', (label) => {
    const { record, problems } = read({ header: [HEADER.map((other) => (other === label ? '别的' : other))] })
    expect(record).toBeUndefined()
    expect(problems).toMatchObject([{ code: 'column-missing', severity: 'error', row: 4, column: label }])
  })

  it('date-missing: the file name may help, a person confirms', () => {
    const undated = faSheet({ title: title('单位：元') })
    const { record, problems } = readRows(undated, NAME)
    expect([record?.date, ...codes(problems)]).toEqual(['2024-01-02', 'date-missing review'])
    expect(readRows(undated, '示例成长一号.xls')).toMatchObject({
      record: undefined,
      problems: [{ code: 'date-missing', severity: 'error' }],
    })
  })

  it('date-conflict: the sheet wins', () => {
    const { record, problems } = readRows(faSheet({}), '示例成长一号_20240103.xls')
    expect(record?.date).toBe('2024-01-02')
    expect(problems).toMatchObject([
      { code: 'date-conflict', severity: 'review', found: '2024-01-03', expected: '2024-01-02' },
    ])
  })

  it('product-conflict: the sheet wins; abbreviations and codes are none', () => {
    const conflicts = (fileName: string): string[] => codes(readRows(faSheet({}), fileName).problems)
    expect(conflicts('示例进取二号_20240102.xls')).toEqual(['product-conflict review'])
    for (const name of [
      '成长1号_20240102.xls',
      '示例成长一号 20240102 (1).xls',
      'SBMM07_20240102.xls',
      '20240102.xls',
      '证券投资基金估值表_8001-20240102.xlsx',
    ]) {
      expect(conflicts(name)).toEqual([])
    }
  })

  it('portfolio-unknown: no product anywhere', () => {
    const { record, problems } = readRows(faSheet({ title: [['估值表'], ['日期：2024-01-02']] }), '20240102.xls')
    expect(record).toBeUndefined()
    expect(codes(problems)).toEqual(['portfolio-unknown error'])
  })

  it('header-ambiguous: two filled tables', () => {
    const { records, problems } = readFile(workbook({ 甲: faSheet({}), 乙: faSheet({}) }, 'xlsx'), { fileName: NAME })
    expect(records).toEqual([])
    expect(codes(problems)).toEqual(['header-ambiguous review'])
  })
})

it('asks about a fund of which fewer than no shares are held', () => {
  const rows = FA_ROWS.map((row) => (row[0] === '11050201000216' ? [...row.slice(0, 2), -10000, ...row.slice(3)] : row))
  const { problems } = readFile(workbook({ 表: faSheet({ rows }) }, 'xlsx'), { fileName: '示例成长一号_20240102.xlsx' })
  const at = { row: 10, column: '数量', found: '11050201000216 -10000.00', expected: '≥ 0' }
  expect(problems).toContainEqual(expect.objectContaining({ code: 'value-invalid', severity: 'review', ...at }))
})

it('R-CHK-18 shows the figure as money, and its row', () => {
  const parts = { rows: withRow('基金资产净值:', ['基金资产净值:', '', '', '', '', '', '', '(112,880.00)']) }
  const { problems } = readFile(workbook({ 表: faSheet(parts) }, 'xlsx'), { fileName: '示例成长一号_20240102.xlsx' })
  const at = { row: 18, column: '基金资产净值', found: '-112880.00', expected: '≥ 0' }
  expect(problems.filter(({ code }) => code === 'R-CHK-18')).toMatchObject([{ severity: 'review', ...at }])
})
