/** Read endpoints over a large book: CPU, throughput and latency, beside a bare route with the same bytes. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf, weekdays, type BookSize } from './book'
import { load, warmUp, type Load } from './load'
import { freePort, pssMiB, startServer } from './process'
import { withServedBook, type ServedBook } from './served-book'
import { printTable } from './table'

interface Read {
  name: string
  aimMs: number
  /** One address asked again and again: its reply is kept. */
  kept: string
  /** Addresses that differ every time, so that nothing is kept; null where every address is the same. */
  cold: ((day: string, before: string) => string) | null
}

const READS: Read[] = [
  { name: 'list of accounts (two)', aimMs: 0.2, kept: '', cold: null },
  { name: 'assets by date', aimMs: 0.25, kept: '', cold: (day) => `?date=${day}` },
  { name: 'holdings by class', aimMs: 0.4, kept: '/holdings', cold: (day) => `/holdings?date=${day}` },
  {
    name: 'period table',
    aimMs: 0.5,
    kept: '/performance/periods',
    cold: (day, before) => `/performance/periods?from=${before}&to=${day}`,
  },
  {
    name: 'stages, months',
    aimMs: 0.3,
    kept: '/performance/stages?period=since-inception&frequency=month',
    cold: (day) => `/performance/stages?period=since-inception&frequency=month&to=${day}`,
  },
  {
    name: 'NAV curve, five years',
    aimMs: 0.1,
    kept: '/performance/nav?period=since-inception',
    cold: (day) => `/performance/nav?period=since-inception&to=${day}`,
  },
  {
    name: 'records, 600 rows',
    aimMs: 1,
    kept: '/transactions?limit=1000',
    cold: (day) => `/transactions?limit=1000&to=${day}`,
  },
]

const PORTFOLIOS = '/api/v1/portfolios'
const address = (account: number, rest: string) => `${PORTFOLIOS}/${codeOf(account)}${rest}`

/** An address after the other, each of another account and day. */
function coldAddresses({ accounts, years }: BookSize, cold: NonNullable<Read['cold']>): () => string {
  const days = weekdays(years)
  const first = Math.floor(days.length / 4)
  let asked = 0
  return () => {
    const day = first + ((asked * 7) % (days.length - first))
    return address((asked++ * 13) % accounts, cold(days[day] ?? '', days[day - 60] ?? ''))
  }
}

export interface ReadsOptions {
  size: BookSize
  /** For each measurement. */
  seconds: number
}

/** Prints the tables of one engine; SQLite where there is no address. */
export async function benchReads({ size, seconds }: ReadsOptions, databaseUrl: string | null): Promise<void> {
  const engine = databaseUrl ? 'MySQL' : 'SQLite'
  await withServedBook(size, databaseUrl, async (book) => {
    const memory = [`${mib(book)} after the start`]
    const opening = await openEveryBook(book)
    memory.push(`${mib(book)} after every book was opened`)
    const [kept, cold]: string[][][] = [[], []]
    for (const read of READS) {
      kept?.push(await measureKept(book, read, seconds))
      if (read.cold) cold?.push([`${read.name}, another day`, ...(await measureCold(book, read.cold, seconds))])
    }
    memory.push(`${mib(book)} at the end`)
    const shape = `${size.accounts} accounts × ${size.years} years × ${size.fundsHeld} funds`
    printTable(`Kept replies on ${engine}: ${shape}`, KEPT_HEAD, kept ?? [])
    printTable(`Replies computed anew on ${engine}`, COLD_HEAD, [...(cold ?? []), opening])
    console.log(`\nServer memory (PSS): ${memory.join(', ')}.`)
  })
}

const mib = ({ server }: ServedBook): string => `${pssMiB(server.pid).toFixed(0)} MiB`

const LOAD_HEAD = ['CPU server', 'CPU database', 'requests/s', 'p50 / p99']
const at = (connections: number) => LOAD_HEAD.map((name) => `${name}, ${connections}`)
const KEPT_HEAD = ['read', 'reply', 'aim', ...at(1), ...at(16), 'bare CPU, 16', '× bare', 'bare requests/s, 16']
const COLD_HEAD = ['read', ...at(1), ...at(16)]

const ms = (value: number): string => value.toFixed(value < 1 ? 3 : 2)
const loadCells = ({ serverMs, databaseMs, perSecond, p50Ms, p99Ms }: Load): string[] => [
  `${ms(serverMs)} ms`,
  databaseMs < 0.001 ? '–' : `${ms(databaseMs)} ms`,
  perSecond.toFixed(0),
  `${ms(p50Ms)} / ${ms(p99Ms)} ms`,
]

/** The first reading of every account after a start or a publication. */
async function openEveryBook(book: ServedBook): Promise<string[]> {
  const { cookieOfAll: cookie, size } = book
  let account = 0
  const requests = size.accounts
  const next = () => address(account++ % size.accounts, '')
  const opening = await load(book, next, { connections: 1, cookie, for: { requests } })
  return ["an account's first reading", ...loadCells(opening), ...LOAD_HEAD.map(() => '')]
}

async function measureKept(book: ServedBook, { name, aimMs, kept, cold }: Read, seconds: number): Promise<string[]> {
  const path = cold ? address(1, kept) : PORTFOLIOS
  const cookie = cold ? book.cookieOfAll : book.cookieOfTwo
  const reply = Buffer.from(await (await fetch(book.server.url + path, { headers: { cookie } })).arrayBuffer())
  await warmUp(book, () => path, cookie)
  const one = await load(book, () => path, { connections: 1, cookie, for: { seconds } })
  const many = await load(book, () => path, { connections: 16, cookie, for: { seconds } })
  const bare = await measureBare(book.dir, reply, seconds)
  return [
    name,
    `${(reply.length / 1000).toFixed(1)} kB`,
    `≤ ${aimMs} ms`,
    ...loadCells(one),
    ...loadCells(many),
    `${ms(bare.serverMs)} ms`,
    (many.serverMs / bare.serverMs).toFixed(1),
    bare.perSecond.toFixed(0),
  ]
}

async function measureCold(book: ServedBook, cold: NonNullable<Read['cold']>, seconds: number): Promise<string[]> {
  const { cookieOfAll: cookie, size } = book
  const next = coldAddresses(size, cold)
  await warmUp(book, next, cookie)
  const one = await load(book, next, { connections: 1, cookie, for: { seconds } })
  const many = await load(book, next, { connections: 16, cookie, for: { seconds } })
  return [...loadCells(one), ...loadCells(many)]
}

/** The limit of the machine for a reply of these bytes. */
export async function measureBare(dir: string, bytes: Buffer, seconds: number): Promise<Load> {
  const file = join(dir, 'bytes')
  writeFileSync(file, bytes)
  const server = await startServer(['--import', 'tsx', 'bench/bare.ts'], { BENCH_BYTES: file }, await freePort())
  const loaded = { server, databasePids: [] }
  try {
    await warmUp(loaded, () => '/bytes', '')
    return await load(loaded, () => '/bytes', { connections: 16, cookie: '', for: { seconds } })
  } finally {
    await server.stop()
  }
}
