/** Read endpoints over a large book: CPU per request, throughput and latency, beside a bare route with the same bytes. */
import autocannon from 'autocannon'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../apps/server/src/db/dialect'
import { codeOf, masterData, OWNER_OF_ALL, OWNER_OF_TWO, weekdays, writeBook, type BookSize } from './book'
import { cpuMs, freePort, pssMiB, runToEnd, startServer, type Running } from './process'
import { printTable } from './table'

const SERVER = 'apps/server/dist/sma.js'
const SECONDS = 2

interface Read {
  name: string
  aimMs: number
  /** One address asked again and again: its reply is kept. */
  kept(account: number): string
  /** Addresses that differ every time, so that nothing is kept; null where every address is the same. */
  cold: ((account: number, day: string, previous: string) => string) | null
}

const of = (account: number, rest: string) => `/portfolios/${codeOf(account)}${rest}`

const READS: Read[] = [
  { name: 'list of accounts', aimMs: 0.2, kept: () => '/portfolios', cold: null },
  { name: 'assets by date', aimMs: 0.25, kept: (a) => of(a, ''), cold: (a, day) => of(a, `?date=${day}`) },
  {
    name: 'holdings by class',
    aimMs: 0.4,
    kept: (a) => of(a, '/holdings'),
    cold: (a, day) => of(a, `/holdings?date=${day}`),
  },
  {
    name: 'period table',
    aimMs: 0.5,
    kept: (a) => of(a, '/performance/periods'),
    cold: (a, day, before) => of(a, `/performance/periods?from=${before}&to=${day}`),
  },
  {
    name: 'stages, months',
    aimMs: 0.3,
    kept: (a) => of(a, '/performance/stages?period=since-inception&frequency=month'),
    cold: (a, day) => of(a, `/performance/stages?period=since-inception&frequency=month&to=${day}`),
  },
  {
    name: 'NAV curve, five years',
    aimMs: 0.1,
    kept: (a) => of(a, '/performance/nav?period=since-inception'),
    cold: (a, day) => of(a, `/performance/nav?period=since-inception&to=${day}`),
  },
  {
    name: 'records, 600 rows',
    aimMs: 1,
    kept: (a) => of(a, '/transactions?limit=1000'),
    cold: (a, day) => of(a, `/transactions?limit=1000&to=${day}`),
  },
]

export async function benchReads(size: BookSize, databaseUrl: string | null): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'sma-bench-'))
  const env: Record<string, string> = {
    SMA_DATA_DIR: join(dir, 'data'),
    SMA_LIMITS: 'off',
    SMA_LOG_LEVEL: 'silent',
    NODE_ENV: 'test',
  }
  if (databaseUrl) env.DATABASE_URL = databaseUrl
  try {
    await fill(dir, env, size)
    const server = await startServer([SERVER, 'serve'], env, await freePort())
    try {
      const cookie = await signIn(server, env.SMA_DATA_DIR ?? '', OWNER_OF_ALL)
      const cookieOfTwo = await signIn(server, env.SMA_DATA_DIR ?? '', OWNER_OF_TWO)
      await measureAll({ server, cookie, cookieOfTwo, size, dir, engine: databaseUrl ? 'MySQL' : 'SQLite' })
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

async function fill(dir: string, env: Record<string, string>, size: BookSize): Promise<void> {
  const started = performance.now()
  const files = Object.entries(masterData(size)).map(([name, text]) => {
    writeFileSync(join(dir, name), text)
    return join(dir, name)
  })
  const run = await runToEnd([SERVER, 'import', ...files, '--publish'], env)
  if (run.status !== 0) throw new Error(`the master data was not imported: ${run.stdout}`)
  const database = openDatabase({ url: env.DATABASE_URL ?? null, file: join(env.SMA_DATA_DIR ?? '', 'sma.db') })
  await writeBook(database, size)
  await database.close()
  console.error(`book written in ${((performance.now() - started) / 1000).toFixed(0)} s`)
}

async function signIn(server: Running, dataDir: string, client: typeof OWNER_OF_ALL): Promise<string> {
  const post = (path: string, body: unknown, cookie = '') =>
    fetch(`${server.url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-requested-with': 'sma', cookie },
      body: JSON.stringify(body),
    })
  const challenge = await post('/auth/challenges', client)
  const { challengeId } = (await challenge.json()) as { challengeId: string }
  const cookies = (response: Response) =>
    response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const last = readFileSync(join(dataDir, 'outbox.jsonl'), 'utf8').trim().split('\n').at(-1) ?? ''
  const { code } = JSON.parse(last) as { code: string }
  const session = await post('/auth/sessions', { challengeId, code }, cookies(challenge))
  if (session.status !== 201) throw new Error(`sign-in answered ${session.status}`)
  return cookies(session)
}

interface Bench {
  server: Running
  cookie: string
  cookieOfTwo: string
  size: BookSize
  dir: string
  engine: string
}

async function measureAll(bench: Bench): Promise<void> {
  const rows: string[][] = []
  for (const read of READS) rows.push(await measureRead(bench, read))
  const memory = `${pssMiB(bench.server.pid).toFixed(0)} MiB`
  printTable(
    `Reads on ${bench.engine}: ${bench.size.accounts} accounts × ${bench.size.years} years × ${bench.size.fundsHeld} funds (server memory afterwards, PSS: ${memory})`,
    [
      'read',
      'reply',
      'aim',
      'CPU kept',
      'CPU cold',
      'bare',
      'kept/bare',
      'req/s 1',
      'p50/p99 1',
      'req/s 16',
      'p50/p99 16',
      'bare req/s 16',
    ],
    rows,
  )
}

async function measureRead(bench: Bench, read: Read): Promise<string[]> {
  const address = (path: string) => `/api/v1${path}`
  const days = weekdays(bench.size.years)
  const cold = read.cold
  const coldPaths = cold
    ? Array.from({ length: 4000 }, (_, i) => {
        const day = 300 + ((i * 7) % (days.length - 300))
        return address(cold((i * 13) % bench.size.accounts, days[day] ?? '', days[day - 60] ?? ''))
      })
    : null
  const keptPath = address(read.kept(1))
  const cookie = cold ? bench.cookie : bench.cookieOfTwo
  const reply = Buffer.from(await (await fetch(bench.server.url + keptPath, { headers: { cookie } })).arrayBuffer())
  const kept1 = await load(bench.server, [keptPath], 1, cookie)
  const kept16 = await load(bench.server, [keptPath], 16, cookie)
  const coldRun = coldPaths ? await load(bench.server, coldPaths, 1, bench.cookie) : null
  const bare = await measureBare(bench.dir, reply)
  return [
    read.name,
    `${(reply.length / 1000).toFixed(1)} kB`,
    `≤ ${read.aimMs} ms`,
    `${kept16.cpuMs.toFixed(3)} ms`,
    coldRun ? `${coldRun.cpuMs.toFixed(2)} ms` : '',
    `${bare.cpuMs.toFixed(3)} ms`,
    (kept16.cpuMs / bare.cpuMs).toFixed(1),
    kept1.perSecond.toFixed(0),
    kept1.latency,
    kept16.perSecond.toFixed(0),
    kept16.latency,
    bare.perSecond.toFixed(0),
  ]
}

async function measureBare(dir: string, bytes: Buffer): Promise<Load> {
  const file = join(dir, 'bytes')
  writeFileSync(file, bytes)
  const server = await startServer(['--import', 'tsx', 'bench/bare.ts'], { BENCH_BYTES: file }, await freePort())
  try {
    return await load(server, ['/bytes'], 16, '')
  } finally {
    await server.stop()
  }
}

interface Load {
  /** CPU milliseconds per request: the server's, and on MySQL the database's too. */
  cpuMs: number
  perSecond: number
  latency: string
}

async function load(server: Running, paths: string[], connections: number, cookie: string): Promise<Load> {
  const options = {
    url: server.url,
    connections,
    headers: { cookie },
    requests: paths.map((path) => ({ method: 'GET' as const, path })),
  }
  await autocannon({ ...options, duration: 0.5 })
  const pids = [server.pid, ...databasePids()]
  const before = pids.map(cpuMs)
  const result = await autocannon({ ...options, duration: SECONDS })
  const used = pids.reduce((sum, pid, i) => sum + cpuMs(pid) - (before[i] ?? 0), 0)
  const done = result.requests.total
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${paths[0]}: ${result.non2xx} refused, ${result.errors} failed`)
  return { cpuMs: used / done, perSecond: done / SECONDS, latency: `${result.latency.p50}/${result.latency.p99} ms` }
}

/** The database server's CPU counts too; on SQLite it uses none. */
function databasePids(): number[] {
  try {
    return execFileSync('pidof', ['mariadbd', 'mysqld'], { encoding: 'utf8' })
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .map(Number)
  } catch {
    return []
  }
}
