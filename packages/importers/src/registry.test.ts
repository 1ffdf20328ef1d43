import { array, assert, constantFrom, double, integer, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Problem, ReadResult } from './records'
import { readFile } from './registry'
import { csv, hasSharedData, html, readShared, sharedFiles, workbook } from './testing/files'
import { faSheet } from './testing/fa-sheet'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const read = (data: Uint8Array): ReadResult => readFile(data, { fileName: 'x.xls' })
const codes = (problems: Problem[]): string[] => problems.map((found) => `${found.code} ${found.severity}`)

describe('readFile', () => {
  it.each([
    ['file-empty error', new Uint8Array()],
    ['container-unsupported error', bytes('%PDF-1.4')],
    [
      'kind-unknown error',
      bytes('<html><body>请登录</body></html>'.replace('<body>', '<body><table><tr><td>用户名</td></tr></table>')),
    ],
    ['no-rows error', bytes('<html><body>请登录</body></html>')],
    ['no-rows error', workbook({ Sheet1: [] }, 'xlsx')],
    [
      'kind-unknown error',
      csv([
        ['a', 'b'],
        ['1', '2'],
      ]),
    ],
    ['header-missing error', workbook({ Sheet1: faSheet({ header: [] }) }, 'biff8')],
    ['nav-announcement error', html([['资产净值公告'], ['基金名称', '示例'], ['基金单位净值', '1.0344']])],
    [
      'nav-announcement error',
      html([
        ['产品代码', '单位净值', '累计单位净值'],
        ['S99001', '1.1', '1.2'],
      ]),
    ],
  ])('says %s and keeps nothing', (code, data) => {
    const { kind, records, problems } = read(data)
    expect([kind, records, codes(problems)]).toEqual([null, [], [code]])
  })

  it('joins the title of a page to the sheet that follows in a table of its own', () => {
    const whole = faSheet({})
    const page = (unit: string) =>
      new Uint8Array([...html([...whole.slice(0, 3), [unit]]), ...html([]), ...html(whole.slice(3))])
    const { records, problems } = readFile(page('单位：元'), { fileName: 'export.xls' })
    expect(problems).toEqual([])
    expect(records).toMatchObject([
      { date: '2024-01-02', portfolio: { value: '示例成长一号单一资产管理计划' }, source: { row: 15 } },
    ])
    expect(codes(readFile(page('单位：万元'), { fileName: 'export.xls' }).problems)).toContain('unit-not-yuan error')
  })

  it.each([
    [';', 'portfolio_code;date;net_assets;shares;unit_nav\nA;2024-01-02;1;1;1'],
    ['|', '科目代码|科目名称|数量|市值\n1002|银行存款||1'],
    [';', '"估值表"\n"科目代码";"科目名称";"数量";"市值"\n"基金单位净值";"1.1";"";"1"'],
    ['，', '组合代码，日期，资产净值，份额，单位净值\nA，2024-01-02，1，1，1'],
  ])('says that columns separated by %s cannot be read', (found, text) => {
    const { kind, problems } = read(bytes(text))
    expect(kind).toBe(null)
    expect(problems).toMatchObject([{ code: 'separator-unknown', severity: 'error', found, expected: ',' }])
  })

  it('names the row in which a quote opens that never closes', () => {
    const { problems } = read(bytes('portfolio_code,date\n\nA,2024-01-02\nB,"2024-01-03\nC,2024-01-04\n'))
    expect(problems).toMatchObject([{ code: 'quote-unclosed', severity: 'error', row: 4 }])
  })

  it('does not mind the extension', () => {
    const { kind } = readFile(csv(faSheet({})), { fileName: '示例成长一号_20240102.xls' })
    expect(kind).toBe('fa-valuation-sheet')
  })

  const seeds = [
    workbook({ 表: faSheet({}) }, 'xlsx'),
    workbook({ 表: faSheet({}) }, 'biff8'),
    html(faSheet({})),
    csv(faSheet({})),
  ]

  it('never throws on damaged bytes', () => {
    const damage = array(tuple(double({ min: 0, max: 0.999, noNaN: true }), integer({ min: 0, max: 255 })), {
      maxLength: 12,
    })
    assert(
      property(constantFrom(...seeds), damage, double({ min: 0.2, max: 1, noNaN: true }), (seed, changes, share) => {
        const copy = seed.slice(0, Math.ceil(seed.length * share))
        for (const [place, byte] of changes) copy[Math.floor(place * copy.length)] = byte
        expect(Array.isArray(read(copy).problems)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})

interface BadFile {
  file: string
  expect: string
}

/** What only the house's own data shows: balance, calendar, registered portfolios. */
const SERVER_FINDS = /^b(?:08|20|22|23|53)_/

describe.skipIf(!hasSharedData)('shared/data/synthetic/bad', () => {
  const manifest: BadFile[] = hasSharedData
    ? JSON.parse(new TextDecoder().decode(readShared('synthetic/bad', 'manifest.json')))
    : []
  const fa = manifest.filter(({ file }) => !/chicang|liushui/.test(file))
  const good = '示例稳健一号_20240102.xls'

  it('lists the files that are there', () => {
    expect(sharedFiles('synthetic/bad').filter((name) => name !== 'manifest.json')).toHaveLength(manifest.length)
    expect(fa).toHaveLength(20)
  })

  const outcome = (wanted: string): string[] =>
    fa.filter(({ file, expect: outcome }) => outcome === wanted && !SERVER_FINDS.test(file)).map(({ file }) => file)
  const readBad = (file: string): ReadResult => readFile(readShared('synthetic/bad', file), { fileName: file })
  const blocking = ({ problems }: ReadResult): Problem[] => problems.filter((found) => found.severity !== 'warning')

  it.each(outcome('accept'))('accepts %s', (file) => {
    const { records, problems } = readBad(file)
    const plain = readFile(readShared('synthetic/a_gzb', good), { fileName: good })
    expect(problems).toEqual([])
    expect(records.map(valuesOf)).toEqual(plain.records.map(valuesOf))
  })

  it.each(outcome('review'))('holds %s', (file) => {
    const result = readBad(file)
    expect(result.records).toHaveLength(1)
    expect(blocking(result).some((found) => found.severity === 'review')).toBe(true)
  })

  it.each(outcome('reject'))('rejects %s', (file) => {
    const result = readBad(file)
    expect(result.records).toEqual([])
    expect(blocking(result).some((found) => found.severity === 'error')).toBe(true)
  })

  it.each(outcome('accept+review'))('keeps the good portfolio of %s', (file) => {
    const result = readBad(file)
    expect(result.records).toMatchObject([{ portfolio: { value: '8001' } }])
    expect(new Set(blocking(result).map((found) => found.portfolio?.value))).toEqual(new Set(['8002']))
  })

  it.each(fa.map(({ file }) => file).filter((file) => SERVER_FINDS.test(file)))('leaves %s to the server', (file) => {
    const result = readBad(file)
    expect([result.records.length, blocking(result)]).toEqual([1, []])
  })
})

/** A valuation's values without where they stand and what the file is called. */
function valuesOf(record: ReadResult['records'][number]): unknown {
  if (record.kind !== 'valuation') return record
  const { source: _source, alternatives: _alternatives, accounts, funds, ...values } = record
  return {
    ...values,
    accounts: accounts.map(({ row: _row, ...account }) => account),
    funds: funds?.map(({ row: _row, ...fund }) => ({ ...fund, fundName: fund.fundName.normalize('NFKC') })),
  }
}
