/** Lighthouse with its phone setting over four pages of the demonstration, a client signed in where a page needs one. */
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
  const port = await freePort()
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: [`--remote-debugging-port=${port}`, '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  try {
    if (!client) throw new Error('the demonstration has no client')
    const cookie = await signedIn(server.url, client, house)
    const account = `/portfolios/${client.portfolios[0]}`
    const rows: string[][] = []
    for (const path of ['/login', account, `${account}/account`, `${account}/performance`])
      rows.push([path, ...(await scores(server.url + path, port, path === '/login' ? {} : { cookie }))])
    printTable('Lighthouse, phone', ['page', ...CATEGORIES, 'LCP', 'CLS'], [...rows, ['aim', ...AIMS, '', '0']])
  } finally {
    await browser.close()
    await server.stop()
  }
}

async function scores(url: string, port: number, extraHeaders: Record<string, string>): Promise<string[]> {
  const result = await lighthouse(url, { port, extraHeaders, onlyCategories: [...CATEGORIES], logLevel: 'silent' })
  if (!result) throw new Error(`Lighthouse gave nothing for ${url}`)
  const { categories, audits } = result.lhr
  const shown = (id: string) => audits[id]?.displayValue ?? '–'
  return [
    ...CATEGORIES.map((id) => String(Math.round((categories[id]?.score ?? 0) * 100))),
    shown('largest-contentful-paint'),
    shown('cumulative-layout-shift'),
  ]
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
