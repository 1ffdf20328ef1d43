/** Lighthouse with its phone setting over four pages of the demonstration, a client signed in where a page needs one. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import lighthouse from 'lighthouse'
import { chromium } from 'playwright-core'
import { ensureBrowser } from '../scripts/lib/browser.mjs'
import { openHouse, readClients, type DemoClient, type House } from '../tests/e2e/platform'
import { freePort } from './process'
import { printTable } from './table'

const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const
const AIMS = ['≥ 95', '100', '100']

export async function benchPages(): Promise<void> {
  const house = await openHouse({ SMA_LIMITS: 'off' })
  await house.sma(
    'demo',
    '--out',
    join(house.dir, 'demo'),
    '--portfolios',
    '2',
    '--years',
    '3',
    '--until',
    '2026-09-30',
  )
  await house.sma('import', join(house.dir, 'demo'), '--publish')
  const [client] = readClients(join(house.dir, 'demo', 'clients.csv'))
  const server = await house.serve()
  try {
    if (!client) throw new Error('the demonstration has no client')
    const cookie = await signedIn(server.url, client, house)
    const account = `/portfolios/${client.portfolios[0]}`
    const rows: string[][] = []
    for (const path of ['/login', account, `${account}/account`, `${account}/performance`])
      rows.push([path, ...(await scores(server.url + path, path === '/login' ? '' : cookie))])
    printTable('Lighthouse, phone', ['page', ...CATEGORIES, 'LCP', 'CLS'], [...rows, ['aim', ...AIMS, '', '0']])
  } finally {
    await server.stop()
  }
}

/** Each page in a browser of its own, as a client opens it; the best of three runs is the one that the machine disturbed least. */
async function scores(url: string, cookies: string): Promise<string[]> {
  const runs = [await run(url, cookies), await run(url, cookies), await run(url, cookies)]
  const [{ categories, audits }] = runs.sort(
    (a, b) => (b.categories.performance?.score ?? 0) - (a.categories.performance?.score ?? 0),
  ) as [Result]
  const shown = (id: string) => audits[id]?.displayValue ?? '–'
  return [
    ...CATEGORIES.map((id) => String(Math.round((categories[id]?.score ?? 0) * 100))),
    shown('largest-contentful-paint'),
    shown('cumulative-layout-shift'),
  ]
}

type Result = NonNullable<Awaited<ReturnType<typeof lighthouse>>>['lhr']

async function run(url: string, cookies: string): Promise<Result> {
  const port = await freePort()
  const profile = await mkdtemp(join(tmpdir(), 'sma-pages-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await ensureBrowser(),
    args: [`--remote-debugging-port=${port}`, '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  try {
    const pairs = cookies.split('; ').map((pair) => pair.split('='))
    await context.addCookies(
      pairs.flatMap(([name, value]) => (name && value ? { name, value, url: new URL(url).origin } : [])),
    )
    const result = await lighthouse(url, { port, onlyCategories: [...CATEGORIES], logLevel: 'silent' })
    if (result?.lhr.finalDisplayedUrl !== url) throw new Error(`${url} showed ${result?.lhr.finalDisplayedUrl}`)
    return result.lhr
  } finally {
    await context.close()
    await rm(profile, { recursive: true, force: true })
  }
}

/** The session cookie of a client who signed in through the API. */
async function signedIn(url: string, client: DemoClient, { codeFor }: House): Promise<string> {
  const post = (path: string, body: object, cookie = '') =>
    fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-requested-with': 'sma', cookie },
      body: JSON.stringify(body),
    })
  const asked = new Date()
  const challenge = await post('/auth/challenges', { idNumber: client.idNumber, phone: client.phone })
  const { challengeId } = (await challenge.json()) as { challengeId: string }
  const code = await codeFor(client.phone, asked)
  return cookiesOf(await post('/auth/sessions', { challengeId, code }, cookiesOf(challenge)))
}

const cookiesOf = ({ headers }: Response) =>
  headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
