/** A house's day from bytes to published, by the command and through the running server, and what clients feel of it meanwhile. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OWNER_OF_ALL } from './book'
import { writeHouse, type House, type Shape } from './house'
import { load, mysqlPids, type Load, type Loaded } from './load'
import { childless, cpuMs, freePort, runToEnd, startServer, watchProcess } from './process'
import { SERVER, signIn } from './served-book'
import { addClerk, openDesk, type StaffDesk } from './staff-desk'
import { printTable } from './table'

/** The days of a house, in this order: two for the command, two for the server at rest, two for the server under reads. */
const SHAPES: Shape[] = ['sheets', 'dump', 'sheets', 'dump', 'sheets', 'dump']
const CONNECTIONS = 32
const QUIET_SECONDS = 5

/** Runs `work` on a new database of one engine; without an address that is SQLite. */
export interface Engine {
  name: string
  with(work: (databaseUrl: string | null) => Promise<void>): Promise<void>
}

interface Step {
  what: string
  seconds: number
  /** Of the program, its readers and children included. */
  cpuSeconds: number
  databaseSeconds: number
  peakMiB: number | null
}

interface Felt {
  while: string
  load: Load
}

interface Measured {
  steps: Step[]
  felt: Felt[]
}

/** Prints the tables of each engine; the last of the houses is the one that is read meanwhile. */
export async function benchDay(
  engines: readonly Engine[],
  portfolios: readonly number[],
  kept: string | undefined,
): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'sma-bench-'))
  try {
    const houses = portfolios.map((count) => keptHouse(join(kept ?? dir, String(count)), count))
    for (const engine of engines) {
      const measured: Measured[] = []
      for (const house of houses)
        await engine.with(async (databaseUrl) => {
          const env: Record<string, string> = { SMA_DATA_DIR: mkdtempSync(join(dir, 'data-')), ...ENV }
          if (databaseUrl) env.DATABASE_URL = databaseUrl
          measured.push(await measure(house, env, house === houses.at(-1)))
        })
      if (measured.length > 0) print(engine.name, portfolios, measured)
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Writing a large house takes half a minute: one that was written before may serve again. */
function keptHouse(dir: string, portfolios: number): House {
  const note = join(dir, 'house.json')
  if (existsSync(note)) return JSON.parse(readFileSync(note, 'utf8')) as House
  const house = writeHouse(dir, portfolios, SHAPES)
  writeFileSync(note, JSON.stringify(house))
  return house
}

const ENV = {
  SMA_GATE: 'single-person',
  SMA_STAFF_TOTP: 'optional',
  SMA_LIMITS: 'off',
  SMA_LOG_LEVEL: 'error',
  NODE_ENV: 'test',
  DATABASE_URL: '',
}

async function measure(house: House, env: Record<string, string>, isRead: boolean): Promise<Measured> {
  await command(env, house.before)
  const [sheets, dump, sentSheets, sentDump, readSheets, readDump] = house.days as [string, ...string[]]
  const steps = [
    { what: 'command: sheets, to published', ...(await command(env, sheets)) },
    { what: 'command: dump, to published', ...(await command(env, dump ?? '')) },
  ]
  const clerk = await addClerk(env)
  const server = await startServer([SERVER, 'serve'], env, await freePort())
  try {
    const desk = await openDesk(server, clerk)
    const served: Loaded = { server, databasePids: env.DATABASE_URL ? mysqlPids() : [] }
    steps.push(...(await morning(desk, served, 'sheets', sentSheets ?? '')))
    steps.push(...(await morning(desk, served, 'dump', sentDump ?? '')))
    if (!isRead) return { steps, felt: [] }
    const cookie = await signIn(server, env.SMA_DATA_DIR ?? '', OWNER_OF_ALL)
    const reads = { served, next: mixedReads(house.codes), cookie }
    return { steps, felt: await feltMeanwhile(desk, reads, [readSheets ?? '', readDump ?? '']) }
  } finally {
    await server.stop()
  }
}

async function command(env: Record<string, string>, folder: string): Promise<Omit<Step, 'what'>> {
  const databasePids = env.DATABASE_URL ? mysqlPids() : []
  const before = databaseMs(databasePids)
  const run = await runToEnd([SERVER, 'import', folder, '--publish'], env)
  if (run.status === 2 || !/ published/.test(run.stdout))
    throw new Error(`nothing was published: ${run.stdout.slice(-500)}`)
  return { ...run, databaseSeconds: (databaseMs(databasePids) - before) / 1000 }
}

const databaseMs = (pids: number[]): number => pids.reduce((sum, pid) => sum + cpuMs(pid), 0)

/** Sent, imported, looked at, approved and published, nobody reading. */
async function morning(desk: StaffDesk, served: Loaded, shape: Shape, folder: string): Promise<Step[]> {
  const timed = async <T>(what: string, work: () => Promise<T>): Promise<[Step, T]> => {
    const watch = watchProcess(served.server.pid)
    const [started, before] = [performance.now(), databaseMs(served.databasePids)]
    const result = await work()
    const seconds = (performance.now() - started) / 1000
    // What a child used is known at its end.
    await childless(served.server.pid)
    const databaseSeconds = (databaseMs(served.databasePids) - before) / 1000
    return [{ what: `server: ${shape}, ${what}`, seconds, databaseSeconds, ...watch.end() }, result]
  }
  const [imported] = await timed('sent and checked', () => desk.upload(folder))
  const [seen, waiting] = await timed('the page of what waits', () => desk.waiting())
  const [approved] = await timed('all approved', () => desk.approve(waiting))
  const [published] = await timed('all published', () => desk.publish(waiting))
  return [imported, seen, approved, published]
}

interface Reads {
  served: Loaded
  next: () => string
  cookie: string
}

const READS = [
  '',
  '/holdings',
  '/performance/periods',
  '/performance/stages?period=since-inception&frequency=month',
  '/performance/nav?period=since-inception',
  '/transactions?limit=100',
]

/** One kind of read after the other, each of another account. */
function mixedReads(codes: readonly string[]): () => string {
  let asked = 0
  return () => {
    const read = READS[asked % READS.length] ?? ''
    return `/api/v1/portfolios/${codes[(asked++ * 13) % codes.length]}${read}`
  }
}

async function feltMeanwhile(desk: StaffDesk, reads: Reads, [sheets, dump]: [string, string]): Promise<Felt[]> {
  const { served, next, cookie } = reads
  const felt: Felt[] = []
  const during = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    const result = work()
    felt.push({
      while: what,
      load: await load(served, next, { connections: CONNECTIONS, cookie, for: { until: result } }),
    })
    await result
  }
  const quiet = () => new Promise<void>((resolve) => setTimeout(resolve, QUIET_SECONDS * 1000))
  // Opens every book first: what a client's first read costs stands in another table.
  await load(served, next, { connections: CONNECTIONS, cookie, for: { seconds: 2 * QUIET_SECONDS } })
  await during(QUIET, quiet)
  await during('sheets are sent and checked', () => desk.upload(sheets))
  await during('all are looked at, approved and published', async () => {
    const waiting = await desk.waiting()
    await desk.approve(waiting)
    await desk.publish(waiting)
  })
  await during('a dump is sent and checked', () => desk.upload(dump))
  await during(QUIET, quiet)
  return felt
}

const QUIET = 'nothing else'

function print(engine: string, portfolios: readonly number[], measured: Measured[]): void {
  const [few, many] = [portfolios[0] ?? 0, portfolios.at(-1) ?? 0]
  const head = [
    'step',
    `${few}: seconds`,
    `${many}: seconds`,
    'ratio',
    `${many}: CPU`,
    'CPU of the database',
    'CPU ratio',
    'peak memory',
  ]
  const first = measured[0]?.steps ?? []
  const rows = (measured.at(-1)?.steps ?? []).map((step, at) => {
    const small = first[at] ?? step
    const cpu = (one: Step) => one.cpuSeconds + one.databaseSeconds
    return [
      step.what,
      small.seconds.toFixed(2),
      step.seconds.toFixed(2),
      (step.seconds / small.seconds).toFixed(1),
      `${step.cpuSeconds.toFixed(1)} s`,
      step.databaseSeconds < 0.05 ? '–' : `${step.databaseSeconds.toFixed(1)} s`,
      (cpu(step) / cpu(small)).toFixed(1),
      `${step.peakMiB?.toFixed(0)} MiB`,
    ]
  })
  printTable(`A day of ${few} and of ${many} portfolios on ${engine}`, head, rows)
  const felt = measured.at(-1)?.felt ?? []
  const quiet = Math.min(...felt.filter((one) => one.while === QUIET).map(({ load: { p99Ms } }) => p99Ms))
  printTable(
    `Reads at ${CONNECTIONS} connections on ${engine}, ${many} portfolios`,
    ['while', 'requests/s', 'p50', 'p99', 'p99 × quiet', 'longest'],
    felt.map(({ while: what, load: { perSecond, p50Ms, p99Ms, longestMs } }) => [
      what,
      perSecond.toFixed(0),
      `${p50Ms.toFixed(1)} ms`,
      `${p99Ms.toFixed(1)} ms`,
      (p99Ms / quiet).toFixed(1),
      `${longestMs.toFixed(0)} ms`,
    ]),
  )
}
