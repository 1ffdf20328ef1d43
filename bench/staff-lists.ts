/** What the console's lists cost in a house of 500 accounts and 2,000 clients; days of the accounts are measured elsewhere. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '../apps/server/src/app'
import { readConfig } from '../apps/server/src/config'
import type { Deps } from '../apps/server/src/deps'
import { saveClient } from '../apps/server/src/features/clients/client-records.service'
import { openDeps } from '../apps/server/src/open-deps'
import { inventedPerson, type Cookies } from '../apps/server/src/testing/people'
import { addPortfolio } from '../apps/server/src/testing/published-rows'
import { addPerson, asStaff, signInAs } from '../apps/server/src/testing/staff'
import type { Engine } from './day'
import { printTable } from './table'

const ACCOUNTS = 500
const CLIENTS = 2000
const RUNS = 20
/** Pages before the middle one, of 50 rows each. */
const HALF = CLIENTS / 50 / 2
const AIM_MS = 200

type App = ReturnType<typeof buildApp>
type Ask = ['GET' | 'POST', string, object?]

const SEARCH = ['POST', '/clients/searches'] as const
const LISTS: [string, Ask][] = [
  ['clients, first page', [...SEARCH, {}]],
  ['clients, by last sign-in', [...SEARCH, { sort: '-signedInAt' }]],
  ['clients, part of an account', [...SEARCH, { text: 'A00' }]],
  ['clients, last four signs', [...SEARCH, { personal: '0777' }]],
  ['clients, whole name', [...SEARCH, { personal: inventedPerson(77).name }]],
  ['clients, without accounts', [...SEARCH, { state: 'without-accounts' }]],
  ['accounts, first page', ['GET', '/accounts']],
  ['accounts, part of the code', ['GET', '/accounts?text=A04']],
  ['accounts, by last day', ['GET', '/accounts?sort=-lastDay']],
  ['funds', ['GET', '/funds']],
  ['findings', ['GET', '/findings']],
  ['files', ['GET', '/files']],
  ['publications', ['GET', '/publications']],
  ['people', ['GET', '/people']],
  ['audit log', ['GET', '/audit']],
  ['board', ['GET', '/board']],
]

/** Milliseconds of the reply in this process, over HTTP's own layers but no network: the median and the longest. */
export async function benchStaffLists(engines: readonly Engine[]): Promise<void> {
  for (const { name, with: use } of engines) await use((url) => benchOn(name, url))
}

async function benchOn(engine: string, url: string | null): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'sma-lists-'))
  const settings = { SMA_DATA_DIR: dir, SMA_LIMITS: 'off', SMA_STAFF_TOTP: 'optional', NODE_ENV: 'test' }
  const deps = await openDeps(
    readConfig({ ...settings, SMA_LOG_LEVEL: 'error', ...(url === null ? {} : { DATABASE_URL: url }) }),
  )
  try {
    await fill(deps)
    const app = buildApp(deps)
    const password = await addPerson(deps, 'clerk', { roles: ['operator', 'reviewer', 'editor', 'administrator'] })
    const cookies = await signInAs(app, 'clerk', password)
    const middle: [string, Ask] = ['clients, middle page', [...SEARCH, { cursor: await cursorOfMiddle(app, cookies) }]]
    const rows: string[][] = []
    for (const [list, ask] of [...LISTS, middle]) rows.push([list, ...(await timed(app, cookies, ask))])
    printTable(
      `Staff lists on ${engine}: ${ACCOUNTS} accounts, ${CLIENTS} clients`,
      ['list', 'median ms', 'longest ms', `≤ ${AIM_MS} ms`],
      rows,
    )
    await app.close()
  } finally {
    await deps.database.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Every client owns two accounts. */
async function fill(deps: Deps): Promise<void> {
  const source = { at: deps.clock.now().toISOString(), by: 'bench', fileId: null }
  await deps.db.transaction().execute(async (tx) => {
    const accounts: { id: string; code: string }[] = []
    for (let at = 0; at < ACCOUNTS; at++)
      accounts.push(await addPortfolio(tx, { code: `SA${String(at).padStart(4, '0')}`, launchDate: '2021-01-04' }))
    for (let at = 0; at < CLIENTS; at++) {
      const record = { clientNo: `C${at}`, idType: 'id-card' as const, ...inventedPerson(at) }
      const owned = [accounts[at % ACCOUNTS], accounts[(at * 7 + 1) % ACCOUNTS]].flatMap((one) => one ?? [])
      await saveClient(deps, tx, { record, accounts: owned, source })
    }
  })
}

async function cursorOfMiddle(app: App, cookies: Cookies): Promise<unknown> {
  let cursor: unknown
  for (let page = 0; page < HALF; page++)
    cursor = (await asStaff(app, cookies, [...SEARCH, cursor === undefined ? {} : { cursor }])).body?.['next']
  return cursor
}

async function timed(app: App, cookies: Cookies, ask: Ask): Promise<string[]> {
  const times: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const begun = performance.now()
    const { status } = await asStaff(app, cookies, ask)
    if (status !== 200) throw new Error(`${ask[1]} answered ${status}`)
    times.push(performance.now() - begun)
  }
  times.sort((left, right) => left - right)
  const [median, longest] = [times[RUNS / 2] ?? 0, times[RUNS - 1] ?? 0]
  return [median.toFixed(0), longest.toFixed(0), longest <= AIM_MS ? 'yes' : 'no']
}
