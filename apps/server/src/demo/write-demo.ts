import { mkdir } from 'node:fs/promises'
import { DemoWriter } from './demo-writer'
import { openDesk } from './desk'
import type { PlantedFault } from './faults'
import { drawMarket, spanStart, tradingDayUpTo, type IsTradingDay } from './market'
import { planAccounts, planClients, type DemoClient } from './plan'

export interface DemoOptions {
  out: string
  portfolios: number
  years: number
  /** The last day; a day that is no trading day means the one before it. */
  until: string
  seed: number
  isTradingDay: IsTradingDay
  /** Mistakes to plant in the last days; truth.json stays true. */
  faults?: readonly PlantedFault[]
  /** Every day as files of its own, also years back. */
  daily?: boolean
  onProgress?: (progress: { day: number; days: number; files: number }) => void
}

export interface DemoResult {
  files: string[]
  until: string
  /** Who can sign in, and to how many accounts. */
  clients: DemoClient[]
}

/**
 * Simulates whole accounts and writes what FA and O3.2 would have exported, the neutral CSV files around them, and
 * truth.json with the simulator's own books. The same options write the same bytes. Throws RangeError on senseless options.
 */
export async function writeDemo(options: DemoOptions): Promise<DemoResult> {
  if (!Number.isInteger(options.portfolios) || options.portfolios < 1 || options.portfolios > 999) {
    throw new RangeError('portfolios: a whole number from 1 to 999')
  }
  if (!(options.years > 0 && options.years <= 20)) throw new RangeError('years: more than 0, at most 20')
  const { isTradingDay, seed } = options
  const until = tradingDayUpTo(options.until, isTradingDay)
  const from = spanStart(until, options.years, isTradingDay)
  // what is older no reader takes for a business date
  if (from < '1990-01-01') throw new RangeError('until, years: nothing before 1990')
  const market = drawMarket({ from, until, seed, isTradingDay })
  const specs = planAccounts({ portfolios: options.portfolios, from, until, seed, isTradingDay })
  const clients = planClients(options.portfolios, seed)
  await mkdir(options.out, { recursive: true })
  const { faults = [], daily } = options
  const writer = new DemoWriter(options.out, market, specs, { faults, isTradingDay, daily })
  await writer.masterData(clients, { until, seed })
  const desks = specs.map((spec) => openDesk(spec, market, seed))
  for (const [at, day] of market.days.entries()) {
    await writer.day(day, desks)
    options.onProgress?.({ day: at + 1, days: market.days.length, files: writer.files.length })
  }
  await writer.finish({ seed, until, clients })
  return { files: writer.files, until, clients }
}
