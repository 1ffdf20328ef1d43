/** A house in which every endpoint that takes a body has something to do. */
import { api } from '@sma/contract/api'
import type { Endpoint } from '@sma/contract/endpoint'
import { STAFF_ROLES } from '@sma/contract/staff-roles'
import { API_PREFIX } from '../apps/server/src/http/router'
import { importText } from '../apps/server/src/testing/import-bench'
import { addClient, ANNA, BORIS, signIn, STRANGER, type Cookies } from '../apps/server/src/testing/people'
import { addPerson, signInAs } from '../apps/server/src/testing/staff'
import { bodyFor, learn, type Known } from './bodies'
import type { Live } from './live'
import { ownInputs, type Own } from './own-inputs'

interface Settled {
  cookies: Cookies
  known: Known
  /** What only one who was there knows, by endpoint. */
  own: Record<string, () => Promise<Own>>
}

/** Two clients with accounts, a day that waits and one that is stopped, and a person of every role. */
export async function settle(live: Live): Promise<Settled> {
  const { app, deps } = live
  const client = await addClient(deps, ANNA, ['SA0001'])
  await addClient(deps, BORIS, ['SB0001'])
  await importText(deps, 'fund_code,fund_name,asset_class,kind\n110011,易方达优质,equity,混合\n')
  await importText(
    deps,
    `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares\nA1,甲,balanced,2024-01-02,1000,1000\n`,
  )
  const days = ['2024-01-02,1000,1000,1,1', '2024-01-03,1300,1000,1.3,1.3'].map((day) => `A1,${day}\n`).join('')
  await importText(deps, `portfolio_code,date,net_assets,shares,unit_nav,accumulated_nav\n${days}`, { publish: false })
  const password = await addPerson(deps, 'person', { roles: [...STAFF_ROLES] })
  const cookies = { ...(await signIn(app, deps, ANNA)), ...(await signInAs(app, 'person', password)) }
  const known: Known = { values: new Map(), objects: [] }
  for (const { method, path, body } of Object.values<Endpoint>(api)) {
    if (method !== 'GET' || body) continue
    const reply = await app.inject({
      url: API_PREFIX + path.replace(':code', 'A1').replace(':date', '2024-01-03'),
      cookies,
    })
    if (reply.statusCode < 300 && reply.body.startsWith('{')) learn(reply.json(), known)
  }
  known.values.set('client', client)
  return { cookies, known, own: await ownInputs(live, { cookies, client, password }) }
}

/** What a person would give where a reply has shown nothing. */
const GIVEN: Record<string, unknown> = {
  code: 'A1',
  portfolio: 'A1',
  account: 'A1',
  login: 'newcomer',
  role: 'auditor',
  name: '王某',
  idType: 'passport',
  idNumber: STRANGER.idNumber,
  phone: STRANGER.phone,
  until: '2026-06-30',
  clientNo: `C${ANNA.phone}`,
  value: '12',
  reason: 'a good reason',
  note: 'a good note',
  wish: 'letter in file 7',
}

/** What is sent to an endpoint, and what stands in its address. */
export function inputOf(endpoint: Endpoint, known: Known, { body: own = {}, params: places = {} }: Own) {
  const values = new Map([...known.values, ...Object.entries(GIVEN)])
  const isOfClient = endpoint.path.startsWith('/staff/clients/')
  const params = (name: string) => places[name] ?? String(values.get(isOfClient ? 'client' : name) ?? 'none')
  const body = bodyFor(endpoint, { ...known, values })
  return { body: { ...(body as object), ...own }, params }
}
