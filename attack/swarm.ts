/** An hour in which everybody asks for one client's codes and guesses at them, from everywhere: the client is hardly disturbed, and gets in. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomStream, type Random } from '../apps/server/src/demo/random'
import { sendDueCodes } from '../apps/server/src/features/auth/code-messages.service'
import { openOutbox } from '../apps/server/src/sms/outbox'
import { openBrowser, solvePuzzle, type TestBrowser } from '../apps/server/src/testing/browser'
import { addClient, ANNA, BORIS, inventedPerson, type Person } from '../apps/server/src/testing/people'
import { openLive, type Live } from './live'
import { tally, type Attack, type Outcome } from './part'
import { progressOf } from './progress'

const SECONDS = 3600
const MOST_TEXTS = 5
/** A puzzle takes a tenth of a second here; the swarm has machines for some. */
const SOLVED = 1 / 40
const STRANGERS = 200

export async function swarm({ engine, runs, seed }: Attack): Promise<Outcome[]> {
  const live = await openLive(engine)
  try {
    return [await hour(live, { runs, random: randomStream(seed, 'swarm') })]
  } finally {
    await live.close()
  }
}

async function hour(live: Live, { runs, random }: { runs: number; random: Random }): Promise<Outcome> {
  const { app, deps } = live
  await addClient(deps, ANNA)
  await addClient(deps, BORIS)
  const own = openBrowser(app, { address: '192.0.2.1' })
  await own.signIn(deps, ANNA)
  deps.clock.advance(2 * SECONDS)
  const before = texts(deps)
  const faults: string[] = []
  const statuses: string[] = []
  const asks: TestBrowser[] = []
  let byTheClient = 0
  const step = progressOf('swarm: seconds', SECONDS)
  for (let second = 0, sent = 0; second < SECONDS; second++) {
    step()
    for (; sent < (runs * (second + 1)) / SECONDS; sent++) statuses.push(await attackOnce(live, { asks, random }))
    deps.clock.advance(1)
    await send(deps)
    if (second % 900 !== 899) continue
    const already = texts(deps).filter(({ phone }) => phone === ANNA.phone).length
    const status = await own.signIn(deps, ANNA)
    if (status !== 201) faults.push(`in minute ${(second + 1) / 60} the client's own browser was answered ${status}`)
    await send(deps)
    byTheClient += texts(deps).filter(({ phone }) => phone === ANNA.phone).length - already
  }
  const got = texts(deps).slice(before.length)
  const toVictim = got.filter(({ phone }) => phone === ANNA.phone).length - byTheClient
  const toOthers = got.filter(({ phone }) => phone !== ANNA.phone)
  if (toVictim > MOST_TEXTS) faults.push(`${toVictim} texts to the client`)
  if (toOthers.length > 0) faults.push(`${toOthers.length} texts to strangers`)
  const seen = `${toVictim} texts to the client, ${toOthers.length} to strangers, the client in ${4 - faults.length} times of 4; ${tally(statuses)}`
  return { what: 'swarm: an hour at one client', runs, seen, faults }
}

/** From some address somebody asks for a code, or guesses at one that was asked for. */
async function attackOnce({ app }: Live, { asks, random }: { asks: TestBrowser[]; random: Random }): Promise<string> {
  const known = asks.at(-1)
  if (known && random.unit() < 0.3) {
    const status = (await known.tryCode(String(random.integer(0, 999_999)).padStart(6, '0'))).statusCode
    return status === 201 ? 'guessed' : `guesses ${status}`
  }
  const address = `10.${random.integer(0, 255)}.${random.integer(0, 255)}.${random.integer(0, 255)}`
  const browser = openBrowser(app, { address })
  const target = targetOf(random)
  const first = await browser.ask(target)
  const isPuzzled = first.statusCode === 428 && random.unit() < SOLVED
  const last = isPuzzled ? await solveAndAsk(browser, target) : first
  if (last.statusCode === 202 && target.phone === ANNA.phone) asks.push(browser)
  return `asks ${last.statusCode}`
}

async function solveAndAsk(browser: TestBrowser, target: Person) {
  const { puzzle } = (await browser.send({ method: 'GET', path: '/auth/puzzle' })).json<{
    puzzle: { token: string; bits: number } | null
  }>()
  return browser.ask(target, puzzle ? solvePuzzle(puzzle) : undefined)
}

/** Mostly the client; else strangers, the client's number with another phone, or the phone with another number. */
function targetOf(random: Random): Person {
  const lot = random.unit()
  const stranger = inventedPerson(random.integer(0, STRANGERS))
  if (lot < 0.6) return ANNA
  if (lot < 0.7) return { ...stranger, idNumber: ANNA.idNumber }
  if (lot < 0.8) return { ...stranger, phone: ANNA.phone }
  return stranger
}

const send = (deps: Live['deps']) => sendDueCodes(deps, openOutbox(deps.config.dataDir, deps.clock))

/** Codes and notices that went out. */
function texts({ config }: Live['deps']): { phone: string }[] {
  return ['outbox.jsonl', 'notices.jsonl'].flatMap((name) => lines(join(config.dataDir, name)))
}

function lines(path: string): { phone: string }[] {
  try {
    const all = readFileSync(path, 'utf8').split('\n').filter(Boolean)
    return all.map((line) => JSON.parse(line) as { phone: string })
  } catch {
    return []
  }
}
