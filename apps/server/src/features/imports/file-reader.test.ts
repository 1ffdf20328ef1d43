import { zipOf } from '@sma/importers/testing/zip'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { openFileReader, readInThisProcess } from './file-reader'

const text = 'portfolio_code,date,net_assets,shares,unit_nav\nSA1,2026-01-05,1000.00,1000,1.0000\n'
const bytes = new TextEncoder().encode(text)
const options = { fileName: 'valuations.csv' }

describe('the reading process', () => {
  const dir = mkdtempSync(join(tmpdir(), 'sma-reader-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  /** A process that misbehaves at the file name `bad` and echoes otherwise. */
  function program(name: string, whenBad: string): URL {
    const path = join(dir, `${name}.mjs`)
    writeFileSync(
      path,
      `process.on('message', ({ options }) => {
         if (options.fileName === 'bad') { ${whenBad} }
         process.send({ kind: null, valuations: [], records: [], problems: [], firstDate: null })
       })`,
    )
    return pathToFileURL(path)
  }

  it('reads what this process would read', async () => {
    const reader = openFileReader()
    const content = await reader.read(bytes, options)
    expect(content).toEqual(await readInThisProcess.read(bytes, options))
    expect(content.valuations[0]?.payload.toString()).toContain('1000')
    const files = (await reader.unpack(zipOf({ 'a.csv': text })))?.files
    expect(files?.map(({ name, bytes: inside }) => [name, inside.length])).toEqual([['a.csv', bytes.length]])
    expect(await reader.unpack(bytes)).toBeNull()
  })

  it.each([
    ['time', 'for (;;) {}', 3],
    ['memory', 'const all = []; for (;;) all.push(Array.from({ length: 100_000 }, (_, i) => ({ i })))', 60],
    ['memory', 'const all = []; for (;;) all.push(1)', 60],
    ['crash', 'throw new Error("broken")', 60],
    ['crash', 'process.exit(1)', 60],
  ])('that breaks its limit of %s (%s) is a problem of that file alone', async (found, whenBad, seconds) => {
    const reader = openFileReader({ seconds, heapMiB: 32, program: program(`${found}-${whenBad.length}`, whenBad) })
    const [bad, good] = await Promise.all([
      reader.read(bytes, { fileName: 'bad' }),
      reader.read(bytes, { fileName: 'good' }),
    ])
    expect(bad.problems).toMatchObject([{ code: 'reading-stopped', severity: 'error', found }])
    expect(good.problems).toEqual([])
  })
})
