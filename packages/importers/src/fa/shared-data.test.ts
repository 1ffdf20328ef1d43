/** The synthetic book's and the real sheets' values, one by one; skipped where the shared data is absent. */
import { parseE4, parseE8 } from '@sma/finance/decimal'
import { describe, expect, it } from 'vitest'
import type { ImportRecord, ValuationRecord } from '../records'
import { readFile } from '../registry'
import { hasSharedData, readShared, sharedFiles } from '../testing/files'

interface ExpectedValuation {
  date: string
  o32: number
  name: string
  units: number
  net: number
  unit: number
  prevUnit: number
  assets: number
  liabilities: number
  cash: number
  mgmt: number
  custody: number
  withholding: number
  clearing: number
  holdings: { f: string; qty: number; cost: number; price: number; mv: number }[]
}

const isValuation = (record: ImportRecord): record is ValuationRecord => record.kind === 'valuation'
const e4 = (value: number): bigint | null => parseE4(String(value))
const e8 = (value: number): bigint | null => parseE8(String(value))

const expectedOf = (record: ValuationRecord, all: ExpectedValuation[]): ExpectedValuation | undefined =>
  all.find(
    ({ date, o32, name }) =>
      date === record.date && (String(o32) === record.portfolio.value || name.includes(record.portfolio.value)),
  )

function expectAgrees(record: ValuationRecord, wanted: ExpectedValuation): void {
  expect(record).toMatchObject({
    totalAssetsE4: e4(wanted.assets),
    totalLiabilitiesE4: e4(wanted.liabilities),
    netAssetsE4: e4(wanted.net),
    sharesE4: e4(wanted.units),
    unitNavE8: e8(wanted.unit),
    previousNavE8: e8(wanted.prevUnit),
  })
  const byCode = (one: { fundCode: string }, other: { fundCode: string }): number =>
    one.fundCode < other.fundCode ? -1 : 1
  const funds = (record.funds ?? []).map(({ fundCode, sharesE4, costE4, unitNavE8, marketValueE4 }) => ({
    fundCode,
    sharesE4,
    costE4,
    unitNavE8,
    marketValueE4,
  }))
  const holdings = wanted.holdings.map(({ f, qty, cost, price, mv }) => ({
    fundCode: f,
    sharesE4: e4(qty),
    costE4: e4(cost),
    unitNavE8: e8(price),
    marketValueE4: e4(mv),
  }))
  expect(funds.sort(byCode)).toEqual(holdings.sort(byCode))
  const balance = (code: string): bigint =>
    record.accounts.filter((account) => account.code === code).reduce((sum, account) => sum + account.marketValueE4, 0n)
  expect([balance('1002'), balance('2206'), balance('2207'), balance('2501'), balance('3003')]).toEqual(
    [wanted.cash, wanted.mgmt, wanted.custody, wanted.withholding, wanted.clearing].map(e4),
  )
}

describe.skipIf(!hasSharedData)('shared/data/synthetic', () => {
  const all: ExpectedValuation[] = hasSharedData
    ? JSON.parse(new TextDecoder().decode(readShared('synthetic', 'expected.json'))).valuations
    : []

  it('has the twenty sheets and five dumps that are read here', () => {
    expect([sharedFiles('synthetic/a_gzb').length, sharedFiles('synthetic/b_fadb').length]).toEqual([20, 5])
  })

  it.each(sharedFiles('synthetic/a_gzb'))('a_gzb/%s', (fileName) => {
    const { kind, records, problems } = readFile(readShared('synthetic/a_gzb', fileName), { fileName })
    expect([kind, records.length, problems]).toEqual(['fa-valuation-sheet', 1, []])
    for (const record of records.filter(isValuation)) {
      const wanted = expectedOf(record, all)
      expect(wanted).toBeDefined()
      if (wanted !== undefined) expectAgrees(record, wanted)
    }
  })

  const DUMP_DAYS: Record<string, number> = {
    'biff8_guzhibiao_20240102.xls': 3,
    'guzhibiao_20231222.xls': 15,
    'guzhibiao_20231229.xls': 12,
    'guzhibiao_20240102.xls': 21,
    'guzhibiao_20240102.xlsx': 6,
  }

  it.each(sharedFiles('synthetic/b_fadb'))('b_fadb/%s', (fileName) => {
    const { kind, records, problems } = readFile(readShared('synthetic/b_fadb', fileName), { fileName })
    expect([kind, records.length, problems]).toEqual(['fa-dump', DUMP_DAYS[fileName], []])
    for (const record of records.filter(isValuation)) {
      const wanted = expectedOf(record, all)
      expect(wanted).toBeDefined()
      if (wanted !== undefined) expectAgrees(record, wanted)
    }
  })
})

describe.skipIf(!hasSharedData)('shared/data/fa-real', () => {
  const lines = hasSharedData
    ? new TextDecoder().decode(readShared('fa-real', 'expected.csv')).trim().split(/\r?\n/).slice(1)
    : []

  it.each(lines.map((line) => line.replaceAll('"', '').split(',')))('%s', (...line) => {
    const [fileName = '', , date, , unitNav = '', netAssets = '', shares = '', assets = '', liabilities = ''] = line
    const { kind, records, problems } = readFile(readShared('fa-real', fileName), { fileName })
    expect([kind, records.length]).toEqual(['fa-valuation-sheet', 1])
    expect(problems.filter((found) => found.severity !== 'warning')).toEqual([])
    expect(records[0]).toMatchObject({
      date,
      unitNavE8: parseE8(unitNav),
      netAssetsE4: parseE4(netAssets),
      sharesE4: parseE4(shares),
      totalAssetsE4: parseE4(assets),
      totalLiabilitiesE4: parseE4(liabilities),
    })
  })

  it.each(lines.map((line) => line.replaceAll('"', '').split(',')[0] ?? ''))(
    '%s: Σ1xxx + Σ3xxx − Σ2xxx = net assets',
    (fileName) => {
      const { records } = readFile(readShared('fa-real', fileName), { fileName })
      for (const record of records.filter(isValuation)) {
        const signed = record.accounts
          .filter((account) => account.level === 1 && /^[123]/.test(account.code))
          .map((account) => (account.code.startsWith('2') ? -account.marketValueE4 : account.marketValueE4))
        expect(signed.reduce((sum, value) => sum + value, 0n)).toBe(record.netAssetsE4)
      }
    },
  )

  it('finds the one fund of PRODUCT_006 among stocks, bonds and swaps', () => {
    const fileName = sharedFiles('fa-real').find((name) => name.startsWith('PRODUCT_006')) ?? ''
    const { records } = readFile(readShared('fa-real', fileName), { fileName })
    expect(records.filter(isValuation)[0]?.funds).toMatchObject([
      { fundCode: '512000', market: 'SH', sharesE4: 700_000_000n, costE4: 760_800_000n, unitNavE8: 105_900_000n },
    ])
  })
})

describe.skipIf(!hasSharedData)('shared/data/fa-fictitious', () => {
  it.each(sharedFiles('fa-fictitious').filter((name) => name.includes('估值表')))('%s lacks its totals', (fileName) => {
    const { kind, records, problems } = readFile(readShared('fa-fictitious', fileName), { fileName })
    expect([kind, records.length]).toEqual(['fa-valuation-sheet', 0])
    expect(problems.map((found) => `${found.code} ${found.severity} ${found.date}`)).toEqual(
      Array.from({ length: 6 }, () => 'row-missing error 2026-07-20'),
    )
  })
})
