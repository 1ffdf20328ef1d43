/** SIGKILL at random moments of an import and of a publication: every day is wholly old or wholly new, and the next run finishes. */
import { runHere, scenarios, writeBook, type Scenario } from './book'
import { firstWrite, inside, killAfter, startSma, type House } from './house'
import { tally, type Attack, type Outcome } from './part'
import { progressOf } from './progress'
import { randomStream } from '../apps/server/src/demo/random'
import { damage, differences, halfDays, shownDays, stageOf, wholeHouse } from './snapshot'

export async function kills({ engine, runs, seed }: Attack): Promise<Outcome[]> {
  const book = await writeBook({ portfolios: 4, months: 1 })
  const all = await scenarios(engine, book)
  const outcomes: Outcome[] = []
  for (const [at, scenario] of all.entries()) {
    const share = Math.ceil((runs - at) / all.length)
    outcomes.push(await killOften(scenario, { runs: share, seed: seed + at }))
  }
  for (const { house } of all) await house.drop()
  await book.drop()
  return outcomes
}

/** Work that takes longer than it did once is met up to this share. */
const LAST = 1.15

/** Kills a piece of work `runs` times, the moments spread over its whole length. */
export async function killOften(scenario: Scenario, { runs, seed }: { runs: number; seed: number }): Promise<Outcome> {
  const { unit } = randomStream(seed, scenario.name)
  const stages: string[] = []
  const faults: string[] = []
  const step = progressOf(`kill: ${scenario.name}`, runs)
  for (let run = 0; run < runs; run++) {
    const moment = ((run + unit()) / runs) * LAST * scenario.ms
    const house = await scenario.house.copy()
    const { stage, found } = await killOnce(house, scenario, moment)
    stages.push(stage)
    faults.push(...found.map((fault) => `seed ${seed}, after ${moment.toFixed(0)} ms: ${fault}`))
    await house.drop()
    step()
  }
  return { what: `kill: ${scenario.name}`, runs, seen: tally(stages), faults }
}

async function killOnce(house: House, scenario: Scenario, moment: number): Promise<{ stage: string; found: string[] }> {
  const { before, after, whole, args } = scenario
  const child = startSma(house, args)
  await firstWrite(house, child)
  await killAfter(child, moment)
  return inside(house, async (deps) => {
    const days = await shownDays(deps)
    const found = [...halfDays(days, before, after), ...(await damage(deps))]
    await runHere(deps, args)
    const rest = [...differences(await wholeHouse(deps), whole), ...(await damage(deps))]
    return { stage: stageOf(days, before, after), found: [...found, ...rest.map((fault) => `run again: ${fault}`)] }
  })
}
