import { pdfFault } from '@sma/importers/bytes/pdf'
import { expect, it } from 'vitest'
import { plainPdf } from './plain-pdf'
import { ReadingMatter } from './reading-matter'

it('a PDF of lines is whole, fit to be shown, and the same each time', () => {
  const make = () => plainPdf('月报', [{ text: '净值 1.0000', size: 12, x: 64, y: 700 }])
  expect(pdfFault(make())).toBeNull()
  expect(make().equals(make())).toBe(true)
  const text = make().toString('latin1')
  // 净 is U+51C0
  expect(text).toContain('<51c0503c00200031002e0030003000300030> Tj')
  const start = Number(/startxref\n(\d+)/.exec(text)?.[1])
  expect(text.slice(start, start + 4)).toBe('xref')
})

it('names in documents.csv every PDF that it brings', () => {
  const files = new ReadingMatter().files('2026-09-30')
  const names = files.map(({ name }) => name)
  const csv = files.at(-1)?.bytes.toString('utf8').trim().split('\n') ?? []
  expect(names.at(-1)).toBe('documents.csv')
  expect(csv.slice(1).map((line) => line.split(',').at(-1)?.replaceAll('"', ''))).toEqual(names.slice(0, -1))
  expect(csv[1]).toBe(
    'announcement,,关于调整节假日申购赎回安排的公告,通知,2026-09-26 09:00,关于调整节假日申购赎回安排的公告.pdf',
  )
})
