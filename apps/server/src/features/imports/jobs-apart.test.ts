import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { readConfig } from '../../config'
import { openDeps } from '../../open-deps'
import { FUNDS, PORTFOLIOS } from '../../testing/import-bench'
import { runJobsApart } from './jobs-apart'
import { selectJob, selectNextJob } from './jobs.queries'
import { queueImport } from './jobs.service'

async function openHouse() {
  const dataDir = await mkdtemp(join(tmpdir(), 'sma-jobs-'))
  const deps = await openDeps({ ...readConfig({}), dataDir, logLevel: 'silent' })
  onTestFinished(async () => {
    await deps.database.close()
    await rm(dataDir, { recursive: true, force: true })
  })
  const queue = async (contents: string[]) => {
    const files = contents.map(async (content, index) => {
      const bytes = Buffer.from(content)
      return { name: `${index}.csv`, sha256: await deps.files.put(bytes), size: bytes.length }
    })
    return queueImport(deps, { origin: 'inbox', by: 'inbox', reason: null, files: await Promise.all(files) })
  }
  return { deps, queue }
}

it('imports what waits in a process of its own, and starts none where nothing waits', async () => {
  const { deps, queue } = await openHouse()
  await runJobsApart(deps, new AbortController().signal)
  const [first, second] = [await queue([PORTFOLIOS]), await queue([FUNDS])]
  await runJobsApart(deps, new AbortController().signal)
  expect([(await selectJob(deps.db, first))?.state, (await selectJob(deps.db, second))?.state]).toEqual([
    'done',
    'done',
  ])
  expect(await deps.db.selectFrom('portfolio').select('code').execute()).toContainEqual({ code: 'SMA001' })
}, 120_000)

it('leaves the rest to the next start where it is told to stop', async () => {
  const { deps, queue } = await openHouse()
  const job = await queue([PORTFOLIOS, FUNDS])
  const { signal } = new AbortController()
  // Told to stop as soon as the process was started.
  vi.spyOn(signal, 'addEventListener').mockImplementation((_type, told) => void setImmediate(told as () => void))
  await runJobsApart(deps, signal)
  expect((await selectNextJob(deps.db))?.id).toBe(job)
  await runJobsApart(deps, new AbortController().signal)
  expect((await selectJob(deps.db, job))?.state).toBe('done')
}, 120_000)
