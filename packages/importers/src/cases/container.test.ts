/** FORMATS' numbered cases that concern containers: each title carries its number (docs/import-cases.md). */
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { Cell } from '../bytes/grid'
import type { ReadResult } from '../records'
import { readFile } from '../registry'
import { biff5, encryptedXlsx, gbk, oleFile, withEntry } from '../testing/containers'
import { dumpDay, DUMP_HEADER } from '../testing/fa-dump'
import { faSheet } from '../testing/fa-sheet'
import { csv, html, workbook, zip } from '../testing/files'

const NAME = '示例成长一号_20240102.xls'
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const read = (bytes: Uint8Array, fileName = NAME): ReadResult => readFile(bytes, { fileName })

const xlsx = workbook({ 表: faSheet({}) }, 'xlsx')
const xls = workbook({ 表: faSheet({}) }, 'biff8')
const dumpPage = text(html([DUMP_HEADER, ...dumpDay('8001', '2024-01-02')]))

/** One sheet: 112,880.00 of net assets, 9 accounts kept of 18 rows, one fund of 10,000 shares. */
function expectSheet(bytes: Uint8Array, fileName = NAME): void {
  const { kind, records, problems } = read(bytes, fileName)
  expect([kind, problems]).toEqual(['fa-valuation-sheet', []])
  expect(records).toMatchObject([
    {
      date: '2024-01-02',
      netAssetsE4: 1_128_800_000n,
      unitNavE8: 112_880_000n,
      accounts: [{ code: '1002' }, { code: '1105' }, { code: '2206' }, { code: '2207' }],
      funds: [{ fundCode: '000216', fundName: '示例黄金ETF联接A', sharesE4: 100_000_000n }],
    },
  ])
}

/** One day of portfolio 8001: 1,140.00 of net assets, fund 000216. */
function expectDump(bytes: Uint8Array): void {
  const { kind, records, problems } = read(bytes, 'guzhibiao_20240102.xls')
  expect([kind, problems]).toEqual(['fa-dump', []])
  expect(records).toMatchObject([
    { portfolio: { value: '8001' }, date: '2024-01-02', netAssetsE4: 11_400_000n, funds: [{ fundCode: '000216' }] },
  ])
}

/** A deflated entry a thousand times its size. */
const bomb = (): Uint8Array => zipSync({ 'xl/workbook.xml': new Uint8Array(4 * 1024 * 1024) })

/** The archive with every size that its directory declares replaced. */
function declaring(bytes: Uint8Array, unpacked: number): Uint8Array {
  const copy = bytes.slice()
  const view = new DataView(copy.buffer)
  for (let at = 0; at + 46 <= copy.length; at += 1) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, unpacked, true)
  }
  return copy
}

const PAGE =
  '<html><head><title>登录</title></head><body><form>用户名<input name="u">密码<input name="p"></form></body></html>'
const ERROR_PAGE = '<html><body><table><tr><td>HTTP 状态 500</td></tr><tr><td>内部错误</td></tr></table></body></html>'

describe('a file that cannot be read is refused, and says why', () => {
  it.each<[string, string, string | null, () => Uint8Array]>([
    ['case 1: a truncated OLE file', 'file-unreadable', 'truncated', () => xls.subarray(0, xls.length * 0.7)],
    ['case 2: zero bytes', 'file-empty', null, () => new Uint8Array()],
    ['case 3: a login page', 'no-rows', null, () => utf8(PAGE)],
    ['case 3: an error page', 'kind-unknown', 'HTTP状态500, 内部错误', () => utf8(ERROR_PAGE)],
    ['case 4: a PDF renamed', 'container-unsupported', 'pdf', () => utf8('%PDF-1.7\n1 0 obj')],
    ['case 5: a truncated zip', 'file-unreadable', 'truncated', () => xlsx.subarray(0, xlsx.length - 300)],
    ['case 5: a zip whose sizes lie', 'file-unreadable', 'damaged', () => declaring(xlsx, 10)],
    ['case 6: a zip that is no workbook', 'container-unsupported', 'zip', () => zip('word/document.xml', 10)],
    ['case 7: a zip bomb', 'file-unpacks-too-large', '314572800', () => declaring(bomb(), 300 * 1024 * 1024)],
    ['case 7: a zip bomb that declares little', 'file-unreadable', 'damaged', () => declaring(bomb(), 1000)],
    ['case 5: a CSV whose quote never closes', 'quote-unclosed', null, () => utf8('portfolio_code,date\nA,"1\nB,2\n')],
    ['case 8: an xlsx with a password', 'file-unreadable', 'password-protected', encryptedXlsx],
    ['case 8: an xls with a password', 'file-unreadable', 'password-protected', () => protectedXls()],
  ])('%s', (_, code, found, bytes) => {
    const { kind, records, problems } = read(bytes())
    expect([kind, records]).toEqual([null, []])
    expect(problems).toMatchObject([{ code, severity: 'error', found }])
  })
})

/** BIFF8 with a FILEPASS record (RC4) behind its BOF. */
function protectedXls(): Uint8Array {
  const bof = [0x09, 0x08, 16, 0, 0, 6, 5, 0, ...Array.from({ length: 12 }, () => 0)]
  const filePass = [0x2f, 0, 54, 0, 1, 0, 1, 0, 1, 0, ...Array.from({ length: 48 }, () => 9)]
  return oleFile({ Workbook: Uint8Array.from([...bof, ...filePass, 0x0a, 0, 0, 0]) })
}

describe('HTML as .xls', () => {
  const meta = (charset: string): string => `<html><head><meta charset="${charset}"></head><body>`

  it('case 30: a meta tag that lies, both ways', () => {
    expectDump(utf8(meta('gb2312') + dumpPage))
    expectDump(gbk(meta('utf-8') + dumpPage))
  })
  it('case 31: GBK without a meta tag', () => expectDump(gbk(dumpPage)))
  it('case 32: unclosed tags', () => expectDump(gbk(dumpPage.replaceAll(/<\/(?:td|tr|table)>/g, ''))))
  it('case 33: upper-case tags', () =>
    expectDump(gbk(dumpPage.replaceAll(/<\/?(?:td|tr|table)>/g, (tag) => tag.toUpperCase()))))
  it('case 40: a title row with colspan, a table in a script', () => {
    const title = '<table><tr><td colspan="7" align=center>估值表数据</td></tr>'
    const script = `<script>document.write("${dumpPage.replaceAll('"', "'")}")</script>`
    expectDump(utf8(script + dumpPage.replace('<table>', title)))
  })
  it('case 66: &nbsp;, NUL and zero-width characters in cells', () => {
    expectDump(utf8(dumpPage.replaceAll('</td>', '&nbsp;\u200b\0</td>').replaceAll('<td>', '<td>&#8203; ')))
  })
})

describe('workbooks and text', () => {
  it('case 50: a wrong <dimension>', () => {
    expectSheet(
      withEntry(xlsx, 'xl/worksheets/sheet1.xml', (xml) =>
        xml.replace(/<dimension ref="[^"]*"/, '<dimension ref="A1:K4"'),
      ),
    )
  })
  it('case 51: BIFF5 in GBK', () => expectSheet(biff5('估值表', faSheet({}))))
  it('case 52: SpreadsheetML as .xls, in UTF-8 and GBK', () => {
    const xml = workbook({ 表: faSheet({}) }, 'xlml')
    expectSheet(xml)
    expectSheet(gbk(text(xml).replace(/encoding="utf-8"/i, 'encoding="GB2312"')))
  })
  it('case 53: CSV with quotes: GBK, UTF-8 with and without BOM, tabs, ="…"', () => {
    const rows = faSheet({
      title: [['证券投资基金估值表'], ['示例,银行___示例成长一号单一资产管理计划___专用表'], ['2024-01-02']],
    })
    const quoted = text(csv(rows))
    expectSheet(gbk(quoted))
    expectSheet(utf8(quoted))
    expectSheet(utf8(`\ufeff${quoted}`))
    expectSheet(gbk(quoted.replaceAll('","', '"\t"')))
    expectSheet(gbk(quoted.replaceAll(/"(1105\d*)"/g, '"=""$1"""')))
  })
  it('case 65: a serial, a date cell and the 1904 system', () => {
    const dated = (day: Cell): Cell[][] => faSheet({ title: [['示例成长一号单一资产管理计划'], ['估值日期：', day]] })
    expectSheet(workbook({ 表: dated(45293) }, 'biff8'))
    expectSheet(workbook({ 表: dated(45293 - 1462) }, 'xlsx', { date1904: true }))
    expectSheet(workbook({ 表: dated(45293 - 1462) }, 'biff8', { date1904: true }))
    const styled = text(workbook({ 表: dated('2024-01-02') }, 'xlml'))
    const cell = '<Data ss:Type="DateTime">2024-01-02T00:00:00.000</Data>'
    expectSheet(utf8(styled.replace('<Data ss:Type="String">2024-01-02</Data>', cell)))
  })
  it.each([
    ['a figure', '2024-01-02', '9'.repeat(5_000_000)],
    ['blanks before a figure', '2024-01-02', `${' '.repeat(5_000_000)}1`],
    ['a date', '2024-01-02 '.repeat(400_000), '1'],
  ])('a cell of megabytes for %s is refused without reading it again and again', (_, date, amount) => {
    const text = `portfolio_code,date,fund_code,operation,amount\nSMA001,${date},000216,subscribe,${amount}`
    const { records, problems } = readFile(new TextEncoder().encode(text), { fileName: 'transactions.csv' })
    expect(records).toEqual([])
    expect(problems[0]).toMatchObject({ severity: 'error', row: 2, sheet: null })
  })

  it('case 67: a table of exactly 65,536 rows waits for a person', () => {
    const blank: Cell[] = ['', '', '', '', '', '8001', '2024-01-02']
    const filler = Array.from({ length: 65_525 }, () => blank)
    const rows = [DUMP_HEADER, ...dumpDay('8001', '2024-01-02'), ...filler]
    const { records, problems } = read(html(rows), 'guzhibiao_20240102.xls')
    expect(records).toHaveLength(1)
    expect(problems).toMatchObject([{ code: 'rows-cut', severity: 'review', row: 65_536, found: '65536' }])
    expect(read(html([...rows, blank])).problems).toEqual([])
  })
})
