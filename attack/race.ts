/** Two at once: imports of the same files, servers on one house, reviewers on the same days, an approval beside an import. */
import { scenarios, writeBook, type Book } from './book'
import { inside, newHouse, sma, startChild, startSma, type Child, type Ended, type House } from './house'
import { tally, type Attack, type Outcome } from './part'
import { progressOf } from './progress'
import { inboxWork } from './server-kills'
import { damage, differences, wholeHouse } from './snapshot'

export async function race({ engine, runs }: Attack): Promise<Outcome[]> {
  const book = await writeBook({ portfolios: 4, months: 1 })
  const all = await scenarios(engine, book)
  const [day, restated, waiting] = all
  if (!day || !restated || !waiting) throw new Error('no scenarios')
  const empty = await newHouse(engine)
  const outcomes = [
    await raceImports('import into an empty house', empty, {
      args: ['import', book.base, '--publish'],
      runs,
    }),
    await raceImports('import of new days', day.house, { args: day.args, runs }),
    await raceImports('import of a restatement', restated.house, { args: restated.args, runs }),
    await raceServers(await newHouse(engine), { book, runs }),
    await raceReviewers(waiting.house, runs),
    await raceApproval(waiting.house, { book, runs }),
  ]
  for (const house of [empty, ...all.map((one) => one.house)]) await house.drop()
  await book.drop()
  return outcomes
}

/** Runs each of `starts` on one copy of the house at the same time. */
async function together(house: House, starts: ((house: House) => Child)[]): Promise<Ended[]> {
  return Promise.all(starts.map((start) => start(house).ended))
}

/** Two equal imports leave what one of them leaves, and both say that all is well. */
export async function raceImports(
  name: string,
  house: House,
  { args, runs }: { args: string[]; runs: number },
): Promise<Outcome> {
  const alone = await house.copy()
  const { status } = await sma(alone, ...args)
  const whole = await inside(alone, wholeHouse)
  await alone.drop()
  const seen: string[] = []
  const faults: string[] = []
  const step = progressOf(`race: ${name}`, runs)
  for (let run = 0; run < runs; run++) {
    const copy = await house.copy()
    const start = (at: House) => startSma(at, args)
    for (const ended of await together(copy, [start, start])) {
      seen.push(/\d+ applied, \d+ unchanged/.exec(ended.stdout)?.[0] ?? 'no report')
      if (ended.status !== status)
        faults.push(`ended with ${ended.status}: ${ended.stderr}${ended.stdout.slice(0, 500)}`)
    }
    faults.push(...(await inside(copy, damage)))
    faults.push(...(await inside(copy, async (deps) => differences(await wholeHouse(deps), whole))))
    await copy.drop()
    step()
  }
  return { what: `race: ${name}`, runs, seen: tally(seen), faults }
}

/** Two servers that watch one folder and share one queue. */
async function raceServers(house: House, { book, runs }: { book: Book; runs: number }): Promise<Outcome> {
  const work = await inboxWork(house, book)
  const alone = await house.copy()
  await work.start(alone).ended
  const whole = await inside(alone, wholeHouse)
  await alone.drop()
  const seen: string[] = []
  const faults: string[] = []
  const step = progressOf('race: two servers, one inbox', runs)
  for (let run = 0; run < runs; run++) {
    const copy = await house.copy()
    for (const { status, stderr } of await together(copy, [work.start, work.start]))
      if (status !== 0) faults.push(`a server ended with ${status}: ${stderr.slice(0, 500)}`)
    const jobs = await inside(copy, ({ db }) => db.selectFrom('import_job').select('state').execute())
    seen.push(`runs with ${jobs.length} jobs`)
    faults.push(...(await inside(copy, damage)), ...(await work.faults(copy)))
    faults.push(...(await inside(copy, async (deps) => differences(await wholeHouse(deps), whole))))
    await copy.drop()
    step()
  }
  await house.drop()
  return { what: 'race: two servers, one inbox', runs, seen: tally(seen), faults }
}

const outcomesOf = ({ stdout }: Ended): string[] =>
  [...stdout.matchAll(/"outcome":"([^"]*)"/g)].map((match) => match[1] ?? '')

/** Each day is approved once and published once, whoever was first. */
async function raceReviewers(house: House, runs: number): Promise<Outcome> {
  const seen: string[] = []
  const faults: string[] = []
  const step = progressOf('race: two reviewers', runs)
  for (let run = 0; run < runs; run++) {
    const copy = await house.copy()
    const days = await inside(copy, ({ db }) =>
      db.selectFrom('valuation').select('date').where('state', '=', 'checked').execute(),
    )
    for (const mode of ['approve', 'publish']) {
      const by = (login: string) => (at: House) => startChild(at, mode, login)
      const ended = await together(copy, [by('anna'), by('berta')])
      const outcomes = ended.flatMap(outcomesOf)
      seen.push(...outcomes)
      const done = outcomes.filter((outcome) => outcome === 'done').length
      if (done !== days.length)
        faults.push(`${days.length} days, ${done} times ${mode}: ${ended.map(({ stderr }) => stderr).join('')}`)
    }
    faults.push(...(await inside(copy, damage)))
    await copy.drop()
    step()
  }
  return { what: 'race: two reviewers', runs, seen: tally(seen), faults }
}

/** Whoever approves while other figures come in: at the end the new figures stand, and nothing else is published. */
async function raceApproval(house: House, { book, runs }: { book: Book; runs: number }): Promise<Outcome> {
  const settle = async (at: House) => {
    await startChild(at, 'approve', 'anna').ended
    await startChild(at, 'publish', 'anna').ended
    return inside(at, async (deps) => (await wholeHouse(deps)).filter((line) => !line.startsWith('act ')))
  }
  const alone = await house.copy()
  await sma(alone, 'import', book.right)
  const whole = await settle(alone)
  await alone.drop()
  const seen: string[] = []
  const faults: string[] = []
  const step = progressOf('race: approval beside an import', runs)
  for (let run = 0; run < runs; run++) {
    const copy = await house.copy()
    const [approval] = await together(copy, [
      (at) => startChild(at, 'approve', 'anna'),
      (at) => startSma(at, ['import', book.right]),
    ])
    if (approval) seen.push(...outcomesOf(approval))
    faults.push(...differences(await settle(copy), whole), ...(await inside(copy, damage)))
    await copy.drop()
    step()
  }
  return { what: 'race: approval beside an import', runs, seen: tally(seen), faults }
}
