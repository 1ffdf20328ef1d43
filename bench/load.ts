/** Load on a server: CPU of server and database for each request, throughput, latency. */
import autocannon, { type Result } from 'autocannon'
import { execFileSync } from 'node:child_process'
import { cpuMs, type Running } from './process'

export interface Load {
  serverMs: number
  /** 0 on SQLite, which is inside the server; of a MySQL server on this machine all that it does meanwhile. */
  databaseMs: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  longestMs: number
}

export interface LoadOptions {
  connections: number
  cookie: string
  /** How long, how many requests, or until something has happened. */
  for: { seconds: number } | { requests: number } | { until: Promise<unknown> }
}

export interface Loaded {
  server: Running
  /** Of the database server, none on SQLite. */
  databasePids: number[]
}

/** Asks for what `next` names, request by request; throws where one is refused. */
export async function load({ server, databasePids }: Loaded, next: () => string, options: LoadOptions): Promise<Load> {
  const [serverBefore, databaseBefore] = [cpuMs(server.pid), total(databasePids)]
  const started = performance.now()
  const { latencies, failed } = await ask(server.url, next, options)
  const seconds = (performance.now() - started) / 1000
  if (failed > 0) throw new Error(`${next()}: ${failed} of ${latencies.length} requests failed`)
  const done = latencies.length
  const sorted = Float64Array.from(latencies).sort()
  return {
    serverMs: (cpuMs(server.pid) - serverBefore) / done,
    databaseMs: (total(databasePids) - databaseBefore) / done,
    perSecond: done / seconds,
    p50Ms: sorted[Math.floor(done / 2)] ?? 0,
    p99Ms: sorted[Math.floor(done * 0.99)] ?? 0,
    longestMs: sorted.at(-1) ?? 0,
  }
}

const LONGEST_SECONDS = 1800

/** Runs until what has to be compiled is compiled. */
export async function warmUp({ server }: Loaded, next: () => string, cookie: string): Promise<void> {
  await ask(server.url, next, { connections: 4, cookie, for: { seconds: 0.5 } })
}

async function ask(
  url: string,
  next: () => string,
  { connections, cookie, for: amount }: LoadOptions,
): Promise<{ latencies: number[]; failed: number }> {
  const latencies: number[] = []
  let failed = 0
  const options: autocannon.Options = {
    url,
    timeout: 60,
    connections,
    headers: { cookie },
    requests: [{ method: 'GET', setupRequest: (request) => ({ ...request, path: next() }) }],
    ...('requests' in amount
      ? { amount: amount.requests }
      : { duration: 'seconds' in amount ? amount.seconds : LONGEST_SECONDS }),
  }
  const { errors } = await new Promise<Result>((resolve, reject) => {
    const run = autocannon(options, (error, result) => (error ? reject(error) : resolve(result)))
    run.on('response', (_client, status, _bytes, ms) => {
      latencies.push(ms)
      if (status >= 400) failed++
    })
    if ('until' in amount) amount.until.then(() => run.stop(), reject)
  })
  return { latencies, failed: failed + errors }
}

/** CPU time of several processes. */
export const total = (pids: number[]): number => pids.reduce((sum, pid) => sum + cpuMs(pid), 0)

/** Of a MySQL or MariaDB server on this machine. */
export function mysqlPids(): number[] {
  try {
    const found = execFileSync('pidof', ['mariadbd', 'mysqld'], { encoding: 'utf8' })
    return found.trim().split(/\s+/).filter(Boolean).map(Number)
  } catch {
    return []
  }
}
