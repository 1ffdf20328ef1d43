import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { forEachEngine } from '../../testing/engines'
import { PORTFOLIOS } from '../../testing/import-bench'
import { openInbox } from './inbox'
import { runDueJobs } from './jobs.service'

forEachEngine('the inbox', (open) => {
  async function openFolder() {
    const deps = await open()
    const dir = join(deps.config.dataDir, 'inbox')
    mkdirSync(dir)
    const inbox = openInbox(deps, dir, () => undefined)
    const put = (name: string, content: string) => writeFileSync(join(dir, name), content)
    const inside = (folder: string) => readdirSync(join(dir, folder)).sort()
    const jobs = () => deps.db.selectFrom('import_job_file').select('name').orderBy('name').execute()
    return { deps, dir, inbox, put, inside, jobs }
  }

  it('takes a file that stands still between two looks, and moves it with its report', async () => {
    const { deps, dir, inbox, put, inside, jobs } = await openFolder()
    put('portfolios.csv', PORTFOLIOS)
    put('lunch.csv', 'dish,price\nnoodles,12\n')
    put('note.md', 'x')
    await inbox.lookOnce()
    expect(await jobs()).toEqual([])
    await inbox.lookOnce()
    expect((await jobs()).map(({ name }) => name)).toEqual(['lunch.csv', 'portfolios.csv'])
    // Looking again while the job waits takes nothing twice.
    await inbox.lookOnce()
    expect(await jobs()).toHaveLength(2)
    await runDueJobs(deps)
    await inbox.lookOnce()
    expect(inside('done')).toEqual(['portfolios.csv', 'portfolios.csv.report.json'])
    expect(inside('rejected')).toEqual(['lunch.csv', 'lunch.csv.report.json'])
    expect(inside('.')).toEqual(['done', 'note.md', 'rejected'])
    const report = JSON.parse(readFileSync(join(dir, 'rejected', 'lunch.csv.report.json'), 'utf8'))
    expect(report).toMatchObject({ status: 'rejected', receivedBy: 'inbox', problems: [{ code: 'kind-unknown' }] })
  })

  it('waits while a file is being written, but not where its marker says that it is whole', async () => {
    const { dir, inbox, put, jobs } = await openFolder()
    put('growing.csv', 'a')
    put('whole.csv', PORTFOLIOS)
    put('whole.csv.ok', '')
    await inbox.lookOnce()
    expect(await jobs()).toEqual([{ name: 'whole.csv' }])
    appendFileSync(join(dir, 'growing.csv'), 'b')
    await inbox.lookOnce()
    expect(await jobs()).toHaveLength(1)
    await inbox.lookOnce()
    expect(await jobs()).toHaveLength(2)
  })

  it('takes up after a restart, changes nothing twice and writes over nothing', async () => {
    const { deps, dir, inbox, put, inside } = await openFolder()
    put('portfolios.csv', PORTFOLIOS)
    put('portfolios.csv.ok', '')
    await inbox.lookOnce()
    await runDueJobs(deps)
    // The server stopped before it could move the file.
    const next = openInbox(deps, dir, () => undefined)
    await next.lookOnce()
    await runDueJobs(deps)
    await next.lookOnce()
    expect(inside('done')).toEqual(['portfolios.csv', 'portfolios.csv.report.json'])
    expect(existsSync(join(dir, 'portfolios.csv.ok'))).toBe(false)
    expect(await deps.db.selectFrom('portfolio').select('revision').execute()).toEqual([
      { revision: 1 },
      { revision: 1 },
      { revision: 1 },
    ])
    put('portfolios.csv', PORTFOLIOS)
    put('portfolios.csv.ok', '')
    await next.lookOnce()
    await runDueJobs(deps)
    await next.lookOnce()
    expect(inside('done')).toContain('portfolios (2).csv')
  })

  it('leaves every file with its report where two servers move it at the same time', async () => {
    const { deps, dir, inbox, put, inside } = await openFolder()
    const other = openInbox(deps, dir, () => undefined)
    const names = Array.from({ length: 20 }, (_, at) => `lunch ${at + 10}.csv`)
    for (const name of names) {
      put(name, `dish,price\n${name},12\n`)
      put(`${name}.ok`, '')
    }
    await inbox.lookOnce()
    await other.lookOnce()
    await runDueJobs(deps)
    await Promise.all([inbox.lookOnce(), other.lookOnce()])
    expect(inside('rejected')).toEqual(names.flatMap((name) => [name, `${name}.report.json`]))
    expect(inside('.')).toEqual(['done', 'rejected'])
  })

  it('knows a file again that a job already holds, after a restart or on another server', async () => {
    const { deps, dir, inbox, put, inside, jobs } = await openFolder()
    put('portfolios.csv', PORTFOLIOS)
    put('portfolios.csv.ok', '')
    await inbox.lookOnce()
    const next = openInbox(deps, dir, () => undefined)
    await next.lookOnce()
    expect(await jobs()).toHaveLength(1)
    await runDueJobs(deps)
    await next.lookOnce()
    expect(inside('done')).toEqual(['portfolios.csv', 'portfolios.csv.report.json'])
  })

  it('takes up a move that was cut off: one report, and no marker that would speak for the next file', async () => {
    const { deps, dir, inbox, put, inside } = await openFolder()
    put('portfolios.csv', PORTFOLIOS)
    put('portfolios.csv.ok', '')
    mkdirSync(join(dir, 'done'))
    writeFileSync(join(dir, 'done', 'portfolios.csv.report.json'), '{}')
    await inbox.lookOnce()
    await runDueJobs(deps)
    await inbox.lookOnce()
    expect(inside('.')).toEqual(['done', 'rejected'])
    expect(inside('done')).toEqual(['portfolios.csv', 'portfolios.csv.report.json'])
    expect(readFileSync(join(dir, 'done', 'portfolios.csv.report.json'), 'utf8')).toContain('applied')
  })

  it('looks anew at a file that was replaced while the first one was imported', async () => {
    const { deps, inbox, put, inside, jobs } = await openFolder()
    put('portfolios.csv', PORTFOLIOS)
    put('portfolios.csv.ok', '')
    await inbox.lookOnce()
    put('portfolios.csv', `${PORTFOLIOS}\n`)
    await runDueJobs(deps)
    await inbox.lookOnce()
    expect(inside('done')).toEqual([])
    expect(await jobs()).toHaveLength(2)
    await runDueJobs(deps)
    await inbox.lookOnce()
    expect(inside('done')).toContain('portfolios.csv')
  })
})
