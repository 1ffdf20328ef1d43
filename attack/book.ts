/** The houses' files: a quarter's start as both systems export it, its last days apart, and the last day told otherwise. */
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { shellUser } from '../apps/server/src/cli/shell-user'
import { faultOf } from '../apps/server/src/demo/faults'
import { writeDemo } from '../apps/server/src/demo/write-demo'
import type { Deps } from '../apps/server/src/deps'
import { openRun } from '../apps/server/src/features/days/import-run'
import { publishWaitingDays } from '../apps/server/src/features/days/publish-waiting.service'
import { importPaths } from '../apps/server/src/features/imports/import-paths'
import { firstWrite, inside, newHouse, sma, startSma, type House } from './house'
import type { Engine } from './part'
import { shownDays, wholeHouse, type Days } from './snapshot'

const UNTIL = '2026-09-30'
const LAST_DAYS = /2026-?(年)?09-?(月)?(28|29|30)/
const LAST_DAY = /2026-?(年)?09-?(月)?30/

/** A piece of work on a house, and how the house looks before and after it where nothing disturbs it. */
export interface Scenario {
  name: string
  house: House
  args: string[]
  /** What the undisturbed work ends with. */
  status: number | null
  /** How long it takes from its first write on. */
  ms: number
  before: Days
  after: Days
  whole: string[]
}

export interface Book {
  dir: string
  /** Files of all but the last three days, of those, and the last day's once more with the figures put right. */
  base: string
  last: string
  right: string
  drop(): Promise<void>
}

/** Writes the files of `portfolios` accounts over `months` months. */
export async function writeBook({ portfolios, months }: { portfolios: number; months: number }): Promise<Book> {
  const dir = await mkdtemp(join(tmpdir(), 'sma-attack-book-'))
  const [base, last, right] = ['base', 'last', 'right'].map((name) => join(dir, name)) as [string, string, string]
  const { isTradingDay } = tradingCalendar([])
  const about = { portfolios, years: months / 12, until: UNTIL, seed: 3, isTradingDay }
  const faults = Array.from({ length: portfolios }, (_, at) => faultOf(`nav-move:SA${5001 + at}`))
  for (const out of [base, last, right]) await mkdir(out)
  await writeDemo({ ...about, out: base, faults: faults.filter((fault) => fault !== null) })
  await writeDemo({ ...about, out: right, faults: [] })
  for (const name of await readdir(base)) if (LAST_DAYS.test(name)) await rename(join(base, name), join(last, name))
  for (const name of await readdir(right)) if (!LAST_DAY.test(name)) await rm(join(right, name))
  return { dir, base, last, right, drop: () => rm(dir, { recursive: true, force: true }) }
}

/** A new day over an existing house, a restatement with its reason, and the publication of what waits. */
export async function scenarios(engine: Engine, book: Book): Promise<Scenario[]> {
  const house = await newHouse(engine)
  await mustRun(house, 'import', book.base, '--publish')
  const waiting = await house.copy()
  await mustRun(waiting, 'import', book.last)
  const full = await house.copy()
  await mustRun(full, 'import', book.last, '--publish')
  return [
    await scenario('import --publish', house, ['import', book.last, '--publish']),
    await scenario('restatement', full, ['import', book.right, '--publish', '--reason', 'price corrected']),
    await scenario('publish', waiting, ['publish', '--portfolio', 'all', '--date', 'all']),
  ]
}

async function scenario(name: string, house: House, args: string[]): Promise<Scenario> {
  const before = await inside(house, shownDays)
  const copy = await house.copy()
  const child = startSma(copy, args)
  await firstWrite(copy, child)
  const from = performance.now()
  const { status, stderr } = await child.ended
  const ms = performance.now() - from
  if (status === 2) throw new Error(`${name}: ${stderr}`)
  const [after, whole] = await inside(copy, async (deps) => [await shownDays(deps), await wholeHouse(deps)] as const)
  await copy.drop()
  return { name, house, args, status, ms, before, after, whole }
}

/** What `sma import DIR --publish [--reason TEXT]` and `sma publish` of all do, in this process. */
export async function runHere(deps: Deps, [command, dir = '', , , reason]: string[]): Promise<void> {
  const isImport = command === 'import'
  const options = { publish: true, by: shellUser(), reason: (isImport && reason) || null }
  if (isImport) await importPaths(deps, [dir], options)
  else await publishWaitingDays(await openRun(deps, options), { portfolioIds: null, date: null })
}

async function mustRun(house: House, ...args: string[]): Promise<void> {
  const { status, stdout, stderr } = await sma(house, ...args)
  if (status !== 0) throw new Error(`sma ${args[0]} ended with ${status}: ${stderr}${stdout.slice(-2000)}`)
}
