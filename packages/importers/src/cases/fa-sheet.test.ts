/** FORMATS' numbered cases that concern valuation sheets: each title carries its number (docs/import-cases.md). */
import { describe, expect, it } from 'vitest'
import type { Cell } from '../bytes/grid'
import type { Problem, ReadResult, ValuationRecord } from '../records'
import { readFile } from '../registry'
import { withEntry } from '../testing/containers'
import { FA_ROWS, HEADER, faSheet, withRow } from '../testing/fa-sheet'
import type { SheetParts } from '../testing/fa-sheet'
import { html, workbook } from '../testing/files'

const NAME = '示例成长一号_20240102.xls'
const PRODUCT = '示例成长一号单一资产管理计划'

interface Read extends ReadResult {
  record: ValuationRecord | undefined
}

function readBytes(bytes: Uint8Array, fileName = NAME): Read {
  const result = readFile(bytes, { fileName })
  return { ...result, record: result.records.find((record) => record.kind === 'valuation') }
}
const read = (parts: Partial<SheetParts>, fileName = NAME): Read =>
  readBytes(workbook({ 表: faSheet(parts) }, 'xlsx'), fileName)
const withRows = (...rows: Cell[][]): Partial<SheetParts> => ({ rows: [...FA_ROWS, ...rows] })
const mapped = (change: (cell: Cell, column: number) => Cell): Partial<SheetParts> => ({
  rows: FA_ROWS.map((row) => row.map(change)),
})

/** One record without a problem: 18 rows, 4 accounts of level 1, one fund. */
function expectSame({ record, records, problems }: Read): void {
  expect([problems, records.length]).toEqual([[], 1])
  expect(record).toMatchObject({
    date: '2024-01-02',
    totalAssetsE4: 1_130_000_000n,
    totalLiabilitiesE4: 1_200_000n,
    netAssetsE4: 1_128_800_000n,
    sharesE4: 1_000_000_000n,
    unitNavE8: 112_880_000n,
    accumulatedNavE8: 112_880_000n,
    funds: [{ fundCode: '000216', sharesE4: 100_000_000n, costE4: 120_000_000n, marketValueE4: 130_000_000n }],
  })
  expect(record?.accounts.filter(({ level }) => level === 1).map(({ code }) => code)).toEqual([
    '1002',
    '1105',
    '2206',
    '2207',
  ])
}

/** Nothing comes of the day. */
function expectRefused({ records, problems }: Read, ...wanted: Partial<Problem>[]): void {
  expect(records).toEqual([])
  expect(problems).toMatchObject(wanted.map((found) => ({ severity: 'error', ...found })))
}

/** The day is read and waits for a person. */
function expectHeld({ records, problems }: Read, ...wanted: Partial<Problem>[]): void {
  expect(records).toHaveLength(1)
  expect(problems).toMatchObject(wanted.map((found) => ({ severity: 'review', date: '2024-01-02', ...found })))
}

describe('frame', () => {
  const title = (...cells: Cell[]): Cell[][] => [['证券投资基金估值表'], [`示例银行___${PRODUCT}___专用表`], cells]

  it('case 9: no header row', () => {
    const { kind, records, problems } = read({ header: [] })
    expect([kind, records]).toEqual([null, []])
    expect(problems).toMatchObject([{ code: 'header-missing', severity: 'error', expected: '科目代码, 科目名称' }])
  })
  it('case 10: no date: the file name may help, a person confirms', () => {
    expectHeld(read({ title: title('单位：元') }), { code: 'date-missing', column: '估值日期', found: '2024-01-02' })
    expectRefused(read({ title: title('单位：元') }, '示例成长一号.xls'), {
      code: 'date-missing',
      column: '估值日期',
      date: null,
    })
  })
  it('case 11: name and sheet of different days', () => {
    expectHeld(read({}, '示例成长一号_20240103.xls'), {
      code: 'date-conflict',
      found: '2024-01-03',
      expected: '2024-01-02',
    })
  })
  it('case 16: all numbers text with thousands', () => {
    expectSame(
      read(mapped((cell, column) => (typeof cell === 'number' && column > 1 ? cell.toLocaleString('en-US') : cell))),
    )
  })
  it('case 17: full-width digits, blanks in headings', () => {
    const wide = (cell: Cell): Cell =>
      String(cell).replaceAll(/[\d.]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
    expectSame(
      read({
        header: [HEADER.map((label) => [...label].join(' '))],
        ...mapped((cell) => (cell === '' ? cell : wide(cell))),
      }),
    )
  })
  it('case 18: numeric codes, 1002.1 for 1002.10', () => {
    expectSame(read(mapped((cell, column) => (column === 0 && /^\d+$/.test(String(cell)) ? Number(cell) : cell))))
    const child: Cell[] = [2221.1, '应交税费', '', '', 1, '', '', 1]
    expect(read(withRows(child)).record?.accounts.map(({ code, level }) => [code, level])).toContainEqual(['222110', 2])
  })
  it('case 19: blank rows in between', () => expectSame(read({ rows: FA_ROWS.flatMap((row) => [row, [], ['', ' ']]) })))
  it('case 20: the table on another sheet; two tables', () => {
    expectSame(readBytes(workbook({ 说明: [['见下页']], 表: faSheet({}), Sheet3: [] }, 'biff8')))
    const { records, problems } = readBytes(workbook({ 甲: faSheet({}), 乙: faSheet({}) }, 'xlsx'))
    expect(records).toEqual([])
    expect(problems).toMatchObject([{ code: 'header-ambiguous', severity: 'review', found: '甲, 乙', expected: '1' }])
  })
  it('case 21: another order of columns, unknown and repeated headings', () => {
    const turned = (row: Cell[]): Cell[] => ['?', ...HEADER.map((_, at) => row[HEADER.length - 1 - at] ?? '')]
    expectSame(read({ header: [turned(HEADER)], rows: FA_ROWS.map(turned) }))
    const twice = FA_ROWS.map((row) => [...HEADER.map((_, at) => row[at] ?? ''), 7])
    expectRefused(read({ header: [[...HEADER, '市值']], rows: twice }), {
      code: 'header-ambiguous',
      row: 4,
      column: '市值',
    })
  })
  it('case 23: 万元', () => {
    expectRefused(read({ title: title('估值日期：20240102', '单位：万元') }), {
      code: 'unit-not-yuan',
      found: '万元',
      expected: '元',
    })
  })
  it('case 29: a NAV announcement instead of a table', () => {
    const page = html([['示例成长一号资产净值公告'], ['基金单位净值', '1.1288'], ['累计单位净值', '1.1288']])
    const { kind, records, problems } = readBytes(page)
    expect([kind, records]).toEqual([null, []])
    expect(problems).toMatchObject([{ code: 'nav-announcement', severity: 'error' }])
  })
  it('case 36: a required column missing', () => {
    const header = [HEADER.map((label) => (label === '数量' ? '备注' : label))]
    expectRefused(read({ header }), { code: 'column-missing', row: 4, column: '数量', expected: '数量' })
  })
  it('case 37: header only', () => {
    const { records, problems } = read({ rows: [] })
    expect(records).toEqual([])
    expect(problems).toMatchObject([{ code: 'no-rows', severity: 'review', date: '2024-01-02' }])
  })
  it('case 54: sub-header rows between header and data', () => {
    const spread = (row: Cell[]): Cell[] => row.flatMap((cell, at) => ([4, 7, 9].includes(at) ? [-1, cell] : [cell]))
    const sub = HEADER.flatMap((_, at) => ([4, 7, 9].includes(at) ? ['原币', '本币'] : ['']))
    const ruler = sub.map((label) => (label === '' ? '' : '十亿千百十万千百十元角分'))
    const merged = HEADER.flatMap((label, at) => ([4, 7, 9].includes(at) ? [label, ''] : [label]))
    expectSame(read({ header: [merged, sub, ruler], rows: FA_ROWS.map(spread) }))
  })
  it.each([
    '估值表_示例成长一号_20240102 (1).xls',
    '示例成长一号[20240102].xls',
    '示例成长一号_20240102_20240102.xls',
    '示例_成长一号_估值表_20240102.xls',
    '示例成长一号 01月02日.xlsx',
    'WWGZB_JJZGJH001_20240102.xls',
  ])('case 63: the name %s', (fileName) => expectSame(read({}, fileName)))
  it('case 65: an Excel serial beside its label', () =>
    expectSame(read({ title: title('估值日期', 45293, '单位：元') })))
})

describe('figures', () => {
  it('case 14: children do not add up', () => {
    const row: Cell[] = ['110502', '开放式基金', 10000, '', 12000, '', '', 12999, '', '']
    expectHeld(
      read({ rows: withRow('110502', row) }),
      { code: 'R-CHK-3', row: 7, column: '市值', found: '12999.00', expected: '13000.00' },
      { code: 'R-CHK-3', row: 8, column: '市值', found: '13000.00', expected: '12999.00' },
    )
  })
  it('case 15: 实收资本 missing', () => {
    expectRefused(read({ rows: withRow('实收资本', null) }), {
      code: 'row-missing',
      expected: '实收资本',
      date: '2024-01-02',
    })
  })
  it('case 22: a code twice, and with different values', () => {
    const again = FA_ROWS[0] ?? []
    expect(read(withRows(again)).problems).toMatchObject([{ code: 'row-duplicate', severity: 'warning', found: '1' }])
    const other: Cell[] = ['1002', '银行存款', '', '', 1, '', '', 1]
    expectHeld(read(withRows(other)), {
      code: 'row-conflict',
      row: 23,
      column: '科目代码',
      found: '1002',
      expected: '= 5',
    })
  })
  it('case 25: #N/A where a figure is needed, #DIV/0! where it is not', () => {
    const total: Cell[] = ['负债类合计:', '', '', '', 120, '', '', '#N/A']
    expectRefused(read({ rows: withRow('负债类合计:', total) }), {
      code: 'value-invalid',
      row: 17,
      column: '市值',
      found: '#N/A',
    })
    const cost: Cell[] = ['100201', '活期存款', '', '', '#DIV/0!', '', '', 100000]
    const { records, problems } = read({ rows: withRow('100201', cost) })
    expect(records).toHaveLength(1)
    expect(problems).toMatchObject([
      { code: 'value-invalid', severity: 'warning', row: 6, column: '成本', found: '#DIV/0!' },
    ])
  })
  it('case 25: an error cell, and a formula without its value', () => {
    const sheet = 'xl/worksheets/sheet1.xml'
    const bytes = workbook({ 表: faSheet({}) }, 'xlsx')
    const netAssets = /(<c r="H18")[^>]*><v>112880<\/v>/
    const broken = withEntry(bytes, sheet, (xml) => xml.replace(netAssets, '$1 t="e"><v>#REF!</v>'))
    expectRefused(readBytes(broken), { code: 'value-invalid', row: 18, column: '市值', found: '#REF!' })
    const unvalued = withEntry(bytes, sheet, (xml) => xml.replace(netAssets, '$1><f>H16-H17</f>'))
    expectRefused(readBytes(unvalued), { code: 'value-missing', row: 18, expected: '基金资产净值' })
  })
  it('case 55: share-class rows that look like totals', () => {
    const classes = FA_ROWS.flatMap(([label, ...rest]): Cell[][] =>
      /净值|实收资本/.test(String(label))
        ? [
            [`${String(label)}XX07A产品A类`, '9.9', 7, '', 7, '', '', 7],
            [`－－${String(label)}其中[XX07A][产品A类]`, '9.9', 7],
            [label ?? '', ...rest],
          ]
        : [[label ?? '', ...rest]],
    )
    expectSame(read({ rows: classes }))
  })
  it('case 56: the 估值增值 subtree is neither fund nor sum', () => {
    const { record } = read({})
    expect(record?.funds).toHaveLength(1)
    const unlabelled = FA_ROWS.map(([code, name, ...rest]) => [
      code ?? '',
      String(code).startsWith('11050299') ? '示例' : (name ?? ''),
      ...rest,
    ])
    expectSame(read({ rows: unlabelled }))
  })
  it('case 57: percent columns as points, fractions and text', () => {
    const shares = (write: (points: number) => Cell) =>
      mapped((cell, column) => (column === 8 && typeof cell === 'number' ? write(cell) : cell))
    expectSame(read(shares((points) => points / 100)))
    expectSame(read(shares((points) => `${points}%`)))
    const growth = (text: string) => read({ rows: withRow('日净值增长率(%)：', ['日净值增长率', text]) })
    for (const text of ['0.0975', '0.000975', '0.0975%']) expectSame(growth(text))
    expect(growth('0.5000').problems).toMatchObject([
      { code: 'R-CHK-17', severity: 'warning', column: '日净值增长率', found: '0.5', expected: '0.000975' },
    ])
  })
  it('case 58: market suffixes and alphanumeric codes', () => {
    const extra: Cell[][] = [
      ['1109', '其他投资', 500, '', 500, '', '', 600, '', 100],
      ['1109.06.A1.S99001 OTC', '示例私募', 500, 1, 500, '', 1.2, 600, '', 100],
    ]
    const { record, problems } = read(withRows(...extra))
    expect(problems).toEqual([])
    expect(record?.funds).toMatchObject([
      { fundCode: '000216', market: null },
      { fundCode: 'S99001', market: 'OTC', row: 24 },
    ])
  })
  it('case 59: a negative 3003', () => {
    const { record, problems } = read(withRows(['3003', '证券清算款', '', '', -5000, '', '', -5000]))
    expect(problems).toEqual([])
    expect(record?.accounts).toContainEqual({
      code: '3003',
      name: '证券清算款',
      level: 1,
      marketValueE4: -50_000_000n,
      costE4: -50_000_000n,
      row: 23,
      fundCode: null,
    })
  })
  it('case 60: 2206 and 2207 with another meaning', () => {
    const rows = FA_ROWS.map(([code, name, ...rest]) => [
      code ?? '',
      code === '2206' ? '应付赎回款' : code === '2207' ? '应付佣金' : (name ?? ''),
      ...rest,
    ])
    const { records, problems } = read({ rows })
    expect(records).toHaveLength(1)
    expect(problems).toMatchObject([
      {
        code: 'account-name-mismatch',
        severity: 'warning',
        row: 13,
        column: '科目名称',
        found: '2206 应付赎回款',
        expected: '管理',
      },
      {
        code: 'account-name-mismatch',
        severity: 'warning',
        row: 14,
        column: '科目名称',
        found: '2207 应付佣金',
        expected: '托管',
      },
    ])
  })
  it('case 66: trailing NUL, blanks and zero-width characters in codes', () => {
    expectSame(
      readBytes(
        workbook(
          { 表: faSheet(mapped((cell, column) => (column === 0 ? `\u200b${String(cell)}\u00a0\0` : cell))) },
          'biff8',
        ),
      ),
    )
  })
  it('case 68: negative numbers as (1,234.50) and 1,234.50-', () => {
    for (const written of ['(1,234.50)', '（1,234.50）', '1,234.50-', '-1,234.50', '−1,234.50']) {
      const { record, problems } = read(withRows(['3003', '证券清算款', '', '', written, '', '', written]))
      expect([problems, record?.accounts.find(({ code }) => code === '3003')?.marketValueE4]).toEqual([
        [],
        -12_345_000n,
      ])
    }
  })
  it('case 70: one fund code in two markets', () => {
    const etf: Cell[] = ['1105.03.01.510903 SH', '示例ETF', 100, 1, 100, '', 2, 200, '', 100]
    const lof: Cell[] = ['1105.04.01.510903 SZ', '示例LOF', 50, 1, 50, '', 2, 100, '', 50]
    const rows = FA_ROWS.map((row) => (row[0] === '1105' ? ['1105', '基金投资', '', '', 12150, '', '', 13300] : row))
    const { record, problems } = read({ rows: [...rows, etf, lof] })
    expect(problems).toEqual([])
    expect(record?.funds?.map(({ fundCode, market }) => `${fundCode} ${market}`)).toEqual([
      '000216 null',
      '510903 SH',
      '510903 SZ',
    ])
  })
  it.each(['-', '--', '***', '/', '—', ' '])('case 72: %j in number columns', (mark) => {
    expectSame(read(mapped((cell, column) => (cell === '' && column > 1 ? mark : cell))))
  })
})
