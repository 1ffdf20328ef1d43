/** A whole platform for the journeys: the demonstration written, imported and served, as its commands do it. */
import { execFile, spawn, type StdioOptions } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const ROOT = join(import.meta.dirname, '..', '..')
const SMA = join(ROOT, 'apps/server/dist/sma.js')
const UNTIL = '2026-09-30'

export interface DemoClient {
  name: string
  idNumber: string
  phone: string
  portfolios: string[]
}

export interface Platform {
  url: string
  clients: DemoClient[]
  /** The newest code sent to a phone, waiting until one has come since `after`. */
  codeFor(phone: string, after: Date): Promise<string>
  stop(): Promise<void>
}

/** A house's own folder, its `sma` command and its server; nothing is in it yet. */
export interface House {
  dir: string
  sma(...args: string[]): Promise<{ stdout: string }>
  /** Lets someone into the console; the one-time password. */
  addStaff(login: string, ...roles: string[]): Promise<string>
  codeFor: Platform['codeFor']
  serve(): Promise<{ url: string; stop(): Promise<void> }>
}

/** `settings` of the house go over those of the journeys, in which staff need no second factor. */
export async function openHouse(settings: Record<string, string> = {}): Promise<House> {
  if (!existsSync(SMA)) throw new Error('the server is not built: run npm run build')
  const dir = await mkdtemp(join(tmpdir(), 'sma-e2e-'))
  const dataDir = join(dir, 'data')
  const port = await freePort()
  const env = {
    ...process.env,
    SMA_DATA_DIR: dataDir,
    DATABASE_URL: '',
    HOST: '127.0.0.1',
    PORT: String(port),
    SMA_LOG_LEVEL: 'error',
    NODE_ENV: 'test',
    SMA_STAFF_TOTP: 'optional',
    ...settings,
  }
  const sma: House['sma'] = (...args) =>
    promisify(execFile)(process.execPath, [SMA, ...args], { cwd: ROOT, env, maxBuffer: 64_000_000 })
  return {
    dir,
    sma,
    async addStaff(login, ...roles) {
      const { stdout } = await sma('staff', 'add', '--name', login, ...roles.flatMap((role) => ['--role', role]))
      return stdout.trim().split('\n').at(-1) ?? ''
    },
    codeFor: (phone, after) => waitForCode(join(dataDir, 'outbox.jsonl'), phone, after),
    async serve() {
      const stdio: StdioOptions = ['ignore', 'inherit', 'inherit']
      const server = spawn(process.execPath, [SMA, 'serve'], { cwd: ROOT, env, stdio })
      const url = `http://127.0.0.1:${port}`
      await waitFor('the server', async () => (await fetch(`${url}/readyz`)).ok)
      return {
        url,
        async stop() {
          const ended = new Promise((resolve) => server.once('exit', resolve))
          server.kill('SIGTERM')
          await ended
          await rm(dir, { recursive: true, force: true })
        },
      }
    },
  }
}

export async function startPlatform(): Promise<Platform> {
  const { dir, sma, codeFor, serve } = await openHouse()
  await sma('demo', '--out', join(dir, 'demo'), '--years', '3', '--until', UNTIL, '--seed', '7')
  await sma('import', join(dir, 'demo'), '--publish')
  const { url, stop } = await serve()
  return {
    url,
    clients: readClients(join(dir, 'demo', 'clients.csv')),
    codeFor,
    stop,
  }
}

/** The invented clients of a demonstration. */
export function readClients(path: string): DemoClient[] {
  const [head = '', ...lines] = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/)
  const at = Object.fromEntries(head.split(',').map((column, index) => [column, index]))
  return lines.map((line) => {
    const cells = line.split(',')
    const cell = (column: string) => cells[at[column] ?? -1] ?? ''
    return {
      name: cell('client_name'),
      idNumber: cell('id_number'),
      phone: cell('phone'),
      portfolios: cell('portfolio_codes').split(';'),
    }
  })
}

async function waitForCode(outbox: string, phone: string, after: Date): Promise<string> {
  let code = ''
  await waitFor('the code', async () => {
    const lines = (await readFile(outbox, 'utf8')).trim().split('\n')
    const sent = lines.map((line) => JSON.parse(line) as { at: string; phone: string; code: string })
    code = sent.findLast((one) => one.phone === phone && new Date(one.at) >= after)?.code ?? ''
    return code !== ''
  })
  return code
}

async function waitFor(what: string, done: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await done().catch(() => false)) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${what} did not come within 60 s`)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
