/** Codes that are guessed: one after the other, many at once, and over weeks; never more than the allowed tries, at most chance. */
import { randomStream, type Random } from '../apps/server/src/demo/random'
import { phoneMac } from '../apps/server/src/crypto/personal'
import { openMessage } from '../apps/server/src/features/auth/messages.service'
import { newCode } from '../apps/server/src/features/auth/secrets'
import {
  addClient,
  asked,
  askForCode,
  cookiesOf,
  inventedPerson,
  tryCode,
  type Asked,
  type Person,
} from '../apps/server/src/testing/people'
import { openLive, type Live } from './live'
import { tally, type Attack, type Outcome } from './part'
import { progressOf } from './progress'

const TRIES = 5
const AN_HOUR = 10
const IN_A_ROW = 100
/** Guesses at one challenge. */
const AT_ONE = 20
const CODES = 1_000_000

export async function guesses({ engine, runs, seed }: Attack): Promise<Outcome[]> {
  const live = await openLive(engine, { config: () => ({ limits: '{"codesPerAddress":"","failuresPerHouse":""}' }) })
  try {
    const random = randomStream(seed, 'guesses')
    return [
      await oneChallenge(live, { runs, random, isAtOnce: false }),
      await oneChallenge(live, { runs, random, isAtOnce: true }),
      await campaign(live, { days: Math.max(1, Math.round(runs / 50)), random }),
      await evenCodes(runs * 100),
    ]
  } finally {
    await live.close()
  }
}

/** Guesses at a challenge with the right code among them: it opens only while tries are left, and once. */
async function oneChallenge(
  { app, deps }: Live,
  { runs, random, isAtOnce }: { runs: number; random: Random; isAtOnce: boolean },
): Promise<Outcome> {
  const faults: string[] = []
  const seen: string[] = []
  const step = progressOf(`guesses: ${isAtOnce ? 'at once' : 'in turn'}`, runs)
  for (let run = 0; run < runs; run++) {
    step()
    const person = inventedPerson(isAtOnce ? run : 1_000_000 + run)
    await addClient(deps, person)
    const challenge = await asked(app, person)
    const right = await codeFor(deps, person)
    const place = random.integer(1, AT_ONE)
    const codes = Array.from({ length: AT_ONE }, (_, at) => (at === place - 1 ? right : another(right, random)))
    const statuses = await send({ app, challenge, codes, isAtOnce })
    const opened = statuses.filter((status) => status === 201).length
    const { tries } = await deps.db
      .selectFrom('sign_in_challenge')
      .select('tries')
      .where('id', '=', challenge.challengeId)
      .executeTakeFirstOrThrow()
    seen.push(opened > 0 ? 'opened by the code itself' : 'shut')
    if (tries > TRIES) faults.push(`challenge ${run}: ${tries} tries`)
    if (opened > 1) faults.push(`challenge ${run}: opened ${opened} times`)
    if (!isAtOnce && opened !== Number(place <= TRIES))
      faults.push(`challenge ${run}: code at place ${place} opened ${opened} times`)
  }
  const sent = `${runs * AT_ONE} guesses`
  return {
    what: `guesses: ${AT_ONE} at each challenge, ${isAtOnce ? 'at once' : 'in turn'}`,
    runs,
    seen: `${sent}; ${tally(seen)}`,
    faults,
  }
}

async function send({
  app,
  challenge,
  codes,
  isAtOnce,
}: Pick<Live, 'app'> & { challenge: Asked; codes: string[]; isAtOnce: boolean }) {
  const one = async (code: string) => (await tryCode(app, challenge, code)).statusCode
  if (isAtOnce) return Promise.all(codes.map(one))
  const statuses: number[] = []
  for (const code of codes) statuses.push(await one(code))
  return statuses
}

/** The code that waits to be sent, as only one reads it who has the keys. */
export async function codeFor({ db, keys }: Live['deps'], { phone }: Person): Promise<string> {
  const waiting = await db
    .selectFrom('code_message')
    .selectAll()
    .where('phone_mac', '=', phoneMac(keys, phone))
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  return openMessage({ keys }, waiting).value
}

const another = (right: string, random: Random): string =>
  String((Number(right) + random.integer(1, CODES - 1)) % CODES).padStart(6, '0')

/** Ten guesses in every hour and then the right code: shut; after a hundred guesses shut for good. */
async function campaign({ app, deps }: Live, { days, random }: { days: number; random: Random }): Promise<Outcome> {
  const person = inventedPerson(2_000_000)
  await addClient(deps, person)
  const faults: string[] = []
  const seen: string[] = []
  let chances = 0
  const step = progressOf('guesses: hours', days * 24)
  for (let hour = 0; hour < days * 24; hour++) {
    step()
    let guessed = 0
    for (;;) {
      const reply = await askForCode(app, person)
      if (reply.statusCode !== 202) break
      const challenge = { challengeId: reply.json<{ challengeId: string }>().challengeId, cookies: cookiesOf(reply) }
      const right = await codeFor(deps, person)
      const isShut = guessed >= AN_HOUR || chances >= IN_A_ROW
      if (isShut) {
        const { statusCode } = await tryCode(app, challenge, right)
        if (statusCode === 401) seen.push('right codes refused')
        else
          faults.push(`hour ${hour}: the right code opened after ${guessed} guesses in the hour and ${chances} in all`)
      } else {
        for (let at = 0; at < TRIES; at++) await tryCode(app, challenge, another(right, random))
        guessed += TRIES
        chances += TRIES
        seen.push('challenges guessed at')
      }
      deps.clock.advance(61)
    }
    deps.clock.advance(3_600)
  }
  if (chances > IN_A_ROW) faults.push(`${chances} guesses had a chance`)
  return { what: `guesses: ${days} days at one client`, runs: chances, seen: tally(seen), faults }
}

/** Of nine degrees of freedom a sum above this comes once in a million times. */
const UNEVEN = 45

async function evenCodes(runs: number): Promise<Outcome> {
  const counts = Array.from({ length: 6 }, () => Array.from({ length: 10 }, () => 0))
  for (let run = 0; run < runs; run++)
    for (const [place, digit] of [...newCode()].entries()) {
      const row = counts[place] ?? []
      row[Number(digit)] = (row[Number(digit)] ?? 0) + 1
    }
  const sums = counts.map((row) => row.reduce((sum, count) => sum + (count - runs / 10) ** 2 / (runs / 10), 0))
  const faults = sums.flatMap((sum, place) => (sum > UNEVEN ? [`digit ${place + 1}: ${sum.toFixed(1)}`] : []))
  return {
    what: 'guesses: codes drawn',
    runs,
    seen: `chi-square ${sums.map((sum) => sum.toFixed(1)).join(' ')}`,
    faults,
  }
}
