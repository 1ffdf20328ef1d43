import { read, type WorkBook } from '@e965/xlsx'
import { describe, expect, it } from 'vitest'
import { exactNumber, xlsxBytes, type SheetColumn } from './spreadsheet'

const columns: SheetColumn[] = [
  { head: '名称', kind: 'text' },
  { head: '日期', kind: 'date' },
  { head: '金额（元）', kind: 'money' },
  { head: '份额', kind: 'shares' },
  { head: '净值', kind: 'nav' },
  { head: '占比', kind: 'rate' },
]

const written = async (rows: (string | null)[][]) => {
  const bytes = await xlsxBytes([{ name: '持仓/明细', columns, rows }])
  const book = read(bytes, { cellNF: true, bookFiles: true }) as WorkBook & {
    files: Record<string, { content: Buffer }>
  }
  const xml = book.files['xl/worksheets/sheet1.xml']?.content.toString('utf8')
  const sheet = book.Sheets['持仓 明细']
  return { xml, cell: (name: string) => sheet?.[name] as { t: string; v: unknown; z?: string } | undefined }
}

it('writes figures as numbers with exactly their digits, dates as dates', async () => {
  const { xml, cell } = await written([['货币', '2021-11-23', '9999999999.01', '0.0001', '1.04630001', '-0.00190785']])
  for (const text of ['9999999999.01', '0.0001', '1.04630001', '-0.00190785']) expect(xml).toContain(`<v>${text}</v>`)
  // 44,523 days after the spreadsheets' own beginning.
  expect(cell('B2')).toMatchObject({ t: 'n', v: 44523, z: 'yyyy-mm-dd' })
  expect(cell('C2')).toMatchObject({ t: 'n', v: 9999999999.01, z: '#,##0.00' })
  expect(cell('F2')).toMatchObject({ t: 'n', z: '0.00%' })
  expect(cell('C1')).toMatchObject({ t: 's', v: '金额（元）' })
})

it('keeps words words, whatever they begin with, and leaves out what no file may hold', async () => {
  const signs = ['=1+1', '+1', '-1', '@sum(a1)', '\t=1', '000216', '<b>&"']
  const { cell } = await written(signs.map((text) => [text]))
  for (const [at, text] of signs.entries()) expect(cell(`A${at + 2}`)).toMatchObject({ t: 's', v: text })
  const broken = await written([['a\u0000b\u0007']])
  expect(broken.cell('A2')?.v).toBe('ab')
})

it('leaves empty what is not available', async () => {
  const { cell } = await written([[null, null, null, null, '1.0463', null]])
  expect([cell('A2'), cell('C2'), cell('E2')?.v]).toEqual([undefined, undefined, 1.0463])
})

describe('a decimal', () => {
  it.each(['123456789012345', '1234567890123.45', '-10462944.41', '0.0001', '-0.00190785'])(
    'of fifteen digits is the number that prints it again: %s',
    (text) => expect(String(exactNumber(text))).toBe(text),
  )

  it('that a spreadsheet would cut stays text', async () => {
    expect(exactNumber('12345678901234.56')).toBeNull()
    expect(exactNumber('1234567890123456')).toBeNull()
    const { cell } = await written([['', null, '12345678901234.56']])
    expect(cell('C2')).toMatchObject({ t: 's', v: '12345678901234.56' })
  })
})
