import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isIdNumber } from '@sma/contract/identity'
import { tradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Truth } from './truth-shape'
import { writeDemo, type DemoResult } from './write-demo'

const { isTradingDay } = tradingCalendar([])
const base = { portfolios: 8, years: 1, until: '2025-03-30', seed: 7, isTradingDay }

let folder = ''
let result: DemoResult
let truth: Truth

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sma-demo-'))
  result = await writeDemo({ ...base, out: join(folder, 'one') })
  truth = JSON.parse(await readFile(join(folder, 'one', 'truth.json'), 'utf8'))
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

async function digests(out: string): Promise<Record<string, string>> {
  const names = (await readdir(out)).sort()
  const hashes = await Promise.all(
    names.map(async (name) =>
      createHash('sha256')
        .update(await readFile(join(out, name)))
        .digest('hex'),
    ),
  )
  return Object.fromEntries(names.map((name, at) => [name, hashes[at] ?? '']))
}

const cents = (text: string): bigint => BigInt(text.replace('.', ''))

describe('the written demonstration', () => {
  it('is the same, byte by byte, for the same seed, and another for another', async () => {
    await writeDemo({ ...base, out: join(folder, 'again') })
    await writeDemo({ ...base, out: join(folder, 'other'), portfolios: 1, seed: 8 })
    const [one, again, other] = await Promise.all(['one', 'again', 'other'].map((name) => digests(join(folder, name))))
    expect(again).toEqual(one)
    expect(other?.['truth.json']).not.toBe(one?.['truth.json'])
    expect(other?.['clients.csv']).not.toBe(one?.['clients.csv'])
  }, 60_000)

  it('keeps an account as it is when others join it', async () => {
    await writeDemo({ ...base, out: join(folder, 'few'), portfolios: 2 })
    const few: Truth = JSON.parse(await readFile(join(folder, 'few', 'truth.json'), 'utf8'))
    expect(few.portfolios).toEqual(truth.portfolios.slice(0, 2))
  }, 60_000)

  it('ends on the last trading day and begins a year before it', () => {
    expect(result.until).toBe('2025-03-28')
    expect(truth.portfolios[0]?.launchDate).toBe('2024-03-28')
    expect(truth.portfolios[0]?.days.date.at(-1)).toBe('2025-03-28')
  })

  it('has three clients with valid ID numbers, and accounts of all six strategies', () => {
    expect(result.clients.map(({ portfolioCodes }) => portfolioCodes.length)).toEqual([1, 6, 1])
    expect(result.clients.every(({ idNumber }) => isIdNumber('id-card', idNumber))).toBe(true)
    expect(result.clients.map(({ phone }) => phone)).toEqual(['13800000001', '13800000002', '13800000003'])
    expect(new Set(truth.portfolios.map(({ strategy }) => strategy)).size).toBe(6)
  })

  it('writes every kind of file, small enough to be read', async () => {
    const kinds = [
      /^guzhibiao_20240430\.xls$/,
      /^chicang_20250328\.xls$/,
      /^liushui_20250328\.xls$/,
      /_20250328\.xls$/,
      /\.xlsx$/,
    ]
    for (const kind of kinds) expect(result.files.some((name) => kind.test(name))).toBe(true)
    const csv = ['portfolios', 'funds', 'clients', 'contacts', 'news', 'benchmarks', 'fees', 'flows'].map(
      (name) => `${name}.csv`,
    )
    expect(result.files).toEqual(expect.arrayContaining(csv))
    const dump = await readFile(join(folder, 'one', 'guzhibiao_20240430.xls'))
    expect(dump.length).toBeLessThan(20_000_000)
    expect(new TextDecoder('gb18030', { fatal: true }).decode(dump)).toContain('<td>基金单位净值:</td>')
  })

  it('refuses senseless options', async () => {
    await expect(writeDemo({ ...base, out: folder, portfolios: 0 })).rejects.toThrow(RangeError)
    await expect(writeDemo({ ...base, out: folder, years: 0 })).rejects.toThrow(RangeError)
  })
})

describe('truth.json', () => {
  it('adds up every day: classes to net assets, holdings to classes, net assets to the unit NAV', () => {
    for (const { days } of truth.portfolios) {
      days.date.forEach((date, at) => {
        const net = cents(days.netAssets[at] ?? '')
        const classes = (days.classes[at] ?? []).map(cents)
        const allClasses = classes.reduce((total, value) => total + value, 0n)
        expect([date, allClasses]).toEqual([date, net])
        const held = (days.holdings[at] ?? []).reduce((total, holding) => total + cents(holding[4]), 0n)
        expect([date, held + (classes[4] ?? 0n)]).toEqual([date, net])
        // |net / shares − unit NAV| is at most half of a ten-thousandth.
        const shares = cents(days.shares[at] ?? '')
        const away = 2n * (net * 10_000n - cents(days.unitNav[at] ?? '') * shares)
        expect([date, away <= shares && -away <= shares]).toEqual([date, true])
      })
    }
  })

  it('keeps daily moves within what the checks call quiet (R-CHK-6)', () => {
    const limits: Record<string, number> = {
      cash: 0.002,
      'fixed-income': 0.01,
      balanced: 0.03,
      growth: 0.05,
      equity: 0.05,
      cta: 0.05,
    }
    for (const { code, strategy, days } of truth.portfolios) {
      const paid = days.unitNav.map((unit, at) => Number(days.accumulatedNav[at]) - Number(unit))
      const moves = days.unitNav.slice(1).map((unit, at) => {
        const before = Number(days.unitNav[at])
        return Math.abs((Number(unit) + (paid[at + 1] ?? 0) - (paid[at] ?? 0)) / before - 1)
      })
      expect([code, Math.max(...moves) < (limits[strategy] ?? 0)]).toEqual([code, true])
    }
  })

  it('changes shares by exactly the client flows, and accumulated less unit NAV only by distributions', () => {
    for (const { code, days, flows } of truth.portfolios) {
      for (let at = 1; at < days.date.length; at++) {
        const today = flows.filter(([date]) => date === days.date[at])
        const signed = today.reduce((total, [, kind, , shares = '0']) => {
          return kind === 'distribution' ? total : total + (kind === 'redemption' ? -cents(shares) : cents(shares))
        }, 0n)
        expect([`${code} ${days.date[at]}`, cents(days.shares[at] ?? '') - cents(days.shares[at - 1] ?? '')]).toEqual([
          `${code} ${days.date[at]}`,
          signed,
        ])
        const paid = [at - 1, at].map(
          (index) => cents(days.accumulatedNav[index] ?? '') - cents(days.unitNav[index] ?? ''),
        )
        const distributed = today.some(([, kind]) => kind === 'distribution')
        expect([`${code} ${days.date[at]}`, (paid[1] ?? 0n) - (paid[0] ?? 0n) > 0n]).toEqual([
          `${code} ${days.date[at]}`,
          distributed,
        ])
      }
    }
  })

  it('holds the shares that the transactions add up to, and the profit that money and value give (R-HLD-3)', () => {
    const sign: Record<string, bigint> = { subscribe: 1n, 'switch-in': 1n, buy: 1n, reinvest: 1n, dividend: 0n }
    for (const { code, days, transactions } of truth.portfolios) {
      const last = days.holdings.at(-1) ?? []
      for (const [fund, shares, , , marketValue, profit] of last) {
        const mine = transactions.filter((row) => row[1] === fund)
        const total = mine.reduce((sum, row) => sum + cents(row[4] ?? '') * (sign[row[2] ?? ''] ?? -1n), 0n)
        expect([`${code} ${fund}`, total]).toEqual([`${code} ${fund}`, cents(shares)])
        const money = mine.reduce((sum, row) => {
          if (row[2] === 'reinvest') return sum
          return ['subscribe', 'switch-in', 'buy'].includes(row[2] ?? '')
            ? sum - cents(row[3] ?? '')
            : sum + cents(row[3] ?? '')
        }, 0n)
        const difference = cents(profit) - cents(marketValue) - money
        // A dividend past its ex-date and not yet arrived is the only income without a transaction.
        expect([`${code} ${fund}: ${difference}`, difference >= 0n && difference < 100_000_00n]).toEqual([
          `${code} ${fund}: ${difference}`,
          true,
        ])
      }
    }
  })

  it('has what a demonstration needs to show', () => {
    const operations = new Set(truth.portfolios.flatMap(({ transactions }) => transactions.map((row) => row[2])))
    for (const operation of ['subscribe', 'redeem', 'switch-in', 'switch-out', 'buy', 'sell', 'dividend', 'reinvest']) {
      expect(operations).toContain(operation)
    }
    const kinds = new Set(truth.portfolios.flatMap(({ flows }) => flows.map((row) => row[1])))
    expect([...kinds].sort()).toEqual(['distribution', 'redemption', 'subscription'])
    const soldOut = truth.portfolios.flatMap(({ days }) =>
      (days.holdings.at(-1) ?? []).filter((row) => row[1] === '0.00'),
    )
    expect(soldOut.length).toBeGreaterThan(3)
    expect(truth.portfolios.some(({ days }) => days.isTradingDay.includes(false))).toBe(true)
  })
})
