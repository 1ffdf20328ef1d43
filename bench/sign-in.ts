/** What a sign-in costs (a code asked for, sent and given), and what the session adds to a read, beside a bare route in the same run. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inventedPerson, type Person } from '../apps/server/src/testing/people'
import { load, mysqlPids, total, warmUp, type Loaded } from './load'
import { cpuMs, freePort, runToEnd, startServer } from './process'
import { measureBare } from './reads'
import { cookiesOf, post, sentCodes, SERVER } from './served-book'
import { printTable } from './table'

const CLIENTS = 400
const HEAD = ['what', 'reply', 'CPU server', 'CPU database', 'p50 / p99', 'bare CPU', '× bare']

/** Prints the table of one engine; SQLite where there is no address. */
export async function benchSignIn(seconds: number, databaseUrl: string | null): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'sma-bench-'))
  const dataDir = join(dir, 'data')
  const env: Record<string, string> = { SMA_DATA_DIR: dataDir, SMA_LIMITS: 'off', NODE_ENV: 'test' }
  if (databaseUrl) env.DATABASE_URL = databaseUrl
  try {
    await fill(dir, env)
    const server = await startServer([SERVER, 'serve'], env, await freePort())
    try {
      const loaded = { server, databasePids: databaseUrl ? mysqlPids() : [], dir, dataDir, seconds }
      const { row, cookie } = await signAllIn(loaded)
      printTable(`Sign-in on ${databaseUrl ? 'MySQL' : 'SQLite'}: ${CLIENTS} clients, one after the other`, HEAD, [
        ...row,
        await read(loaded, { name: 'a public read', path: '/api/v1/brand', cookie: '' }),
        await read(loaded, { name: 'a read behind the sign-in', path: '/api/v1/portfolios', cookie }),
      ])
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const people = (): Person[] => Array.from({ length: CLIENTS }, (_, index) => inventedPerson(index))

async function fill(dir: string, env: Record<string, string>): Promise<void> {
  const clients = people().map(({ name, idNumber, phone }, at) => `C${at},${name},${idNumber},${phone},BE1;BE2\n`)
  const files = {
    'portfolios.csv': `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares\n${[
      'BE1',
      'BE2',
    ]
      .map((code) => `${code},基准,balanced,2020-01-02,1000,1000\n`)
      .join('')}`,
    'clients.csv': `client_no,client_name,id_number,phone,portfolio_codes\n${clients.join('')}`,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
  const paths = Object.keys(files).map((name) => join(dir, name))
  const run = await runToEnd([SERVER, 'import', ...paths, '--publish'], env)
  if (run.status !== 0) throw new Error(`the clients were not imported: ${run.stdout}`)
}

interface Bench extends Loaded {
  dir: string
  dataDir: string
  seconds: number
}

/** Everybody asks for a code, and when all are sent, everybody gives it. */
async function signAllIn(bench: Bench): Promise<{ row: string[][]; cookie: string }> {
  const { server, databasePids, dataDir } = bench
  const before = [cpuMs(server.pid), total(databasePids)]
  const asked: { challengeId: string; cookie: string; phone: string }[] = []
  const asking = await each(people(), async ({ idNumber, phone }) => {
    const reply = await post(server, '/auth/challenges', { idNumber, phone })
    const { challengeId } = (await reply.json()) as { challengeId: string }
    asked.push({ challengeId, cookie: cookiesOf(reply), phone })
  })
  const codes = await sentCodes(dataDir, CLIENTS)
  let [bytes, cookie] = [Buffer.alloc(0), '']
  const giving = await each(asked, async ({ challengeId, phone, cookie: own }) => {
    const reply = await post(server, '/auth/sessions', { challengeId, code: codes.get(phone) }, own)
    if (reply.status !== 201) throw new Error(`a sign-in was answered ${reply.status}`)
    bytes = Buffer.from(await reply.arrayBuffer())
    cookie = cookiesOf(reply)
  })
  const after = [cpuMs(server.pid), total(databasePids)]
  const [serverMs = 0, databaseMs = 0] = after.map((ms, at) => (ms - (before[at] ?? 0)) / CLIENTS)
  const bare = await measureBare(bench.dir, bytes, bench.seconds)
  const whole = [cpu(serverMs), cpu(databaseMs), '', cpu(bare.serverMs), (serverMs / bare.serverMs).toFixed(0)]
  const row = [
    ['a sign-in (code asked for, sent, given)', `${bytes.length} B`, ...whole],
    ['its request for a code', '', '', '', quantiles(asking), '', ''],
    ['its request for a session', '', '', '', quantiles(giving), '', ''],
  ]
  return { row, cookie }
}

/** Milliseconds of each. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<number[]> {
  const times: number[] = []
  for (const item of items) {
    const started = performance.now()
    await work(item)
    times.push(performance.now() - started)
  }
  return times
}

async function read(bench: Bench, { name, path, cookie }: { name: string; path: string; cookie: string }) {
  const reply = Buffer.from(await (await fetch(bench.server.url + path, { headers: { cookie } })).arrayBuffer())
  await warmUp(bench, () => path, cookie)
  const { serverMs, databaseMs, p50Ms, p99Ms } = await load(bench, () => path, {
    connections: 16,
    cookie,
    for: { seconds: bench.seconds },
  })
  const bare = await measureBare(bench.dir, reply, bench.seconds)
  const times = `${p50Ms.toFixed(2)} / ${p99Ms.toFixed(2)} ms`
  const costs = [cpu(serverMs), cpu(databaseMs), times, cpu(bare.serverMs), (serverMs / bare.serverMs).toFixed(1)]
  return [name, `${reply.length} B`, ...costs]
}

const cpu = (ms: number): string => (ms < 0.001 ? '–' : `${ms.toFixed(ms < 1 ? 3 : 2)} ms`)

function quantiles(times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2)
  return `${at(0.5)} / ${at(0.99)} ms`
}
