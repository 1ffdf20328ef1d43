/** A server over the large book, and its two clients signed in. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../apps/server/src/db/dialect'
import { masterData, OWNER_OF_ALL, OWNER_OF_TWO, writeBook, type BookSize } from './book'
import { mysqlPids, type Loaded } from './load'
import { freePort, runToEnd, startServer, type Running } from './process'

export const SERVER = 'apps/server/dist/sma.js'

export interface ServedBook extends Loaded {
  /** Of the client who owns every account, and of the one who owns two. */
  cookieOfAll: string
  cookieOfTwo: string
  size: BookSize
  dir: string
}

/** Fills a database, serves it and hands it over; everything is removed afterwards. */
export async function withServedBook(
  size: BookSize,
  databaseUrl: string | null,
  work: (book: ServedBook) => Promise<void>,
): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'sma-bench-'))
  const dataDir = join(dir, 'data')
  const env: Record<string, string> = { SMA_DATA_DIR: dataDir, SMA_LIMITS: 'off', NODE_ENV: 'test' }
  if (databaseUrl) env.DATABASE_URL = databaseUrl
  try {
    await fillBook(dir, env, size)
    const server = await startServer([SERVER, 'serve'], env, await freePort())
    try {
      const cookieOfAll = await signIn(server, dataDir, OWNER_OF_ALL)
      const cookieOfTwo = await signIn(server, dataDir, OWNER_OF_TWO)
      await work({ server, databasePids: databaseUrl ? mysqlPids() : [], cookieOfAll, cookieOfTwo, size, dir })
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

export async function fillBook(dir: string, env: Record<string, string>, size: BookSize): Promise<void> {
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

export async function signIn(server: Running, dataDir: string, client: typeof OWNER_OF_ALL): Promise<string> {
  const post = (path: string, body: unknown, cookie = '') =>
    fetch(`${server.url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-requested-with': 'sma', cookie },
      body: JSON.stringify(body),
    })
  const challenge = await post('/auth/challenges', client)
  const { challengeId } = (await challenge.json()) as { challengeId: string }
  const code = await sentCode(dataDir, client.phone)
  const session = await post('/auth/sessions', { challengeId, code }, cookiesOf(challenge))
  if (session.status !== 201) throw new Error(`sign-in answered ${session.status}`)
  return cookiesOf(session)
}

export const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')

/** The code is sent after the answer, by a worker. */
async function sentCode(dataDir: string, phone: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const lines = readOutbox(dataDir).filter((line) => line.phone === phone)
    const code = lines.at(-1)?.code
    if (code !== undefined) return code
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('no code was sent')
}

function readOutbox(dataDir: string): { phone: string; code: string }[] {
  try {
    const lines = readFileSync(join(dataDir, 'outbox.jsonl'), 'utf8').split('\n')
    return lines.filter(Boolean).map((line) => JSON.parse(line) as { phone: string; code: string })
  } catch {
    return []
  }
}
