/** No room: a full disk, and a store or a database that fails at any one of its calls. */
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Deps } from '../apps/server/src/deps'
import { randomStream } from '../apps/server/src/demo/random'
import { runHere, scenarios, writeBook, type Scenario } from './book'
import { inside, sma } from './house'
import { skipped, tally, type Attack, type Outcome } from './part'
import { progressOf } from './progress'
import { damage, differences, halfDays, shownDays, stageOf, wholeHouse } from './snapshot'

export async function disk({ engine, runs, seed }: Attack): Promise<Outcome[]> {
  const book = await writeBook({ portfolios: 4, months: 1 })
  const all = await scenarios(engine, book)
  const outcomes: Outcome[] = []
  for (const scenario of all.slice(0, 2)) {
    outcomes.push(await fillDisk(scenario, Math.min(runs, 12)))
    for (const at of ['store', 'database'] as const)
      outcomes.push(await failOften(scenario, { at, runs: Math.ceil(runs / 4), seed }))
  }
  for (const { house } of all) await house.drop()
  await book.drop()
  return outcomes
}

const STEP_KB = 96

/** Runs the work on disks that are full after a little more each time, then with room. */
export async function fillDisk(scenario: Scenario, runs: number): Promise<Outcome> {
  const what = `full disk: ${scenario.name}`
  const used = Number(execFileSync('du', ['-sk', scenario.house.dataDir], { encoding: 'utf8' }).split('\t')[0])
  const seen: string[] = []
  const faults: string[] = []
  const step = progressOf(what, runs)
  for (let run = 0; run < runs; run++) {
    step()
    const mount = await mkdtemp(join(tmpdir(), 'sma-attack-disk-'))
    const room = used + (run + 1) * STEP_KB
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${room}k`, 'tmpfs', mount], { stdio: 'ignore' })
    } catch {
      await rm(mount, { recursive: true })
      return skipped(what, 'no disk may be mounted here')
    }
    try {
      const { stage, found } = await onDisk(scenario, mount)
      seen.push(stage)
      faults.push(...found.map((fault) => `${room} kB: ${fault}`))
    } finally {
      execFileSync('umount', [mount])
      await rm(mount, { recursive: true })
    }
  }
  return { what, runs, seen: tally(seen), faults }
}

async function onDisk(scenario: Scenario, mount: string): Promise<{ stage: string; found: string[] }> {
  const { before, after, whole, status, args } = scenario
  const house = await scenario.house.copy(join(mount, 'data'))
  const full = await sma(house, ...args)
  const found = full.status === status || isClear(full.stderr) ? [] : [`ended with ${full.status}: ${full.stderr}`]
  execFileSync('mount', ['-o', 'remount,size=64m', mount])
  const days = await inside(house, shownDays)
  found.push(...halfDays(days, before, after), ...(await inside(house, damage)))
  const again = await sma(house, ...args)
  if (again.status !== status) found.push(`with room it ended with ${again.status}: ${again.stderr}`)
  found.push(...(await inside(house, async (deps) => differences(await wholeHouse(deps), whole))))
  await house.drop()
  return { stage: `ended with ${full.status} and ${stageOf(days, before, after)} days`, found }
}

/** One line that names the disk. */
const isClear = (stderr: string): boolean => /^sma: .*no room.*$/m.test(stderr) && !/^\s+at /m.test(stderr)

class Injected extends Error {}

/** Fails one call of the store, or one statement of the database, anywhere in an import; then runs it again undisturbed. */
async function failOften(
  scenario: Scenario,
  { at, runs, seed }: { at: 'store' | 'database'; runs: number; seed: number },
): Promise<Outcome> {
  const { unit } = randomStream(seed, `${scenario.name} ${at}`)
  const calls = await countCalls(scenario, at)
  const seen: string[] = []
  const faults: string[] = []
  const step = progressOf(`failing ${at}: ${scenario.name}`, runs)
  for (let run = 0; run < runs; run++) {
    step()
    const call = 1 + Math.floor(((run + unit()) / runs) * calls)
    const { stage, found } = await failOnce(scenario, at, call)
    seen.push(stage)
    faults.push(...found.map((fault) => `call ${call} of ${calls}: ${fault}`))
  }
  return { what: `failing ${at}: ${scenario.name}`, runs, seen: tally(seen), faults }
}

async function failOnce({ house, before, after, whole, args }: Scenario, at: 'store' | 'database', call: number) {
  const copy = await house.copy()
  const found: string[] = []
  await inside(copy, (deps) => runHere(failing(deps, { at, call }), args)).then(
    () => found.push('the failure was passed over'),
    (error: unknown) => error instanceof Injected || found.push(`failed with ${String(error)}`),
  )
  const days = await inside(copy, shownDays)
  found.push(...halfDays(days, before, after), ...(await inside(copy, damage)))
  await inside(copy, (deps) => runHere(deps, args))
  found.push(...(await inside(copy, async (deps) => differences(await wholeHouse(deps), whole))))
  await copy.drop()
  return { stage: stageOf(days, before, after), found }
}

async function countCalls({ house, args }: Scenario, at: 'store' | 'database'): Promise<number> {
  let calls = 0
  const copy = await house.copy()
  await inside(copy, (deps) => runHere(failing(deps, { at, call: Infinity, onCall: () => (calls += 1) }), args))
  await copy.drop()
  return calls
}

interface Failure {
  at: 'store' | 'database'
  call: number
  onCall?: () => void
}

/** The same house, whose store or database fails at the given call. */
function failing(deps: Deps, { at, call, onCall }: Failure): Deps {
  let calls = 0
  const count = () => {
    onCall?.()
    if ((calls += 1) === call) throw new Injected('no room')
  }
  if (at === 'store')
    return {
      ...deps,
      files: {
        ...deps.files,
        async put(bytes) {
          count()
          return deps.files.put(bytes)
        },
      },
    }
  const db = deps.db.withPlugin({
    transformQuery({ node }) {
      count()
      return node
    },
    transformResult: async ({ result }) => result,
  })
  return { ...deps, db, database: { ...deps.database, db } }
}
