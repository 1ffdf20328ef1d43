/** Tickets of the website that are damaged, forged or sent again: none of them lets anybody in, a good one once. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomStream } from '../apps/server/src/demo/random'
import { newKeys } from '../apps/server/src/features/sso/make-ticket'
import { addClient, ANNA } from '../apps/server/src/testing/people'
import { openLive, type Live } from './live'
import { tally, type Attack, type Outcome } from './part'
import { progressOf } from './progress'
import { AUDIENCE, FORGERIES, goodTickets, ISSUER, SM, type Forger } from './ticket-forgeries'
import { damaged } from './ticket-damage'

const AT_ONCE = 50
const REPLAYS = 200

export async function tickets({ engine, runs, seed }: Attack): Promise<Outcome[]> {
  const keys = await newKeys('2026-01')
  const config = (dataDir: string) => {
    const keyFile = join(dataDir, 'sso-keys.json')
    const sm = { kid: SM.kid, sm4: SM.sm4.toString('base64url'), sm3: SM.sm3.toString('base64url') }
    writeFileSync(keyFile, JSON.stringify({ ...keys.server, sm: [sm] }))
    return { sso: { issuer: ISSUER, audience: AUDIENCE, keyFile, jwksUrl: null, sm: true } }
  }
  const live = await openLive(engine, { config })
  try {
    await addClient(live.deps, ANNA)
    const random = randomStream(seed, 'tickets')
    const forger = { keys, stranger: await newKeys('2026-01'), random, now: live.deps.clock.now().getTime() / 1000 }
    return [
      await mutants(live, forger, Math.ceil(runs * 0.9)),
      await forged(live, forger, Math.floor(runs * 0.1)),
      await replays(live, forger, Math.ceil(runs / REPLAYS)),
    ]
  } finally {
    await live.close()
  }
}

/** Whether the ticket let somebody in. */
async function enters({ app }: Live, ticket: string): Promise<boolean> {
  const { statusCode, headers, cookies } = await app.inject({ url: `/sso?signmsg=${encodeURIComponent(ticket)}` })
  return !(statusCode === 303 && headers.location === '/login?sso=failed' && cookies.length === 0)
}

const rowsOf = async ({ deps: { db } }: Live): Promise<number> =>
  (await db.selectFrom('client_session').select('client_id').execute()).length

/** Good tickets of both forms with something about them changed. */
async function mutants(live: Live, forger: Forger, runs: number): Promise<Outcome> {
  const seen: string[] = []
  const faults: string[] = []
  const bases = await goodTickets(forger)
  const step = progressOf('tickets: damaged', runs)
  for (let run = 0; run < runs; run++) {
    step()
    const [form, base] = forger.random.pick(bases)
    const { kind, ticket } = damaged(
      base,
      bases.map(([, other]) => other),
      forger.random,
    )
    if (bases.some(([, good]) => good === ticket)) continue
    seen.push(`${form} ${kind}`)
    if (await enters(live, ticket)) faults.push(`${form} ${kind}: ${ticket}`)
  }
  if ((await rowsOf(live)) > 0) faults.push(`${await rowsOf(live)} sessions`)
  for (const [form, base] of bases)
    if (!(await enters(live, base))) faults.push(`the good ${form} ticket does not enter`)
  return { what: 'tickets: damaged', runs: seen.length, seen: tally(seen), faults }
}

/** Tickets made by somebody without the keys, or by the website against the rules. */
async function forged(live: Live, forger: Forger, runs: number): Promise<Outcome> {
  const kinds = Object.entries(FORGERIES)
  const faults: string[] = []
  const step = progressOf('tickets: forged', runs)
  for (let run = 0; run < runs; run++) {
    step()
    const [kind, forge] = kinds[run % kinds.length] ?? ['', async () => '']
    const ticket = await forge(forger)
    if (await enters(live, ticket)) faults.push(`${kind}: ${ticket}`)
  }
  return {
    what: 'tickets: forged',
    runs,
    seen: `${kinds.length} kinds: ${kinds.map(([kind]) => kind).join(', ')}`,
    faults,
  }
}

async function replays(live: Live, forger: Forger, runs: number): Promise<Outcome> {
  const seen: string[] = []
  const faults: string[] = []
  const step = progressOf('tickets: at once', runs)
  for (let run = 0; run < runs; run++) {
    step()
    const [form, ticket] = forger.random.pick(await goodTickets(forger))
    const before = await rowsOf(live)
    const entered = (await Promise.all(Array.from({ length: AT_ONCE }, () => enters(live, ticket)))).filter(Boolean)
    const sessions = (await rowsOf(live)) - before
    seen.push(`${form} ticket, ${entered.length} accepted of ${AT_ONCE}`)
    if (entered.length !== 1 || sessions !== 1) faults.push(`${form}: ${entered.length} accepted, ${sessions} sessions`)
  }
  return { what: `tickets: ${AT_ONCE} times at once`, runs, seen: tally(seen), faults }
}
