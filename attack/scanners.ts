/** sqlmap and wapiti (Debian packages) against a running server of ours that has planted holes: they find those and nothing else. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { skipped, tally, type Attack, type Engine, type Outcome } from './part'
import { progressOf } from './progress'
import { PLANTED } from './planted'
import { requestsOf, type Asked } from './scanned-requests'
import { openXssHouse, type XssHouse } from './xss-house'

const PACKAGES = ['sqlmap', 'wapiti'] as const

export async function scanners({ engine, runs }: Attack): Promise<Outcome[]> {
  const missing = PACKAGES.filter((name) => spawnSync('which', [name]).status !== 0)
  if (missing.length > 0) return [skipped('scanners', `apt-get install ${missing.join(' ')}`)]
  const house = await openXssHouse(engine)
  const dir = await mkdtemp(join(tmpdir(), 'sma-attack-scan-'))
  try {
    const url = await house.app.listen({ host: '127.0.0.1', port: 0 })
    const scan = { url, dir, house, engine }
    return [await sqlmap(scan, Math.min(runs, requestsOf(house).length)), await wapiti(scan)]
  } finally {
    await house.close()
    await rm(dir, { recursive: true, force: true })
  }
}

interface Scan {
  url: string
  engine: Engine
  dir: string
  house: XssHouse
}

/** Signed in as client and as one of the staff. */
const cookieOf = ({ client, staff }: XssHouse): string =>
  Object.entries({ ...client, ...staff })
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')

/** A scan waits for its own beginning and for replies in turn. */
const AT_ONCE = 4
/** No scan takes so long unless it has found something that it follows. */
const MOST_SECONDS = 300
/** As sqlmap calls the engines: payloads for all others would find nothing here. */
const DBMS: Record<Engine, string> = { sqlite: 'SQLite', mysql: 'MySQL' }

async function sqlmap(scan: Scan, runs: number): Promise<Outcome> {
  const product = requestsOf(scan.house).slice(0, runs)
  const planted = { method: 'GET', path: `${PLANTED}/sql?code=SA0001*`, body: null }
  const seen: string[] = []
  const faults: string[] = []
  const step = progressOf('sqlmap', product.length)
  const waiting = [...product]
  const work = async () => {
    for (let asked = waiting.shift(); asked !== undefined; asked = waiting.shift()) {
      const verdict = await injection(scan, asked)
      step()
      seen.push(verdict)
      if (verdict !== 'not injectable') faults.push(`sqlmap: ${asked.method} ${asked.path} is ${verdict}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const hole = await injection(scan, planted)
  if (hole !== 'injectable') faults.push(`sqlmap: the planted hole is ${hole}`)
  return { what: 'scanners: sqlmap', runs: product.length, seen: `planted hole ${hole}; ${tally(seen)}`, faults }
}

type Verdict = 'injectable' | 'not injectable' | 'not tested'

async function injection({ url, dir, house, engine }: Scan, { method, path, body }: Asked): Promise<Verdict> {
  const { host } = new URL(url)
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${host}`,
    `Cookie: ${cookieOf(house)}`,
    'X-Requested-With: sma',
    'Accept: application/json',
  ]
  const sent = body === null ? ['', ''] : ['Content-Type: application/json', '', JSON.stringify(body)]
  const own = await mkdtemp(join(dir, 'sqlmap-'))
  const file = join(own, 'request.txt')
  await writeFile(file, [...lines, ...sent].join('\r\n'))
  const { output } = await run(
    'sqlmap',
    [
      '-r',
      file,
      '--batch',
      // Without a terminal it would read its targets there.
      '--ignore-stdin',
      '--flush-session',
      '--level=1',
      '--risk=1',
      '--technique=BEU',
      `--dbms=${DBMS[engine]}`,
      '--threads=4',
      '--timeout=10',
      '--retries=0',
      '--ignore-code=400,401,403,404,409,429',
      '--output-dir',
      own,
      '--disable-coloring',
      '--skip=cookie',
      '--param-exclude=sma_.*',
    ],
    MOST_SECONDS * 1000,
  )
  if (/identified the following injection point/.test(output)) return 'injectable'
  return /all tested parameters do not appear to be injectable/.test(output) ? 'not injectable' : 'not tested'
}

async function wapiti(scan: Scan): Promise<Outcome> {
  const { url, dir, house } = scan
  const report = join(dir, 'wapiti.json')
  const starts = requestsOf(house)
    .filter(({ method }) => method === 'GET')
    .map(({ path }) => url + path.replaceAll('*', ''))
  const from = [`${url}${PLANTED}/page?q=x`, `${url}${PLANTED}/sql?code=SA0001`, `${url}/login`, ...starts]
  const modules = 'sql,xss,exec,file,redirect,crlf,ssrf,xxe,permanentxss,backup,htaccess'
  const options = [
    '-u',
    url,
    '--scope',
    'domain',
    '-m',
    modules,
    '-f',
    'json',
    '-o',
    report,
    '--flush-session',
    '--max-scan-time',
    '600',
    '--no-bugreport',
    '-H',
    'X-Requested-With: sma',
    '-H',
    `Cookie: ${cookieOf(house)}`,
    '-d',
    '2',
  ]
  const { output } = await run('wapiti', [...options, ...from.flatMap((one) => ['-s', one])])
  const text = await readFile(report, 'utf8').catch(async () => {
    throw new Error(`wapiti wrote no report: ${(await readdir(dir)).join()} ${output.slice(-800)}`)
  })
  const { vulnerabilities } = JSON.parse(text) as {
    vulnerabilities: Record<string, { path: string; parameter: string; method: string }[]>
  }
  const all = Object.entries(vulnerabilities).flatMap(([kind, found]) => found.map((one) => ({ kind, ...one })))
  const isPlanted = ({ path }: { path: string }) => path.includes(PLANTED)
  const kinds = [...new Set(all.filter(isPlanted).map(({ kind }) => kind))]
  const faults = all
    .filter((one) => !isPlanted(one))
    .map(({ kind, method, path, parameter }) => `wapiti: ${kind} ${method} ${path} ${parameter}`)
  const others = faults.length
  for (const kind of ['SQL Injection', 'Cross Site Scripting'])
    if (!kinds.some((found) => found.includes(kind))) faults.push(`wapiti does not find the planted ${kind}`)
  return {
    what: 'scanners: wapiti',
    runs: from.length,
    seen: `planted holes found: ${kinds.join(', ') || 'none'}; ${others} others`,
    faults,
  }
}

function run(command: string, args: string[], timeout = 0): Promise<{ output: string }> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => resolve({ output }))
  })
}
