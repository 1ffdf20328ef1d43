import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { zipOf } from '@sma/importers/testing/zip'
import { forEachEngine } from '../../testing/engines'
import { importPaths } from './import-paths'

const PORTFOLIO = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares
A1,甲,balanced,2024-01-01,1000,1000
`
const OPTIONS = { publish: true, by: 'tester', reason: null }

forEachEngine('import of paths', (open) => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'sma-test-'))
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  const put = (path: string, content: string | Uint8Array = PORTFOLIO) => {
    mkdirSync(join(dir, path, '..'), { recursive: true })
    writeFileSync(join(dir, path), content)
  }
  const statuses = async (...paths: string[]) => {
    const { files } = await importPaths(
      await open(),
      paths.map((path) => join(dir, path)),
      OPTIONS,
    )
    return files.map(({ path, status, sha256 }) => [relative(dir, path), status, sha256 !== null])
  }

  it('takes a folder with all that is in it, but notes, hidden files and links that lead to no file', async () => {
    for (const name of ['in/b.csv', 'in/deep/er/a.XLS', 'in/readme.md', 'in/.c.csv', 'in/~$b.csv', 'in/01AfterTA.ok'])
      put(name)
    put('beside.csv')
    symlinkSync(join(dir, 'beside.csv'), join(dir, 'in', 'link.csv'))
    symlinkSync(join(dir, 'in'), join(dir, 'in', 'loop.csv'))
    symlinkSync(join(dir, 'nowhere'), join(dir, 'in', 'dangling.csv'))
    expect(await statuses('in', 'in/b.csv')).toEqual([
      ['in/b.csv', 'applied', true],
      ['in/deep/er/a.XLS', 'unchanged', true],
      ['in/link.csv', 'unchanged', true],
    ])
  })

  it('takes nothing out of an empty folder, and a named file whatever it is called', async () => {
    mkdirSync(join(dir, 'empty'))
    put('notes.md')
    expect(await statuses('empty')).toEqual([])
    expect(await statuses('notes.md')).toEqual([['notes.md', 'applied', true]])
  })

  it('takes zips apart, named or in a folder, and names what it does not take out of them', async () => {
    const files = { 'b.csv': PORTFOLIO, 'deep/c.csv': PORTFOLIO.replace('A1', 'A2'), 'notes.md': 'x' }
    put('in/day.zip', zipOf(files))
    expect(await statuses('in')).toEqual([
      ['in/day.zip/b.csv', 'applied', true],
      ['in/day.zip/c.csv', 'applied', true],
    ])
    expect(await statuses('in/day.zip', 'in')).toHaveLength(2)
    const damaged = zipOf(files)
    damaged[40] = (damaged[40] ?? 0) ^ 0xff
    put('damaged.zip', damaged)
    expect(await statuses('damaged.zip')).toEqual([
      ['damaged.zip/c.csv', 'applied', true],
      ['damaged.zip/b.csv', 'rejected', false],
    ])
  })

  it('refuses by its name a zip in which nothing can be a table', async () => {
    put('notes.zip', zipOf({ 'notes.md': 'x' }))
    put('cut.zip', zipOf({ 'b.csv': PORTFOLIO }).slice(0, 60))
    expect(await statuses('notes.zip', 'cut.zip')).toEqual([
      ['notes.zip', 'rejected', true],
      ['cut.zip', 'rejected', true],
    ])
  })

  it('does not read what is too large to be kept, and goes on with the others', async () => {
    put('a.csv', '')
    truncateSync(join(dir, 'a.csv'), 2 ** 31)
    put('b.csv')
    expect(await statuses('.')).toEqual([
      ['a.csv', 'rejected', false],
      ['b.csv', 'applied', true],
    ])
  })
})
