import autocannon from 'autocannon'
import { cpuMs, pssMiB, startServer, freePort } from '../../../bench/process'
import { weekdays, codeOf } from '../../../bench/book'
import { readdirSync } from 'node:fs'
const server = await startServer(
  ['zz-serve.mjs'],
  { SMA_DATA_DIR: '/tmp/zz-data', SMA_LIMITS: 'off', SMA_LOG_LEVEL: 'silent' },
  await freePort(),
)
const cookie = `${process.env.COOKIE}=zz${server.pid}`
console.log('pss at start', pssMiB(server.pid).toFixed(0))
const days = weekdays(5)
const of = (a: number, rest: string) => `/api/v1/portfolios/${codeOf(a)}${rest}`
const reads: [string, (a: number, d: string, b: string) => string][] = [
  ['list', () => '/api/v1/portfolios'],
  ['assets', (a, d) => of(a, `?date=${d}`)],
  ['holdings', (a, d) => of(a, `/holdings?date=${d}`)],
  ['periods', (a, d, b) => of(a, `/performance/periods?from=${b}&to=${d}`)],
  ['stages', (a, d) => of(a, `/performance/stages?period=since-inception&to=${d}`)],
  ['nav', (a, d) => of(a, `/performance/nav?period=since-inception&to=${d}`)],
  ['records', (a, d) => of(a, `/transactions?limit=1000&to=${d}`)],
]
const load = async (paths: string[], connections: number, duration: number) => {
  const o = {
    url: server.url,
    connections,
    headers: { cookie },
    requests: paths.map((path) => ({ method: 'GET' as const, path })),
  }
  await autocannon({ ...o, duration: 1 })
  const b = cpuMs(server.pid)
  const r = await autocannon({ ...o, duration })
  return `${((cpuMs(server.pid) - b) / r.requests.total).toFixed(3)} (p50 ${r.latency.p50} p99 ${r.latency.p99}, ${r.requests.total}, bad ${r.non2xx})`
}
for (const [name, path] of reads) {
  const kept = await load([path(1, days[1300]!, days[1240]!)], 16, 2)
  const cold =
    name === 'list'
      ? ''
      : await load(
          Array.from({ length: 4000 }, (_, i) => {
            const d = 300 + ((i * 7) % (days.length - 300))
            return path((i * 13) % 200, days[d]!, days[d - 60]!)
          }),
          1,
          4,
        )
  console.log(name.padEnd(9), 'kept', kept, '| cold', cold, '| pss', pssMiB(server.pid).toFixed(0))
}
await server.stop()
