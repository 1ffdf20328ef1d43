/** Every endpoint is told more than it asks for: it refuses, or does exactly what it does without. */
import { api } from '@sma/contract/api'
import type { Endpoint } from '@sma/contract/endpoint'
import { API_PREFIX } from '../apps/server/src/http/router'
import { CHANGE } from '../apps/server/src/testing/people'
import { forbiddenNames, learn, ownNames, withFields, type Known } from './bodies'
import { openLive, type Live } from './live'
import { inputOf, settle } from './mass-assignment-house'
import { tally, type Attack, type Engine, type Outcome } from './part'

/** What the forbidden fields say, one kind after the other; where nothing was shown, what one would wish to be. */
const KINDS: Record<string, (name: string, known: Known) => unknown> = {
  'values of others': (name, { values }) => values.get(name) ?? 'administrator',
  truths: () => true,
  numbers: () => 2_147_483_647,
  objects: () => ({ roles: ['administrator'] }),
  nulls: () => null,
}
/** Fields in the objects within a body, which has to stay below its 64 kB. */
const FEW = 40
/** Parsed, so that `__proto__` is a field like any other. */
const PROTOTYPES = JSON.parse('{"__proto__":{"roles":["administrator"],"isAdmin":true}}') as object

export async function massAssignment({ engine, runs }: Attack): Promise<Outcome[]> {
  const plain = await story(engine, null)
  const again = await story(engine, null)
  const unsteady = differences(plain, again).map((fault) => `without any extra field: ${fault}`)
  const outcomes: Outcome[] = []
  for (const kind of Object.keys(KINDS).slice(0, runs)) {
    const told = await story(engine, kind)
    const faults = [...unsteady, ...differences(plain, told)]
    const seen = `${told.names} fields at ${told.replies.length} endpoints, ${tally(told.fates)}`
    outcomes.push({ what: `mass assignment: ${kind}`, runs: told.names * told.replies.length, seen, faults })
  }
  return outcomes
}

interface Story {
  /** Status and body of each call, in order. */
  replies: [string, string][]
  /** What the calls have left in the database. */
  rows: string[]
  fates: string[]
  names: number
}

async function story(engine: Engine, kind: string | null): Promise<Story> {
  let ids = 0
  const newId = () => `01TEST${String((ids += 1)).padStart(20, '0')}`
  const live = await openLive(engine, { config: () => ({ limits: 'off', passkeys: 'on' }), newId })
  try {
    return await tell(live, kind)
  } finally {
    await live.close()
  }
}

async function tell(live: Live, kind: string | null): Promise<Story> {
  const { cookies, known, own } = await settle(live)
  const names = forbiddenNames(await columnsOf(live))
  const about = (some: readonly string[]) =>
    kind === null ? {} : Object.fromEntries(some.map((name) => [name, KINDS[kind]?.(name, known)]))
  const told: Story = { replies: [], rows: [], fates: [], names: names.length }
  for (const [name, endpoint] of inOrder()) {
    const { body, params } = inputOf(endpoint, known, (await own[name]?.()) ?? {})
    const url =
      API_PREFIX + endpoint.path.replaceAll(/:(\w+)/g, (_, param: string) => encodeURIComponent(params(param)))
    const send = (payload: unknown) =>
      live.app.inject({
        method: endpoint.method,
        url,
        cookies,
        headers: { ...CHANGE, 'content-type': 'application/json' },
        payload: JSON.stringify(payload),
      })
    const others = names.filter((other) => !ownNames(endpoint).includes(other))
    const extras = { ...about(others), ...(kind === 'objects' && PROTOTYPES) }
    const tried = kind === null ? null : await send(withFields(body, extras, about(others.slice(0, FEW))))
    // Where more fields are refused as such, the call follows without them; any other answer must be the plain story's.
    const isRefused = tried?.body.includes('"request-invalid"') === true
    const reply = tried === null || isRefused ? await send(body) : tried
    told.replies.push([name, `${reply.statusCode} ${masked(reply.body)}`])
    told.fates.push(isRefused ? 'refused' : reply.statusCode < 400 ? 'done without them' : 'failed as without them')
    if (reply.body.startsWith('{')) learn(reply.json(), known)
  }
  told.rows = await rowsOf(live)
  return told
}

/** What takes a body, the sign-ins and passwords last, as they end what the others need. */
function inOrder(): [string, Endpoint][] {
  const taking = Object.entries<Endpoint>(api).filter(([, { body }]) => body !== undefined)
  const isLate = ([, { path }]: [string, Endpoint]) => Number(path.includes('/auth'))
  return taking.toSorted((a, b) => isLate(a) - isLate(b))
}

/** What is drawn by lot or sealed differs from one house to the next. */
const masked = (text: string): string =>
  text
    .replaceAll(/a1\.[\w.+/=-]{20,}/g, 'sealed')
    .replaceAll(/\$argon2[^"]+/g, 'hashed')
    .replaceAll(/\b[0-9a-f]{64}\b/g, 'hash')
    .replaceAll(/"[\w-]{43}"/g, '"token"')
    .replaceAll(/\b[A-Z2-7]{32}\b/g, 'secret')

const tablesOf = async ({ deps: { db } }: Live) =>
  (await db.introspection.getTables()).toSorted((a, b) => (a.name < b.name ? -1 : 1))

const columnsOf = async (live: Live): Promise<string[]> =>
  (await tablesOf(live)).flatMap(({ columns }) => columns.map(({ name }) => name))

async function rowsOf(live: Live): Promise<string[]> {
  const rows: string[] = []
  for (const { name } of await tablesOf(live))
    for (const row of await live.deps.db
      .selectFrom(name as 'client')
      .selectAll()
      .execute())
      rows.push(
        masked(
          `${name} ${JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`,
        ),
      )
  return rows.toSorted()
}

function differences(plain: Story, told: Story): string[] {
  const replies = plain.replies.flatMap(([name, reply], at) =>
    told.replies[at]?.[1] === reply ? [] : [`${name} answers ${told.replies[at]?.[1]} and not ${reply}`],
  )
  const [before, after] = [new Set(plain.rows), new Set(told.rows)]
  const more = told.rows.filter((row) => !before.has(row)).map((row) => `new row: ${row}`)
  const less = plain.rows.filter((row) => !after.has(row)).map((row) => `no row: ${row}`)
  return [...replies, ...more, ...less].map((fault) => fault.slice(0, 600))
}
