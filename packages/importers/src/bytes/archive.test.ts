import { zipSync } from 'fflate'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readArchive } from './archive'

const text = (content: string) => new TextEncoder().encode(content)

describe('readArchive', () => {
  it('takes the files out of their folders and leaves what zip programs add', () => {
    const bytes = zipSync({
      '2026-01-05/a.csv': text('a'),
      'b.xls': text('b'),
      '__MACOSX/._b.xls': text('x'),
      '.DS_Store': text('x'),
      '2026-01-05/~$c.xlsx': text('x'),
    })
    const archive = readArchive(bytes)
    expect(archive?.files.map(({ name, bytes: content }) => [name, new TextDecoder().decode(content)])).toEqual([
      ['a.csv', 'a'],
      ['b.xls', 'b'],
    ])
    expect(archive?.refused).toEqual([])
  })

  it('reads names as Chinese Windows writes them', () => {
    const bytes = Buffer.from(zipSync({ AAAA: text('x') }))
    const name = iconv.encode('估值', 'gbk')
    // The whole name: one A alone may be part of the hour at which the archive is made.
    const first = bytes.indexOf('AAAA')
    bytes.set(name, first)
    bytes.set(name, bytes.indexOf('AAAA'))
    expect(readArchive(bytes)?.files.map((file) => file.name)).toEqual(['估值'])
  })

  it('is nothing for a workbook, for other bytes and for a cut archive', () => {
    expect(readArchive(zipSync({ '[Content_Types].xml': text('x'), 'xl/workbook.xml': text('x') }))).toBeNull()
    expect(readArchive(text('a,b'))).toBeNull()
    expect(readArchive(zipSync({ 'a.csv': text('a') }).subarray(0, 40))).toBeNull()
  })

  it('refuses a file that unpacks to more than a file may have, and a damaged one, but no other', () => {
    const bytes = zipSync({
      'bomb.csv': new Uint8Array(21 * 1024 * 1024),
      'good.csv': text('a'),
      'bad.csv': [text('damaged'), { level: 0 }],
    })
    const damaged = Buffer.from(bytes).indexOf('damaged')
    bytes.set(text('DAMAGED'), damaged)
    const archive = readArchive(bytes)
    expect(archive?.refused).toEqual([
      { name: 'bomb.csv', reason: 'too-large' },
      { name: 'bad.csv', reason: 'damaged' },
    ])
    expect(archive?.files.map(({ name }) => name)).toEqual(['good.csv'])
  })
})
