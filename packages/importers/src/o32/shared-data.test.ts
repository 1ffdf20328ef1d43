import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseE4, parseE8 } from '@sma/finance/decimal'
import { describe, expect, it } from 'vitest'
import { readContainer } from '../bytes/container'
import type { ReaderOutput } from '../reader'
import type { FlowRecord, O32HoldingRecord, Problem, TransactionRecord } from '../records'
import { o32HoldingsReader } from './holdings'
import { o32JournalReader } from './journal'

const DATA = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url))
const READERS = [o32HoldingsReader, o32JournalReader]

function readShared(folder: string, fileName: string): ReaderOutput & { kind: string | null } {
  const { grids } = readContainer(readFileSync(`${DATA}${folder}/${fileName}`))
  for (const reader of READERS) {
    for (const grid of grids) {
      const match = reader.recognise(grid)
      if (match) return { kind: reader.kind, ...reader.read(match, { fileName }) }
    }
  }
  return { kind: null, records: [], problems: [] }
}

interface ExpectedHolding {
  date: string
  o32: number
  code: string
  qty: number
  mv: number
  cost: number
  total: number
  flow: number
  profit: number
  mkt: number
}

interface ExpectedFlow {
  date: string
  o32: number
  code: string
  price: number
  oqty: number
  qty: number
  subj: number
  commission: number
  handling: number
  other: number
  op: string
}

const readExpected = (): { o32Holdings: ExpectedHolding[]; flows: ExpectedFlow[] } =>
  JSON.parse(readFileSync(`${DATA}synthetic/expected.json`, 'utf8'))

const e4 = (value: number): bigint | null => parseE4(String(value))
const stated = (value: bigint | null): bigint | null => (value === 0n ? null : value)

const holdingFacts = (record: O32HoldingRecord) => ({
  date: record.date,
  o32: record.portfolio.value,
  code: record.fundCode,
  market: record.market,
  values: [
    record.sharesE4,
    record.marketValueE4,
    record.costE4,
    record.costWithFeesE4,
    record.floatingProfitE4,
    record.totalProfitE4,
  ],
})

const expectedHolding = (row: ExpectedHolding) => ({
  date: row.date,
  o32: String(row.o32),
  code: row.code,
  market: String(row.mkt),
  values: [row.qty, row.mv, row.cost, row.total, row.flow, row.profit].map(e4),
})

const OPERATIONS: Record<string, string> = {
  开放式基金申购成交确认: 'subscribe',
  开放式基金认购成交确认: 'subscribe',
  开放式基金赎回成交确认: 'redeem',
  开放式基金转换转出成交确认: 'switch-out',
  开放式基金转换转入成交确认: 'switch-in',
  开放式基金红利再投资: 'reinvest',
  证券买入: 'buy',
  红利到帐: 'dividend',
  TA申购: 'subscription',
  TA赎回: 'redemption',
}

const journalFacts = (record: TransactionRecord | FlowRecord) => ({
  date: record.date,
  o32: record.portfolio.value,
  code: record.kind === 'flow' ? '' : record.fundCode,
  operation: record.kind === 'flow' ? record.flowKind : record.operation,
  amount: record.amountE4,
  shares: record.sharesE4,
  price: record.kind === 'flow' ? record.unitNavE8 : record.priceE8,
  fee: record.feeE4,
})

function expectedJournal(row: ExpectedFlow) {
  const isFlow = row.op.startsWith('TA')
  const money = row.op === '证券买入' ? null : stated(e4(Math.abs(row.subj)))
  return {
    date: row.date,
    o32: String(row.o32),
    code: row.code,
    operation: OPERATIONS[row.op],
    amount: money,
    shares: stated(e4(isFlow ? Math.abs(row.qty) : row.oqty)),
    price: stated(parseE8(String(row.price))),
    fee: [row.commission, row.handling, row.other].reduce((sum, part) => sum + (e4(part) ?? 0n), 0n),
  }
}

const codes = (problems: Problem[]) => problems.map(({ code, severity }) => `${severity} ${code}`)

describe.skipIf(!existsSync(DATA))('O3.2 exports of the shared data', () => {
  const files = existsSync(DATA) ? readdirSync(`${DATA}synthetic/c_o32`) : []

  it('are 25, all recognised', () => {
    expect(files).toHaveLength(25)
    for (const file of files) expect(readShared('synthetic/c_o32', file).kind).not.toBeNull()
  })

  it.each(files.filter((file) => /chicang|基金证券/.test(file)))('%s holds the expected holdings', (file) => {
    const { kind, records, problems } = readShared('synthetic/c_o32', file)
    const date = /(\d{4})(\d{2})(\d{2})/.exec(file)?.slice(1).join('-')
    const expected = readExpected().o32Holdings.filter((row) => row.date === date)
    expect(expected.length).toBeGreaterThan(0)
    expect(kind).toBe('o32-holdings')
    expect(records.map((record) => holdingFacts(record as O32HoldingRecord))).toEqual(expected.map(expectedHolding))
    expect(problems).toEqual([])
  })

  it.each(files.filter((file) => /liushui|资金流水/.test(file)))(
    '%s holds the expected transactions and flows',
    (file) => {
      const { kind, records, problems } = readShared('synthetic/c_o32', file)
      const date = /(\d{4})(\d{2})(\d{2})/.exec(file)?.slice(1).join('-')
      const expected = readExpected().flows.filter((row) => date === undefined || row.date === date)
      expect(kind).toBe('o32-journal')
      const read = records.map((record) => journalFacts(record as TransactionRecord | FlowRecord))
      expect(read).toEqual(expected.map(expectedJournal))
      expect(codes(problems)).toEqual(expected.length === 0 ? ['warning no-rows'] : [])
    },
  )

  it('reads 11 transactions and 2 flows out of the journal of all days', () => {
    const journal = readShared('synthetic/c_o32', '综合信息查询_资金流水_all.xls')
    expect(journal.records.filter(({ kind }) => kind === 'transaction')).toHaveLength(11)
    expect(journal.records.filter(({ kind }) => kind === 'flow')).toHaveLength(2)
  })

  it.each([
    ['b30_chicang_lyingmeta_20240102.xls', 2, []],
    ['b32_chicang_unclosed_20240102.xls', 2, []],
    ['b33_chicang_upper_20240102.xls', 2, []],
    ['b35_chicang_nocode_20240102.xls', 2, []],
    ['b36_chicang_missingcol_20240102.xls', 0, ['error column-missing']],
    ['b38_chicang_mixeddates_20240102.xls', 2, ['review date-conflict']],
    ['b39_chicang_dup_20240102.xls', 2, ['review row-duplicate']],
    ['b41_liushui_unknownop_20240102.xls', 0, ['review operation-unknown']],
    ['b42_liushui_nanfee_20240102.xls', 1, []],
    ['b44_liushui_price0_20240102.xls', 0, ['review money-leg-only']],
  ])('%s gives %i records and %j', (file, records, problems) => {
    const output = readShared('synthetic/bad', file)
    expect(output.records).toHaveLength(records)
    expect(codes(output.problems)).toEqual(problems)
  })

  it('scopes what it holds to portfolio and day', () => {
    const [mixed] = readShared('synthetic/bad', 'b38_chicang_mixeddates_20240102.xls').problems
    expect(mixed).toMatchObject({ row: 3, column: '日期', found: '2023-12-29', expected: '2024-01-02' })
    expect(mixed).toMatchObject({ portfolio: { by: 'o32-fund', value: '8002' }, date: '2023-12-29' })
    const [unknown] = readShared('synthetic/bad', 'b41_liushui_unknownop_20240102.xls').problems
    expect(unknown).toMatchObject({ row: 2, column: '发生业务', found: '开放式基金强制调增成交确认' })
    expect(unknown).toMatchObject({ portfolio: { by: 'o32-fund', value: '8001' }, date: '2024-01-02' })
  })

  // the total row of 6301 says 9,400 and 757,540.10; its rows add up to 7,400 and 744,540.10
  it.each([
    ['6301', ['warning total-mismatch', 'warning total-mismatch']],
    ['6302', []],
  ])('the menu export of %s tells its fund but no day', (fund, totals) => {
    const { kind, records, problems } = readShared('fa-fictitious', `新综合信息查询_基金证券-${fund}.xlsx`)
    expect(kind).toBe('o32-holdings')
    expect(records).toEqual([])
    expect(codes(problems)).toEqual(['error date-missing', ...totals])
    expect(problems[0]).toMatchObject({ portfolio: { by: 'o32-fund', value: fund }, date: null, row: 2 })
    expect(problems.slice(1).map(({ found, expected }) => `${found} ${expected}`)).toEqual(
      totals.length === 0 ? [] : ['757540.10 744540.10', '9400.00 7400.00'],
    )
  })
})
