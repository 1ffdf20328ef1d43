/** The cases of the formats' list (section 8) that O3.2 exports bring; each title carries the number of its case. */
import { encode } from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import type { Cell } from '../bytes/grid'
import type { FlowRecord, O32HoldingRecord, Problem, ReadResult, TransactionRecord } from '../records'
import { readFile } from '../registry'
import { csv, html, workbook } from '../testing/files'

const HOLDINGS =
  '日期 基金编号 证券代码 证券名称 持仓 市值 当前成本 含费用成本 费用合计 浮动盈亏 总体盈亏 当日红利 累计红利 证券类别 交易市场'.split(
    ' ',
  )
const JOURNAL =
  '发生日期 基金编号 证券代码 发生业务 委托价格 委托数量 发生数量 发生金额 发生后余额 科目名称 科目发生额 佣金 经手费 其他费用'.split(
    ' ',
  )
const SUBSCRIBED = '开放式基金申购成交确认'

/** A holding of 8001 on 2024-01-02. */
const held = (code: Cell, shares: Cell, value: Cell): Cell[] => ['2024-01-02', '8001', code, '', shares, value]
const trade = (operation: Cell, figures: Cell[]): Cell[] => ['2024-01-02', '8001', '006597', operation, ...figures]
/** 1,000 shares at 1.25 for 1,250.60 with a fee of 0.60. */
const bought = trade(SUBSCRIBED, [1.25, 1000, 1000, -1250.6, 0, '', -1250.6, 0.6, 0, 0])

const read = (bytes: Uint8Array, fileName = 'export.xls'): ReadResult => readFile(bytes, { fileName })
const readHoldings = (...rows: Cell[][]) => read(csv([HOLDINGS, ...rows]))
const readJournal = (...rows: Cell[][]) => read(csv([JOURNAL, ...rows]))
const gbk = (bytes: Uint8Array): Uint8Array => encode(new TextDecoder().decode(bytes), 'gb18030')
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

const holdingsOf = ({ records }: ReadResult) =>
  (records as O32HoldingRecord[]).map((row) => [
    row.portfolio.value,
    row.date,
    row.fundCode,
    row.sharesE4,
    row.marketValueE4,
  ])
const tradesOf = ({ records }: ReadResult) =>
  (records as TransactionRecord[]).map((row) => [row.fundCode, row.operation, row.amountE4, row.sharesE4, row.feeE4])
const told = (problems: Problem[]) =>
  problems.map(({ severity, code, row, column, found, expected }) => [severity, code, row, column, found, expected])

const TWO = [held('006597', '1,000.00', '1,250.00'), held('006598', 500, 400.5)]
const TWO_READ = [
  ['8001', '2024-01-02', '006597', 10_000_000n, 12_500_000n],
  ['8001', '2024-01-02', '006598', 5_000_000n, 4_005_000n],
]
const ONE_TRADE = [['006597', 'subscribe', 12_506_000n, 10_000_000n, 6000n]]

describe('containers of O3.2 exports', () => {
  it.each(['xlsx', 'biff8', 'xlml'] as const)('holdings and journal as %s hold the same', (type) => {
    expect(holdingsOf(read(workbook({ Sheet1: [HOLDINGS, ...TWO] }, type)))).toEqual(TWO_READ)
    const journal = read(workbook({ 资金流水: [JOURNAL, bought], Sheet2: [] }, type))
    expect([journal.kind, tradesOf(journal), journal.problems]).toEqual(['o32-journal', ONE_TRADE, []])
    expect(journal.records).toMatchObject([{ source: { sheet: '资金流水', row: 2 } }])
  })

  it('53: CSV in GB18030, with BOM, in UTF-16, with tabs, quotes, blank lines and blanks around', () => {
    const bytes = csv([HOLDINGS, ...TWO])
    const text = new TextDecoder().decode(bytes)
    const tabs = text.replaceAll('","', '"\t"')
    const utf16 = Uint8Array.from([0xff, 0xfe, ...encode(text, 'utf16-le')])
    const spaced = text.replaceAll('\r\n', '\r\n\r\n').replaceAll('"006597"', '" 006597 "')
    for (const variant of [gbk(bytes), bytesOf(`\ufeff${text}`), bytesOf(tabs), utf16, bytesOf(spaced)]) {
      const result = read(variant)
      expect([result.kind, holdingsOf(result), result.problems]).toEqual(['o32-holdings', TWO_READ, []])
    }
  })

  it('30, 31: HTML in GBK, whatever its meta says, or without one', () => {
    const table = html([HOLDINGS, ...TWO])
    for (const charset of ['utf-8', 'iso-8859-1', '']) {
      const meta = charset && `<meta http-equiv="Content-Type" content="text/html; charset=${charset}">`
      expect(holdingsOf(read(gbk(bytesOf(meta + new TextDecoder().decode(table)))))).toEqual(TWO_READ)
    }
  })

  it('32, 33: HTML with unclosed or upper-case tags', () => {
    const text = new TextDecoder().decode(html([HOLDINGS, ...TWO]))
    const unclosed = text.replaceAll('</td>', '').replaceAll('</tr>', '')
    const upper = text.replaceAll(/<[^>]+>/g, (tag) => tag.toUpperCase())
    for (const variant of [unclosed, upper]) expect(holdingsOf(read(bytesOf(variant)))).toEqual(TWO_READ)
  })

  it('40: a title row with colspan, and a table inside a script', () => {
    const text = new TextDecoder().decode(html([HOLDINGS, ...TWO]))
    const titled = text.replace('<table>', '<table><tr><td colspan="15">基金证券</td></tr>')
    const scripted = `<script>document.write("<table><tr><td>证券代码</td></tr></table>")</script>${titled}`
    const result = read(bytesOf(scripted))
    expect(holdingsOf(result)).toEqual(TWO_READ)
    expect(result.records).toMatchObject([{ source: { row: 3 } }, { source: { row: 4 } }])
  })
})

describe('holdings', () => {
  it('34: lost leading zeros come back, private funds keep their letters', () => {
    const result = readHoldings(held(6597, 1, 1), held('216', 1, 1), held('6598.0', 1, 1), held('sxx123', 1, 1))
    expect(holdingsOf(result).map(([, , code]) => code)).toEqual(['006597', '000216', '006598', 'SXX123'])
  })

  it.each([
    ['合计', '', '', ''],
    ['', '', '', '合 计'],
    ['', '', '总计', ''],
    ['', '', '', ''],
    ['合计：共2条', '', '', ''],
    ['合计(元)', '', '', ''],
    ['', '8001合计', '', ''],
    ['2024-01-02', '8001', '', '本页合计'],
  ])('35: a total row (%j, %j, %j, %j) is compared and dropped', (...labels) => {
    const good = readHoldings(...TWO, [...labels, '1,500.00', '1,650.50'])
    expect([holdingsOf(good), good.problems]).toEqual([TWO_READ, []])
    const bad = readHoldings(...TWO, [...labels, '1,500.00', '1,650.51'])
    expect([holdingsOf(bad), told(bad.problems)]).toEqual([
      TWO_READ,
      [['warning', 'total-mismatch', 4, '市值', '1650.51', '1650.50']],
    ])
  })

  it('35: text in the number columns of a total row, and signatures below, say nothing', () => {
    const result = readHoldings(
      ...TWO,
      ['合计', '', '', '', '--', '见附页'],
      ['制表：', '', '', '', '', ''],
      ['打印日期：2024-01-03'],
    )
    expect([holdingsOf(result), result.problems]).toEqual([TWO_READ, []])
  })

  it.each(['基金编号', '证券代码', '持仓', '市值'])('36: without %s the file is refused', (column) => {
    const keep = HOLDINGS.map((label) => label !== column)
    const rows = [HOLDINGS, ...TWO].map((row) => row.filter((_, index) => keep[index]))
    const result = read(csv(rows))
    expect([result.kind, result.records]).toEqual(column === '证券代码' ? [null, []] : ['o32-holdings', []])
    const expected = ['error', 'column-missing', 1, column, null, column]
    expect(column === '证券代码' ? result.problems.map(({ code }) => code) : told(result.problems)).toEqual(
      column === '证券代码' ? ['kind-unknown'] : [expected],
    )
  })

  it('37: a header alone holds nothing and waits', () => {
    expect(told(readHoldings().problems)).toEqual([['review', 'no-rows', null, null, null, null]])
  })

  it('38: days of other dates than the file name are read and shown once each', () => {
    const rows = [
      ...TWO,
      ['2023-12-29', ...held('006597', 1, 1).slice(1)],
      ['2023-12-29', ...held('006598', 1, 1).slice(1)],
    ]
    const result = read(csv([HOLDINGS, ...rows]), 'chicang_20240102.xls')
    expect(result.records).toHaveLength(4)
    expect(told(result.problems)).toEqual([['review', 'date-conflict', 4, '日期', '2023-12-29', '2024-01-02']])
    expect(result.problems[0]).toMatchObject({ date: '2023-12-29', portfolio: { by: 'o32-fund', value: '8001' } })
  })

  it('39, 46: a fund twice in one day goes to a person, equal or not, also where all rows stand twice', () => {
    const result = readHoldings(...TWO, ...TWO, held('006598', 501, 400.5))
    expect(holdingsOf(result)).toEqual(TWO_READ)
    expect(told(result.problems)).toEqual([
      ['review', 'row-duplicate', 4, '证券代码', '006597', null],
      ['review', 'row-duplicate', 5, '证券代码', '006598', null],
      ['review', 'row-conflict', 6, '证券代码', '006598', null],
    ])
  })

  it('49, 65: 8001.0, timestamps, compact dates and Excel serials', () => {
    const dates = ['2024-01-02 00:00:00.0', '20240102', '2024/1/2', '2024年1月2日', 45293, '45293']
    const rows = dates.map((date, index): Cell[] => [date, index % 2 ? '8001.0' : 8001, `00000${index + 1}`, '', 1, 1])
    const result = readHoldings(...rows)
    expect(new Set(holdingsOf(result).map(([fund, date]) => `${fund} ${date}`))).toEqual(new Set(['8001 2024-01-02']))
    expect([result.records.length, result.problems]).toEqual([6, []])
  })

  it.each([
    ['chicang_20240102.xls', '2024-01-02'],
    ['基金_证券_2024-01-02.xls', '2024-01-02'],
    ['综合信息查询_基金证券20240102(1).xls', '2024-01-02'],
    ['基金证券[20240102].xls', '2024-01-02'],
    ['2024.01.02 基金证券.xls', '2024-01-02'],
    ['基金证券2024年1月2日.xls', '2024-01-02'],
    ['示例一号 08月25日.xls', null],
    ['基金证券.xls', null],
  ])('63: the day comes from the name %s where the table has none', (name, date) => {
    const rows = [HOLDINGS, ...TWO].map((row) => row.slice(1))
    const result = read(csv(rows), name)
    expect(result.records.map((record) => 'date' in record && record.date)).toEqual(date ? [date, date] : [])
    expect(told(result.problems)).toEqual(date ? [] : [['error', 'date-missing', 2, '日期', '', 'YYYY-MM-DD']])
  })

  it('66: NUL, no-break and zero-width blanks around codes, labels and figures', () => {
    const odd = HOLDINGS.map((label) => `\u00a0${label}\u200b `)
    const result = read(
      csv([
        odd,
        ['2024-01-02\u0000', '8001\u0000 ', '\u200b006597\u00a0', '', '\u00a01,000.00', '1,250.00\u3000'],
        TWO[1] ?? [],
      ]),
    )
    expect([holdingsOf(result), result.problems]).toEqual([TWO_READ, []])
  })

  it('13, 68: full-width digits, (1,234.50), 1,234.50- and −1,234.50', () => {
    const row = (loss: string): Cell[] => [...held('００６５９７', '１，０００．００', '1,250.00'), '', '', '', loss]
    for (const loss of ['(1,234.50)', '（1,234.50）', '1,234.50-', '－1,234.50', '-1234.5']) {
      expect(readHoldings(row(loss))).toMatchObject({
        records: [{ fundCode: '006597', sharesE4: 10_000_000n, floatingProfitE4: -12_345_000n }],
        problems: [],
      })
    }
  })

  it('21: headings of other menus: 交易日期, 基金代码, 业务类别, 成交价格, 成交数量', () => {
    const other: Record<string, string> = {
      发生日期: '交易日期',
      证券代码: '基金代码',
      发生业务: '业务类别',
      委托价格: '成交价格',
      委托数量: '成交数量',
    }
    const journal = read(csv([JOURNAL.map((label) => other[label] ?? label), bought]), 'liushui_20240103.csv')
    expect([journal.kind, tradesOf(journal)]).toEqual(['o32-journal', ONE_TRADE])
    // the row's own day counts, and that the name says another one is shown
    expect(journal.records).toMatchObject([{ date: '2024-01-02' }])
    expect(told(journal.problems)).toMatchObject([
      ['review', 'date-conflict', 2, '交易日期', '2024-01-02', '2024-01-03'],
    ])
    const holdings = read(csv([HOLDINGS.map((label) => other[label] ?? label), ...TWO]))
    expect([holdings.kind, holdingsOf(holdings)]).toEqual(['o32-holdings', TWO_READ])
  })

  it('23: figures in another unit than yuan are refused, by heading or title', () => {
    const inHeading = HOLDINGS.map((label) => (label === '市值' ? '市值(万元)' : label))
    expect(told(read(csv([inHeading, held('006597', 1000, '0.125')])).problems)).toEqual([
      ['error', 'unit-not-yuan', 1, '市值(万元)', '市值(万元)', '元'],
    ])
    const journal = read(csv([['综合信息查询_资金流水', '单位：万元'], JOURNAL, bought]))
    expect([journal.records, told(journal.problems)]).toEqual([
      [],
      [['error', 'unit-not-yuan', null, null, '万元', '元']],
    ])
  })

  it('70: the same code in two markets is two holdings', () => {
    const market = (name: string): Cell[] => [...held('160904', 10, 11), '', '', '', '', '', '', '', '', name]
    const result = readHoldings(market('6'), market('深交所A'))
    expect(result.records).toMatchObject([{ market: '6' }, { market: '深交所A' }])
    expect(result.problems).toEqual([])
  })

  it('72: -, --, ***, / and blank are empty: absent where optional, missing where required', () => {
    for (const nothing of ['-', '--', '***', '/', '', ' ']) {
      const optional = readHoldings([...held('006597', 1, 1), nothing, nothing])
      expect(optional).toMatchObject({ records: [{ costE4: null, costWithFeesE4: null }], problems: [] })
      expect(told(readHoldings(held('006597', nothing, 1)).problems)).toEqual([
        ['error', 'value-missing', 2, '持仓', '', null],
      ])
    }
  })

  it('25: errors of formulas and figures beyond their scale are refused, never rounded', () => {
    const result = readHoldings(
      held('006597', '#DIV/0!', 1),
      held('006598', 1.00005, 1),
      held('006599', 1, '99999999999999999999'),
    )
    expect(result.records).toEqual([])
    expect(told(result.problems)).toEqual([
      ['error', 'value-invalid', 2, '持仓', '#DIV/0!', '0.0000'],
      ['error', 'value-too-precise', 3, '持仓', '1.00005', '0.0000'],
      ['error', 'value-invalid', 4, '市值', '99999999999999999999', '0.0000'],
    ])
  })
})

describe('the journal', () => {
  it('takes the wide menu export: further columns in any order, a running number, a total row', () => {
    const header =
      '序号 发生日期 基金编号 基金名称 组合名称 证券代码 证券名称 发生业务 交易市场 委托价格 委托数量 发生数量 发生金额 发生后余额 科目名称 科目发生额 佣金 经手费 过户费 交割费 结算费 交易费 证管费 印花税 其他费用 单位净值 市值比净值(%)'.split(
        ' ',
      )
    const sold: Cell[] = [1, '20240102', 8001, '示例', '默认', 510903, '示例ETF', '证券卖出', '上交所A', 3.5]
    const figures: Cell[] = [100, -100, 348.2, 1000, '', 348.2, 1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, '', 0.5]
    const total: Cell[] = ['合计', ...Array.from({ length: 14 }, () => ''), 348.2]
    const result = read(workbook({ Sheet1: [['资金流水'], [], header, [...sold, ...figures], total] }, 'xlsx'))
    expect(result.problems).toEqual([])
    expect(result.records).toMatchObject([
      {
        operation: 'sell',
        amountE4: null,
        sharesE4: 1_000_000n,
        priceE8: 350_000_000n,
        feeE4: 18_000n,
        fundName: '示例ETF',
      },
    ])
    expect(result.records).toMatchObject([{ source: { sheet: 'Sheet1', row: 4 } }])
  })

  it('spans months, portfolios and days; places count within each', () => {
    const at = (date: string, fund: string): Cell[] => [date, fund, ...bought.slice(2)]
    const result = readJournal(
      at('2024-01-31', '8001'),
      at('2024-02-01', '8001'),
      at('2024-01-31', '8002'),
      at('2024-01-31', '8001'),
    )
    const places = (result.records as TransactionRecord[]).map(({ portfolio, date, place }) => [
      portfolio.value,
      date,
      place,
    ])
    expect(places).toEqual([
      ['8001', '2024-01-31', '#1'],
      ['8001', '2024-02-01', '#1'],
      ['8002', '2024-01-31', '#1'],
      ['8001', '2024-01-31', '#2'],
    ])
  })

  it('41: an unknown operation is shown and not counted; the row after it keeps its place', () => {
    const result = readJournal(trade('开放式基金强制调增成交确认', [1, 1, 1, -1, 0, '', -1]), bought)
    expect(tradesOf(result)).toEqual(ONE_TRADE)
    expect(told(result.problems)).toEqual([
      ['review', 'operation-unknown', 2, '发生业务', '开放式基金强制调增成交确认', null],
    ])
  })

  it('42: blank fee parts are 0', () => {
    const result = readJournal(trade(SUBSCRIBED, [1.25, 1000, 1000, '', '', '', -1250, '', '--', '***']))
    expect([tradesOf(result), result.problems]).toEqual([[['006597', 'subscribe', 12_500_000n, 10_000_000n, 0n]], []])
  })

  it('43: money of the wrong sign goes to a person', () => {
    const result = readJournal(
      trade(SUBSCRIBED, [1.25, 1000, 1000, 1250, 0, '', 1250]),
      trade('开放式基金赎回成交确认', [1.25, 1000, -1000, -1250, 0, '', -1250]),
    )
    expect(told(result.problems)).toEqual([
      ['review', 'value-invalid', 2, '科目发生额', '1250', '≤ 0'],
      ['review', 'value-invalid', 3, '科目发生额', '-1250', '≥ 0'],
    ])
  })

  it('44: a money leg without price or shares is no transaction', () => {
    const result = readJournal(trade(SUBSCRIBED, [0, 0, 0, -1250, 0, '', -1250]), bought)
    expect(tradesOf(result)).toEqual(ONE_TRADE)
    expect(told(result.problems)).toEqual([['review', 'money-leg-only', 2, '委托价格', '0', '> 0']])
  })

  it('35: a sum is a sum wherever the word stands', () => {
    for (const column of [0, 1, 2, 3]) {
      const total: Cell[] = ['', '', '', '', '', '', '', '', '', '', '-1,250.60']
      total[column] = '合计'
      const result = readJournal(bought, total)
      expect([tradesOf(result), result.problems]).toEqual([ONE_TRADE, []])
    }
  })

  it('a row without a fund number tells its day, a negative fee its column', () => {
    const fees: Cell[] = [1.25, 1000, 1000, -1250.6, 0, '', -1250.6, -0.6]
    const result = readJournal(
      ['2024-01-02', '', '006597', SUBSCRIBED, 1, 1, 1, -1, 0, '', -1],
      trade(SUBSCRIBED, fees),
    )
    expect(result.records).toEqual([])
    expect(told(result.problems)).toEqual([
      ['error', 'value-missing', 2, '基金编号', '', null],
      ['error', 'value-invalid', 3, '佣金', '-0.6', '≥ 0'],
    ])
    expect(result.problems[0]).toMatchObject({ portfolio: null, date: '2024-01-02' })
  })

  it('client flows: shares are 发生数量, money 科目发生额 or shares × price, 冲现 is left out', () => {
    const flow = (operation: string, figures: Cell[]): Cell[] => ['2024-01-02', '8001', '', operation, ...figures]
    const { records, problems } = readJournal(
      flow('TA申购', [1.0266, 0, 487044.61, 500000, '', '', 500000]),
      flow('TA申购冲现', [1.0266, 0, 487044.61, 500000, '', '', 500000]),
      flow('TA赎回', [0.9871, 0, '-1,000,000', 0, '', '', 0]),
    )
    expect(problems).toEqual([])
    expect((records as FlowRecord[]).map((row) => [row.flowKind, row.amountE4, row.sharesE4, row.place])).toEqual([
      ['subscription', 5_000_000_000n, 4_870_446_100n, '#1'],
      ['redemption', 9_871_000_000n, 10_000_000_000n, '#2'],
    ])
  })
})
