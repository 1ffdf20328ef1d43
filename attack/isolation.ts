/** Others' objects, asked for in every way that one can think of: answered with the bytes of one that never was. */
import { API_PREFIX } from '../apps/server/src/http/router'
import { randomStream, type Random } from '../apps/server/src/demo/random'
import { CHANGE } from '../apps/server/src/testing/people'
import { populate, type Asker } from './isolation-house'
import { METHODS, SPELLINGS, WAYS, withRest } from './isolation-ways'
import { openLive, type Live } from './live'
import { tally, type Attack, type Outcome } from './part'
import { progressOf } from './progress'
import { bytesOf } from './replies'

export async function isolation({ engine, runs, seed }: Attack): Promise<Outcome[]> {
  const live = await openLive(engine, { config: () => ({ limits: 'off', passkeys: 'on' }) })
  try {
    const askers = await populate(live)
    return [await probe(live, askers, { runs, random: randomStream(seed, 'isolation') })]
  } finally {
    await live.close()
  }
}

/** Others are mostly answered before anything is looked up. */
const OWN_METHOD = 0.75

/** Others' names that are asked for in the same way, so that the reply about nothing serves for all of them. */
const AT_ONE_ADDRESS = 10

interface Ask {
  asker: Asker
  path: string
  values: string[]
  way: (typeof WAYS)[number]
  method: (typeof METHODS)[number]
  spelling: (typeof SPELLINGS)[number]
}

async function probe(
  live: Live,
  askers: Asker[],
  { runs, random }: { runs: number; random: Random },
): Promise<Outcome> {
  const statuses: string[] = []
  const faults: string[] = []
  const found = new Set<string>()
  const step = progressOf('isolation: addresses', Math.ceil(runs / AT_ONE_ADDRESS))
  while (statuses.length < runs) {
    step()
    const one = draw(askers, random)
    const missing = new Map<string, string>()
    for (let more = 0; more < AT_ONE_ADDRESS && statuses.length < runs; more++) {
      const value = random.pick(one.values)
      const never = neverWas(value)
      const expected = missing.get(never) ?? (await send(live, { ...one, value: never }))
      missing.set(never, expected)
      const reply = await send(live, { ...one, value })
      statuses.push(reply.slice(0, 3))
      found.add(`${one.path} ${value}`)
      const what = `${one.asker.name}, ${one.method} ${one.path} (${one.spelling.name}, ${one.way.name}) of ${value}`
      if (reply !== expected) faults.push(`${what}: ${readable(reply)} and not ${readable(expected)}`)
      if (reply.startsWith('5')) faults.push(`${what}: ${readable(reply)}`)
    }
  }
  const seen = `${askers.length} askers, ${found.size} names at addresses; ${tally(statuses)}`
  return { what: "isolation: probes of others' objects", runs, seen, faults }
}

function draw(askers: Asker[], random: Random): Ask {
  const asker = random.pick(askers)
  const { method, path, values } = random.pick(asker.targets)
  const common = { asker, path, values, way: random.pick(WAYS), spelling: random.pick(SPELLINGS) }
  return { ...common, method: random.unit() < OWN_METHOD ? method : random.pick(METHODS) }
}

/** A name of the same form that nothing has. */
const neverWas = (value: string): string =>
  value.replaceAll(/\d/g, '9').replaceAll(/[A-Z]/g, 'Z').replaceAll(/[a-z]/g, 'z')

async function send(
  { app }: Live,
  { asker, path, value, way, method, spelling }: Ask & { value: string },
): Promise<string> {
  const url = API_PREFIX + withRest(path.replace(/:\w+/, spelling.of(value, asker.own)))
  const reply = await app.inject({
    method,
    url: url + way.query(value),
    cookies: asker.cookies,
    headers: { ...CHANGE, ...way.headers(value) },
    ...(method === 'POST' || method === 'PUT' ? { payload: { id: value, code: value, portfolio: value } } : {}),
  })
  return bytesOf(reply)
}

function readable(reply: string): string {
  const [status, , body = ''] = reply.split(/ (\[.*\]) /)
  return `${status} ${Buffer.from(body, 'base64').toString().slice(0, 200)}`
}
