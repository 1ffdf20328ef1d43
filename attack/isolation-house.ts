/** Twenty-four clients, some of them each other's delegates, an adviser, and those who are nobody any more. */
import { api } from '@sma/contract/api'
import type { Endpoint, Place } from '@sma/contract/endpoint'
import { API_PREFIX } from '../apps/server/src/http/router'
import { addFunds, publishHandBook } from '../apps/server/src/testing/hand-book'
import { addClient, CHANGE, inventedPerson, signIn, type Cookies } from '../apps/server/src/testing/people'
import { addPasskeyOf } from '../apps/server/src/testing/passkeys'
import { asStaff, staffCookies } from '../apps/server/src/testing/staff'
import { withRest } from './isolation-ways'
import type { Live } from './live'

const CLIENTS = 24

export interface Asker {
  name: string
  cookies: Cookies
  /** An account that the asker sees; any text where there is none. */
  own: string
  /** Addresses with the names of what is not the asker's. */
  targets: (Place & { values: string[] })[]
}

interface Owner extends Omit<Asker, 'targets'> {
  id: string
  /** Names of all that this client is shown, by the field that they stand in. */
  shown: Map<string, Set<string>>
}

// A stream that opens does not end by itself; whom it refuses: features/messages/streams.test.ts.
const endpoints = Object.values<Endpoint>(api).filter(({ carries }) => carries !== 'stream')
const ofClients = endpoints.filter(({ audience }) => audience === 'client' || audience === 'owner')
const named = endpoints.filter(({ path, audience }) => path.includes(':') && audience !== 'public')

export async function populate(live: Live): Promise<Asker[]> {
  const owners = await addOwners(live)
  await addDelegates(live, owners)
  for (const owner of owners) owner.shown = await shownTo(live, owner)
  const all = owners.flatMap((owner) => [...owner.shown])
  const clients = owners.map((owner) => ({ ...owner, targets: targetsFor(owner.shown, all) }))
  const everything = targetsFor(new Map(), all)
  const nobody = { own: 'SA0000', targets: everything }
  const { adviser, viewer } = await addStaffOf(live, owners)
  const [first, second] = [owners[0]?.own ?? '', owners[1]?.shown ?? new Map()]
  return [
    ...clients,
    { ...nobody, name: 'nobody', cookies: {} },
    { ...nobody, name: 'an ended session', cookies: { sma_session: 'x'.repeat(43) } },
    { name: 'an adviser', cookies: adviser, own: first, targets: staffTargets(owners.slice(1)) },
    { name: 'a view as a client', cookies: viewer, own: owners[1]?.own ?? '', targets: targetsFor(second, all) },
  ]
}

async function addOwners({ app, deps }: Live): Promise<Owner[]> {
  await addFunds(deps.db)
  const owners: Owner[] = []
  for (let index = 0; index < CLIENTS; index++) {
    const person = inventedPerson(index)
    const own = `SA${1000 + index}`
    const id = await addClient(deps, person, [`SB${1000 + index}`])
    await publishHandBook(deps.db, own, [id])
    // Two browsers each, so that there is a session to end.
    await signIn(app, deps, person)
    const cookies = await signIn(app, deps, person)
    await addPasskeyOf(app, deps, cookies)
    owners.push({ id, name: person.name, own, cookies, shown: new Map() })
  }
  return owners
}

/** Every third may look at the account of the next one; every third at that of the one after, until a moment ago. */
async function addDelegates({ deps }: Live, owners: Owner[]): Promise<void> {
  const { db, newId } = deps
  for (let index = 0; index + 2 < owners.length; index += 3)
    for (const [away, ends_at] of [
      [1, '2026-02-01T00:00:00.000Z'],
      [2, '2026-01-05T01:00:00.000Z'],
    ] as const) {
      const code = owners[index + away]?.own ?? ''
      const { id } = await db.selectFrom('portfolio').select('id').where('code', '=', code).executeTakeFirstOrThrow()
      const stated = { granted_by: 'a', confirmed_by: 'b', created_at: '2026-01-01T00:00:00.000Z', ends_at }
      const delegation = { id: newId(), delegate_id: owners[index]?.id ?? '', portfolio_id: id, ...stated }
      await db.insertInto('delegation').values(delegation).execute()
    }
}

async function addStaffOf({ app, deps }: Live, owners: Owner[]): Promise<{ adviser: Cookies; viewer: Cookies }> {
  const admin = await staffCookies(app, deps, 'administrator')
  const adviser = await staffCookies(app, deps, 'adviser')
  await asStaff(app, admin, ['PUT', '/people/adviser/accounts', { accounts: [owners[0]?.own] }])
  const reviewer = await staffCookies(app, deps, 'reviewer')
  const { reply } = await asStaff(app, reviewer, ['POST', '/client-views', { client: owners[1]?.id }])
  if (reply.statusCode >= 400) throw new Error(`the view was answered ${reply.body}`)
  return { adviser, viewer: Object.fromEntries(reply.cookies.map(({ name, value }) => [name, value])) }
}

async function shownTo({ app }: Live, { cookies, own }: Owner): Promise<Owner['shown']> {
  const shown: Owner['shown'] = new Map()
  for (const { method, path } of ofClients.filter((endpoint) => endpoint.method === 'GET')) {
    const url = API_PREFIX + withRest(path.replace(':code', own))
    const reply = await app.inject({ method, url, cookies, headers: CHANGE })
    if (path.includes(':code') && reply.statusCode === 404 && !/no-(valuation|contact)/.test(reply.body))
      throw new Error(`${path} does not show ${own} to its owner`)
    if (reply.headers['content-type']?.toString().includes('json')) collect(reply.json(), shown)
  }
  return shown
}

/** Names of accounts, and whatever has an id. */
function collect(value: unknown, shown: Owner['shown']): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, part] of Object.entries(value)) {
    if (typeof part !== 'string') collect(part, shown)
    else if (key === 'portfolio' || (key === 'code' && /^S[AB]\d/.test(part))) add(shown, 'code', part)
    else if (/^id$|Id$|sha256/.test(key)) add(shown, 'id', part)
  }
}

const add = (shown: Owner['shown'], key: string, value: string) =>
  shown.set(key, (shown.get(key) ?? new Set()).add(value))

/** What others are shown and this one is not, at every address that names it. */
function targetsFor(own: Owner['shown'], all: [string, Set<string>][]): Asker['targets'] {
  return named.flatMap(({ method, path }) => {
    const key = /:(\w+)/.exec(path)?.[1] === 'code' ? 'code' : 'id'
    const others = all.flatMap(([name, values]) => (name === key ? [...values] : []))
    const values = [...new Set(others)].filter((value) => own.get(key)?.has(value) !== true)
    return values.length > 0 ? [{ method, path, values }] : []
  })
}

/** Accounts that are not assigned to the adviser. */
function staffTargets(owners: Owner[]): Asker['targets'] {
  const values = owners
    .flatMap(({ own, shown }) => [own, ...(shown.get('code') ?? [])])
    .filter((code) => code !== 'SA1000')
  const ofStaff = endpoints.filter(
    ({ path, audience, roles }) => audience === 'staff' && path.includes(':code') && roles?.includes('adviser'),
  )
  return ofStaff.map(({ method, path }) => ({ method, path, values }))
}
