/** What the console's lists cost in a house of 500 accounts and 2,000 clients after five years. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { STAFF_ROLES } from '@sma/contract/staff-roles'
import { buildApp } from '../apps/server/src/app'
import { readConfig } from '../apps/server/src/config'
import { openDeps } from '../apps/server/src/open-deps'
import { inventedPerson, type Cookies } from '../apps/server/src/testing/people'
import { addPerson, asStaff, signInAs } from '../apps/server/src/testing/staff'
import type { Engine } from './day'
import { ACCOUNTS, CLIENTS, writeStaffHouse, type Known } from './staff-house'
import { printTable } from './table'

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
  ['findings, first page', ['GET', '/findings']],
  ['findings, open', ['GET', '/findings?state=open']],
  ['findings of an account', ['GET', '/findings?portfolio=SA0007']],
  ['waiting days', ['GET', '/days/waiting?limit=50']],
  ['waiting days, all at once', ['GET', '/days/waiting']],
  ["an account's days", ['GET', '/portfolios/SA0007/days']],
  ['files, first page', ['GET', '/files']],
  ['files, part of the name', ['GET', '/files?text=_777']],
  ['files, held', ['GET', '/files?status=held']],
  ['import jobs', ['GET', '/import-jobs']],
  ['messages, open', ['GET', '/messages']],
  ['messages, answered', ['GET', '/messages?state=answered']],
  ['publications, first page', ['GET', '/publications']],
  ['publications, part of the title', ['GET', '/publications?text=2024-Q3']],
  ['publications, drafts', ['GET', '/publications?state=draft']],
  ['publications for an account', ['GET', '/publications?portfolio=SA0007']],
  ['outlooks', ['GET', '/outlooks']],
  ['people', ['GET', '/people']],
  ['requests', ['GET', '/requests']],
  ['audit log', ['GET', '/audit']],
  ['board', ['GET', '/board']],
  ['board, what asks for someone', ['GET', '/board/notes']],
  ['disclosure, open', ['GET', '/disclosure']],
  ['disclosure, late', ['GET', '/disclosure?state=late']],
  ['disclosure, covered', ['GET', '/disclosure?state=covered']],
  [
    'disclosure, quarterly of a year',
    ['GET', '/disclosure?state=covered&kind=quarterly&from=2024-01-01&to=2024-12-31'],
  ],
  ['disclosure, daily', ['GET', '/disclosure?kind=daily']],
  ['disclosure, part of the code', ['GET', '/disclosure?state=covered&text=A004']],
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
    const begun = performance.now()
    const known = await writeStaffHouse(deps)
    console.log(`\nThe house was written in ${((performance.now() - begun) / 1000).toFixed(0)} s.`)
    const app = buildApp(deps)
    const password = await addPerson(deps, 'clerk', { roles: [...STAFF_ROLES] })
    const cookies = await signInAs(app, 'clerk', password)
    const middle: [string, Ask] = ['clients, middle page', [...SEARCH, { cursor: await cursorOfMiddle(app, cookies) }]]
    const rows: string[][] = []
    for (const [list, ask] of [...LISTS, middle, ...readersOf(known)])
      rows.push([list, ...(await timed(app, cookies, ask))])
    printTable(
      `Staff lists on ${engine}: ${ACCOUNTS} accounts, ${CLIENTS} clients, five years`,
      ['list', 'median ms', 'longest ms', `≤ ${AIM_MS} ms`],
      rows,
    )
    await app.close()
  } finally {
    await deps.database.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

const readersOf = ({ reportId, letterId }: Known): [string, Ask][] => [
  ['readers of a report', ['GET', `/publications/${reportId}`]],
  ['readers of a letter to all', ['GET', `/publications/${letterId}`]],
]

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
