/** SIGKILL of a server: while it runs the import of an upload, and while its inbox takes files and moves them away. */
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { randomStream } from '../apps/server/src/demo/random'
import type { Deps } from '../apps/server/src/deps'
import { openInbox } from '../apps/server/src/features/imports/inbox'
import { queueImport, runDueJobs } from '../apps/server/src/features/imports/jobs.service'
import { writeBook, type Book } from './book'
import { inside, killAfter, newHouse, sma, startChild, startSma, type Child, type House } from './house'
import { emptyInbox } from './inbox-rounds'
import { tally, type Attack, type Outcome } from './part'
import { progressOf } from './progress'
import { damage, differences, wholeHouse } from './snapshot'

/** Work that goes on by itself in a server, and how it ends. */
interface Work {
  name: string
  house: House
  start(house: House): Child
  /** What the next server does, without its pauses. */
  finish(house: House): Promise<void>
  /** What must be there at the end, besides the rows. */
  faults(house: House): Promise<string[]>
  isDone(house: House): Promise<boolean>
}

export async function serverKills({ engine, runs, seed }: Attack): Promise<Outcome[]> {
  const book = await writeBook({ portfolios: 4, months: 1 })
  const outcomes: Outcome[] = []
  for (const make of [uploadWork, inboxWork]) {
    const house = await newHouse(engine)
    outcomes.push(await killOften(await make(house, book), { runs: Math.ceil(runs / 2), seed }))
    await house.drop()
  }
  await book.drop()
  return outcomes
}

async function killOften(work: Work, { runs, seed }: { runs: number; seed: number }): Promise<Outcome> {
  const { unit } = randomStream(seed, work.name)
  const { ms, whole } = await undisturbed(work)
  const stages: string[] = []
  const faults: string[] = []
  const step = progressOf(`kill the server: ${work.name}`, runs)
  for (let run = 0; run < runs; run++) {
    const house = await work.house.copy()
    const child = work.start(house)
    await child.ready
    const moment = ((run + unit()) / runs) * ms * 1.1
    await killAfter(child, moment)
    stages.push((await work.isDone(house)) ? 'done' : 'under way')
    const found = await inside(house, damage)
    await inside(house, passLease)
    await work.finish(house)
    found.push(...(await inside(house, async (deps) => differences(await wholeHouse(deps), whole))))
    found.push(...(await inside(house, damage)), ...(await work.faults(house)))
    faults.push(...found.map((fault) => `seed ${seed}, after ${moment.toFixed(0)} ms: ${fault}`))
    await house.drop()
    step()
  }
  return { what: `kill the server: ${work.name}`, runs, seen: tally(stages), faults }
}

async function undisturbed(work: Work): Promise<{ ms: number; whole: string[] }> {
  const house = await work.house.copy()
  const child = work.start(house)
  await child.ready
  const started = performance.now()
  while (!(await work.isDone(house))) await sleep(20)
  const ms = performance.now() - started
  child.kill()
  await child.ended
  const whole = await inside(house, wholeHouse)
  const faults = await work.faults(house)
  if (faults.length > 0) throw new Error(`undisturbed, ${work.name} ends with ${faults.join()}`)
  await house.drop()
  return { ms, whole }
}

/** As if the minute had passed after which a dead server's work may be taken over. */
async function passLease({ db }: Deps): Promise<void> {
  await db.updateTable('work_lease').set({ until: '1970-01-01T00:00:00.000Z' }).execute()
}

const jobStates = (house: House): Promise<string[]> =>
  inside(house, async ({ db }) =>
    (await db.selectFrom('import_job').select('state').execute()).map(({ state }) => state),
  )

async function uploadWork(house: House, book: Book): Promise<Work> {
  const made = await sma(house, 'import', book.base, '--publish')
  if (made.status !== 0) throw new Error(made.stdout)
  await inside(house, async (deps) => {
    const files = []
    for (const name of await readdir(book.last)) {
      const bytes = await readFile(join(book.last, name))
      files.push({ name, sha256: await deps.files.put(bytes), size: bytes.length })
    }
    await queueImport(deps, { origin: 'console', by: 'lin', reason: null, files })
  })
  return {
    name: 'import of an upload',
    house,
    start: (copy) => startSma({ ...copy, env: { ...copy.env, PORT: '0' } }, ['serve']),
    finish: (copy) => inside(copy, (deps) => runDueJobs(deps)),
    isDone: async (copy) => (await jobStates(copy)).every((state) => state === 'done'),
    faults: (copy) =>
      inside(copy, async ({ db }) => {
        const files = await db.selectFrom('import_job_file').select(['name', 'status']).execute()
        const wrong = files
          .filter(({ status }) => status !== 'applied')
          .map(({ name, status }) => `${name} is ${status}`)
        return [...wrong, ...(await jobStates(copy)).filter((state) => state !== 'done')]
      }),
  }
}

/** An inbox full of a morning's files, with their markers, and of some that are no tables of ours. */
export async function inboxWork(house: House, book: Book): Promise<Work> {
  const dir = join(house.dataDir, 'inbox')
  await mkdir(dir)
  const sums = new Map<string, string>()
  for (const folder of [book.base, book.last])
    for (const name of (await readdir(folder)).filter((file) => /csv$|2026092[89]|20260930/.test(file))) {
      await copyFile(join(folder, name), join(dir, basename(name)))
      await writeFile(join(dir, `${name}.ok`), '')
      sums.set(name, await sumOf(join(dir, name)))
    }
  for (let at = 0; at < 60; at++) {
    const name = `lunch ${at}.csv`
    await writeFile(join(dir, name), `dish,price\nnoodles,${at}\n`)
    await writeFile(join(dir, `${name}.ok`), '')
    sums.set(name, await sumOf(join(dir, name)))
  }
  return {
    name: 'inbox',
    house,
    start: (copy) => startChild(copy, 'inbox'),
    finish: (copy) =>
      inside(copy, async (deps) => {
        const folder = join(copy.dataDir, 'inbox')
        await emptyInbox(
          folder,
          openInbox(deps, folder, () => undefined),
          () => runDueJobs(deps),
        )
      }),
    isDone: async (copy) => !(await readdir(join(copy.dataDir, 'inbox'))).some((name) => /\.(csv|xlsx?)$/.test(name)),
    faults: (copy) => misplaced(join(copy.dataDir, 'inbox'), sums),
  }
}

const sumOf = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex')

/** Files that are gone, changed, there twice or without a report, and reports without a file. */
async function misplaced(dir: string, sums: Map<string, string>): Promise<string[]> {
  const faults: string[] = []
  const found = new Map<string, number>()
  for (const folder of ['done', 'rejected']) {
    const names = new Set(await readdir(join(dir, folder)))
    for (const name of names) {
      const isReport = name.endsWith('.report.json')
      if (isReport && !names.has(name.replace(/\.report\.json$/, ''))) faults.push(`${folder}/${name} without its file`)
      if (isReport) continue
      if (!names.has(`${name}.report.json`)) faults.push(`${folder}/${name} without a report`)
      if (sums.get(name) !== (await sumOf(join(dir, folder, name)))) faults.push(`${folder}/${name} is another file`)
      found.set(name, (found.get(name) ?? 0) + 1)
    }
  }
  for (const name of sums.keys())
    if (found.get(name) !== 1) faults.push(`${name} is there ${found.get(name) ?? 0} times`)
  return faults
}
