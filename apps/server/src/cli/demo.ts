import type { Command } from 'commander'
import { tradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { isDate } from '@sma/finance/dates'
import { faultOf, FAULTS, type PlantedFault } from '../demo/faults'
import { CommandError } from './command-error'
import { progressOf } from './progress'
import { lastTradingDay } from './today'

interface Options {
  out: string
  portfolios: string
  years: string
  until?: string
  seed: string
  fault: string[]
  daily?: boolean
}

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('write the files that the two back-office systems would have exported for invented accounts')
    .requiredOption('--out <dir>', 'folder to write to')
    .option('--portfolios <n>', 'how many accounts', '8')
    .option('--years <n>', 'how many years', '3')
    .option('--until <date>', 'last day, YYYY-MM-DD (default: the last trading day before today)')
    .option('--daily', 'every day as files of its own, also years back')
    .option('--seed <n>', 'same seed, same bytes', '1')
    .option('--fault <name...>', `plant mistakes in the last days, NAME or NAME:PORTFOLIO: ${FAULT_LIST}`, [])
    .action(async (options: Options) => {
      const { isTradingDay } = tradingCalendar([])
      const until = options.until ?? lastTradingDay(new Date(), isTradingDay)
      if (!isDate(until)) throw new CommandError(`--until: ${until} is no date of the form YYYY-MM-DD`)
      const { writeDemo } = await import('../demo/write-demo')
      const progress = progressOf('Writing')
      const { files } = await writeDemo({
        out: options.out,
        portfolios: numberOf('--portfolios', options.portfolios),
        years: numberOf('--years', options.years),
        until,
        seed: numberOf('--seed', options.seed),
        isTradingDay,
        faults: options.fault.map(plantedFault),
        daily: options.daily,
        onProgress: ({ day, days }) => progress(day, days),
      }).catch((error: unknown) => {
        throw error instanceof RangeError ? new CommandError(error.message) : error
      })
      console.log(`${files.length} files in ${options.out}`)
    })
}

function numberOf(name: string, text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new CommandError(`${name}: ${text} is no number`)
  return value
}

const FAULT_LIST = Object.keys(FAULTS).join(', ')

function plantedFault(text: string): PlantedFault {
  const fault = faultOf(text)
  if (fault === null) throw new CommandError(`--fault: ${text} is none of ${FAULT_LIST}`)
  return fault
}
