/** Others' objects, asked for in every way that one can think of: answered with the bytes of one that never was. */
import { API_PREFIX } from '../apps/server/src/http/router'
import { randomStream, type Random } from '../apps/server/src/demo/random'
import { CHANGE } from '../apps/server/src/testing/people'
import { populate, type Asker } from './isolation-house'
import { METHODS, SPELLINGS, WAYS } from './isolation-ways'
import { openLive, type Live } from './live'
import { tally, type Attack, type Outcome } from './part'
import { bytesOf } from './replies'

export async function isolation({ engine, runs, seed }: Attack): Promise<Outcome[]> {
  const live = await openLive(engine, { config: () => ({ limits: 'off' }) })
  try {
    const askers = await populate(live)
    return [await probe(live, askers, { runs, random: randomStream(seed, 'isolation') })]
  } finally {
    await live.close()
  }
}

/** Others are mostly answered before anything is looked up. */
const OWN_METHOD = 0.75

interface Probe {
  asker: Asker
  path: string
  /** What stands for each `:name` of the path. */
  value: string
  way: (typeof WAYS)[number]
  method: (typeof METHODS)[number]
  spelling: (typeof SPELLINGS)[number]
}

async function probe(
  live: Live,
  askers: Asker[],
  { runs, random }: { runs: number; random: Random },
): Promise<Outcome> {
  const never = new Map<string, string>()
  const statuses: string[] = []
  const faults: string[] = []
  const found = new Set<string>()
  for (let run = 0; run < runs; run++) {
    const one = draw(askers, random)
    const missing = { ...one, value: neverWas(one.value) }
    const key = [one.asker.name, one.path, missing.value, one.way.name, one.method, one.spelling.name].join(' ')
    const expected = never.get(key) ?? (await send(live, missing))
    never.set(key, expected)
    const reply = await send(live, one)
    statuses.push(reply.slice(0, 3))
    found.add(`${one.path} ${one.value}`)
    if (reply !== expected) faults.push(`${key}, value ${one.value}: ${readable(reply)} and not ${readable(expected)}`)
    if (reply.startsWith('5')) faults.push(`${key}: ${readable(reply)}`)
  }
  const seen = `${askers.length} askers, ${found.size} objects × endpoints; ${tally(statuses)}`
  return { what: "isolation: probes of others' objects", runs, seen, faults }
}

function draw(askers: Asker[], random: Random): Probe {
  const asker = random.pick(askers)
  const { method, path, values } = random.pick(asker.targets)
  const common = { asker, path, value: random.pick(values), way: random.pick(WAYS), spelling: random.pick(SPELLINGS) }
  return { ...common, method: random.unit() < OWN_METHOD ? method : random.pick(METHODS) }
}

/** A name of the same form that nothing has. */
const neverWas = (value: string): string =>
  value.replaceAll(/\d/g, '9').replaceAll(/[A-Z]/g, 'Z').replaceAll(/[a-z]/g, 'z')

async function send({ app }: Live, { asker, path, value, way, method, spelling }: Probe): Promise<string> {
  const url = API_PREFIX + path.replace(/:\w+/, spelling.of(value, asker.own)).replaceAll(/:\w+/g, '2021-11-01')
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
