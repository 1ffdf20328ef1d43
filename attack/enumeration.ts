/** Who is a client? Asked of a real server over HTTP, client and stranger in pairs: the same bytes, and time tells nothing. */
import { SERVER_ENTRY } from '../scripts/lib/build.mjs'
import { freePort, startServer, type Running } from '../bench/process'
import { randomStream } from '../apps/server/src/demo/random'
import { addClient, inventedPerson, type Person } from '../apps/server/src/testing/people'
import { area } from './area'
import { inside, newHouse, type House } from './house'
import { openLine, type Heard, type Line } from './line'
import type { Attack, Outcome } from './part'
import { progressOf } from './progress'

/** How far from even the chance may be to tell a client by the time. */
const MOST = 0.02
/** So few pairs that chance alone goes beyond it: only bytes are compared. */
const FEW = 5_000

/** Wrong codes of everybody would ask for a puzzle; the day's budget would end the texts, and with them their cost. */
const SETTINGS = {
  SMA_LIMITS: '{"failuresPerHouse":"","codesPerHouse":""}',
  SMA_TRUST_PROXY: '1',
  SMA_SMS: 'outbox',
}

export async function enumeration({ engine, runs, seed }: Attack): Promise<Outcome[]> {
  const house = await newHouse(engine)
  try {
    const pairs = await addPairs(house, runs, seed)
    const server = await startServer([SERVER_ENTRY, 'serve'], { ...house.env, ...SETTINGS }, await freePort())
    try {
      return await askAll(server, pairs)
    } finally {
      await server.stop()
    }
  } finally {
    await house.drop()
  }
}

interface Pair {
  client: Person
  stranger: Person
  isClientFirst: boolean
}

/** Who of each two is a client, and who asks first, is drawn by lot. */
async function addPairs(house: House, runs: number, seed: number): Promise<Pair[]> {
  const { unit } = randomStream(seed, 'enumeration')
  const pairs = Array.from({ length: runs }, (_, run) => {
    const both = [inventedPerson(2 * run), inventedPerson(2 * run + 1)] as const
    const [client, stranger] = unit() < 0.5 ? both : [both[1], both[0]]
    return { client, stranger, isClientFirst: unit() < 0.5 }
  })
  await inside(house, (deps) =>
    deps.db.transaction().execute(async (tx) => {
      for (const { client } of pairs) await addClient({ ...deps, db: tx }, client)
    }),
  )
  return pairs
}

const STEPS = ['code asked for', 'wrong code'] as const
const STEADY = 200

async function askAll({ url }: Running, pairs: Pair[]): Promise<Outcome[]> {
  const line = openLine(url)
  // What has to be compiled is compiled before anything is measured.
  for (let at = 0; at < STEADY; at++) await visit(line, inventedPerson(1_000_000 + at), 1_000_000 + at)
  const times = STEPS.map(() => ({ clients: [] as number[], strangers: [] as number[] }))
  const faults: string[][] = STEPS.map(() => [])
  const asked = progressOf('enumeration', pairs.length)
  for (const [at, { client, stranger, isClientFirst }] of pairs.entries()) {
    const first = await visit(line, isClientFirst ? client : stranger, 2 * at)
    const second = await visit(line, isClientFirst ? stranger : client, 2 * at + 1)
    const [known, unknown] = isClientFirst ? [first, second] : [second, first]
    for (const [step, { clients, strangers }] of times.entries()) {
      const [there, here] = [known[step] as Heard, unknown[step] as Heard]
      clients.push(there.ms)
      strangers.push(here.ms)
      if (there.text !== here.text) faults[step]?.push(`pair ${at}: ${there.text} and ${here.text}`)
    }
    asked()
  }
  line.close()
  return times.map(({ clients, strangers }, step) => outcome(step, clients, strangers, faults[step] ?? []))
}

function outcome(step: number, clients: number[], strangers: number[], differences: string[]): Outcome {
  const chance = area(clients, strangers)
  const isTold = clients.length >= FEW && Math.abs(chance - 0.5) > MOST
  const faults = [...differences, ...(isTold ? [`a client is told by the time: AUC ${chance.toFixed(4)}`] : [])]
  const middle = (times: number[]) => `${(times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0).toFixed(2)} ms`
  const seen = `${differences.length} differ in bytes, AUC ${chance.toFixed(4)}, median ${middle(clients)} and ${middle(strangers)}`
  return { what: `enumeration: ${STEPS[step]}, in pairs`, runs: clients.length, seen, faults }
}

/** Each from an address of their own, as the trusted proxy names it. */
async function visit(line: Line, { idNumber, phone }: Person, number: number): Promise<Heard[]> {
  const from = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`
  const challenge = await line.post('/auth/challenges', { body: { idNumber, phone }, from })
  const { challengeId } = JSON.parse(challenge.body) as { challengeId: string }
  const wrong = await line.post('/auth/sessions', {
    body: { challengeId, code: 'none' },
    from,
    cookie: challenge.cookie,
  })
  return [challenge, wrong]
}
