import { mkdtemp, readFile as readBytes, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { formatScaled } from '@sma/finance/decimal'
import type { ImportRecord, PortfolioKey, Problem } from '@sma/importers/records'
import { readFile } from '@sma/importers/registry'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Truth } from './truth-shape'
import { writeDemo } from './write-demo'

/** The exports are read by the importers, and what they hold is what the simulator booked. */
let folder = ''
let truth: Truth
const records: ImportRecord[] = []
const problems: { file: string; problem: Problem }[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sma-demo-reading-'))
  const { isTradingDay } = tradingCalendar([])
  const options = { out: folder, portfolios: 9, years: 1, until: '2024-10-18', seed: 3, isTradingDay }
  const { files } = await writeDemo(options)
  truth = JSON.parse(await readBytes(join(folder, 'truth.json'), 'utf8'))
  for (const file of files) {
    const result = readFile(await readBytes(join(folder, file)), { fileName: file })
    records.push(...result.records)
    problems.push(...result.problems.map((problem) => ({ file, problem })))
  }
}, 120_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

const ofKind = <Kind extends ImportRecord['kind']>(kind: Kind): Extract<ImportRecord, { kind: Kind }>[] =>
  records.filter((record): record is Extract<ImportRecord, { kind: Kind }> => record.kind === kind)

/** The demonstration numbers its ledgers from 8001 in the order of its codes. */
function codeOf({ by, value }: PortfolioKey): string {
  if (by === 'code') return value
  if (by !== 'fa-name') return `SA5${String(Number(value) - 8000).padStart(3, '0')}`
  return truth.portfolios.find(({ name }) => value.includes(name))?.code ?? value
}

const money = (value: bigint | null): string => (value === null ? 'null' : formatScaled(value, 4, 2))
const nav = (value: bigint | null): string => (value === null ? 'null' : formatScaled(value, 8, 4))

describe('the demonstration, read back', () => {
  it('has no problem in any file', () => {
    expect(problems).toEqual([])
  })

  it('every valuation agrees: net assets, shares, NAVs, every holding', () => {
    const found = new Map(ofKind('valuation').map((record) => [`${codeOf(record.portfolio)} ${record.date}`, record]))
    for (const { code, days } of truth.portfolios) {
      days.date.forEach((date, at) => {
        const record = found.get(`${code} ${date}`)
        if (record === undefined) throw new Error(`${code} ${date} is missing`)
        const figures = [
          money(record.netAssetsE4),
          money(record.sharesE4),
          nav(record.unitNavE8),
          nav(record.accumulatedNavE8),
        ]
        const expected = [days.netAssets[at], days.shares[at], days.unitNav[at], days.accumulatedNav[at]]
        expect([`${code} ${date}`, figures]).toEqual([`${code} ${date}`, expected])
        expect((record.totalAssetsE4 ?? 0n) - (record.totalLiabilitiesE4 ?? 0n)).toBe(record.netAssetsE4)
        const funds = (record.funds ?? []).map((leaf) =>
          [leaf.fundCode, money(leaf.sharesE4), nav(leaf.unitNavE8), money(leaf.marketValueE4)].join(' '),
        )
        const held = (days.holdings[at] ?? []).filter((row) => row[1] !== '0.00')
        expect(funds.sort(), `${code} ${date}`).toEqual(
          held.map((row) => [row[0], row[1], row[3], row[4]].join(' ')).sort(),
        )
      })
    }
    expect(found.size).toBe(truth.portfolios.reduce((total, { days }) => total + days.date.length, 0))
    expect(ofKind('valuation').length).toBe(found.size)
  })

  it('level-1 accounts add up to net assets (R-CHK-13)', () => {
    for (const { accounts, netAssetsE4, date } of ofKind('valuation')) {
      const total = accounts
        .filter(({ level }) => level === 1)
        .reduce((sum, { code, marketValueE4 }) => sum + (code.startsWith('2') ? -marketValueE4 : marketValueE4), 0n)
      expect([date, total]).toEqual([date, netAssetsE4])
    }
  })

  it.each([
    ['2206', 'management'],
    ['2207', 'custodian'],
    ['2501', 'audit'],
  ] as const)('payables under %s tell every %s fee, on days of payment too (R-FEE-2)', (account, fee) => {
    const found = new Map(ofKind('valuation').map((record) => [`${codeOf(record.portfolio)} ${record.date}`, record]))
    for (const { code, days } of truth.portfolios) {
      const owed = days.date.map((date) => {
        const rows = found.get(`${code} ${date}`)?.accounts ?? []
        return rows.find((row) => row.code === account)?.marketValueE4 ?? 0n
      })
      expect([code, accrualsFrom(owed, days.date).map(money)]).toEqual([code, days[fee]])
    }
  })

  it('every transaction and client flow agrees, in order', () => {
    const found = ofKind('transaction').map((record) => {
      const figures = [money(record.sharesE4), nav(record.priceE8), money(record.feeE4)]
      return [codeOf(record.portfolio), record.date, record.fundCode, record.operation, ...figures].join(' ')
    })
    const expected = truth.portfolios.flatMap(({ code, transactions }) =>
      transactions.map(([date, fund, operation, , shares, price, fee]) =>
        [code, date, fund, operation, shares, price, fee].join(' '),
      ),
    )
    const comparable = (lines: string[]) => lines.filter((line) => !line.includes(' dividend ')).sort()
    expect(comparable(found)).toEqual(comparable(expected))
    const dividends = (lines: string[]) => lines.filter((line) => line.includes(' dividend ')).length
    expect(dividends(found)).toBe(dividends(expected))
    const stated = ofKind('flow').filter(({ origin }) => origin === 'o32')
    const flows = stated.map((flow) => [
      codeOf(flow.portfolio),
      flow.date,
      flow.flowKind,
      money(flow.amountE4),
      money(flow.sharesE4),
    ])
    const booked = truth.portfolios.flatMap(({ code, flows }) => flows.map((row) => [code, ...row]))
    expect(flows.map(String).sort()).toEqual(
      booked
        .filter((row) => row[2] !== 'distribution')
        .map(String)
        .sort(),
    )
  })

  it('O3.2 holds the shares that FA holds on every trading day (R-CHK-4)', () => {
    const found = ofKind('o32-holding').map((record) =>
      [
        codeOf(record.portfolio),
        record.date,
        record.fundCode,
        money(record.sharesE4),
        money(record.costWithFeesE4),
      ].join(' '),
    )
    const expected = truth.portfolios.flatMap(({ code, days }) =>
      days.date.flatMap((date, at) =>
        days.isTradingDay[at] === true
          ? (days.holdings[at] ?? [])
              .filter((row) => row[1] !== '0.00')
              .map((row) => [code, date, row[0], row[1], row[2]].join(' '))
          : [],
      ),
    )
    expect(found.sort()).toEqual(expected.sort())
  })
})

const DAY = 86_400_000

/** R-FEE-2 read literally: the change, or on a fall the earlier month end that leaves the accrual nearest the day before's. */
function accrualsFrom(owed: readonly bigint[], dates: readonly string[]): bigint[] {
  const accruals: bigint[] = []
  const monthEnds: bigint[] = []
  let [lastAccrual, lastDays] = [0, 1]
  owed.forEach((now, at) => {
    const days = at === 0 ? 1 : (Date.parse(dates[at] ?? '') - Date.parse(dates[at - 1] ?? '')) / DAY
    const change = now - (owed[at - 1] ?? 0n)
    const expected = (lastAccrual / lastDays) * days
    const distance = (accrual: bigint) => Math.abs(Number(accrual) - expected)
    const candidates = monthEnds.map((paid) => change + paid).sort((left, right) => distance(left) - distance(right))
    const accrual = change < 0n ? (candidates[0] ?? change) : change
    accruals.push(accrual)
    ;[lastAccrual, lastDays] = [Number(accrual), days]
    if (dates[at]?.slice(0, 7) !== dates[at + 1]?.slice(0, 7)) monthEnds.push(now)
  })
  return accruals
}
