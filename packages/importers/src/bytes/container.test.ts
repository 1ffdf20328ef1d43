import { describe, expect, it } from 'vitest'
import { oleFile, withEntry } from '../testing/containers'
import { cellBook, csv, hasSharedData, html, readShared, workbook, zip } from '../testing/files'
import { readContainer } from './container'
import { MAX_FILE_BYTES } from './limits'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const ROWS = [
  ['科目代码', '数值'],
  ['1002', 1.5],
]
const GBK = Uint8Array.from([0xbf, 0xc6, 0xc4, 0xbf, 0x2c, 0x31, 0x0a]) // 科目,1

describe('readContainer', () => {
  it.each(['xlsx', 'biff8'] as const)('reads %s by its bytes', (kind) => {
    const { container, grids } = readContainer(workbook({ 表: ROWS }, kind))
    expect(container).toBe(kind === 'xlsx' ? 'xlsx' : 'biff')
    expect(grids).toEqual([{ sheet: '表', rows: ROWS, firstRow: 1 }])
  })

  it('reads SpreadsheetML, HTML and CSV, and keeps text cells text', () => {
    expect(readContainer(workbook({ 表: ROWS }, 'xlml'))).toMatchObject({
      container: 'spreadsheetml',
      grids: [{ rows: ROWS }],
    })
    expect(readContainer(html(ROWS))).toMatchObject({
      container: 'html',
      grids: [{ rows: [ROWS[0], ['1002', '1.5']] }],
    })
    expect(readContainer(csv(ROWS))).toMatchObject({ container: 'csv', grids: [{ rows: [ROWS[0], ['1002', '1.5']] }] })
    expect(readContainer(bytes('a\tb\n"x\ty"\t2'))).toMatchObject({
      grids: [
        {
          rows: [
            ['a', 'b'],
            ['x\ty', '2'],
          ],
        },
      ],
    })
  })

  it('decodes by the bytes: GB18030, UTF-8 and UTF-16 with a BOM', () => {
    expect(readContainer(GBK).grids[0]?.rows).toEqual([['科目', '1']])
    expect(readContainer(bytes('\ufeff科目,1')).grids[0]?.rows).toEqual([['科目', '1']])
    const utf16 = new Uint8Array(new Uint16Array([0xfeff, 0x79d1, 0x2c, 0x31]).buffer)
    expect(readContainer(utf16).grids[0]?.rows).toEqual([['科', '1']])
  })

  it('keeps row and column numbers over blanks and wrong declared ranges', () => {
    const { grids } = readContainer(workbook({ 表: [[], ['', 'b'], [], ['a']] }, 'xlsx'))
    expect(grids[0]?.rows).toEqual([[], [null, 'b'], [], ['a']])
  })

  it('turns date cells into dates, in the 1904 system too', () => {
    const date = { t: 'n' as const, v: 45293, z: 'yyyy-mm-dd' }
    const book = (epoch1904: boolean): Uint8Array =>
      cellBook(epoch1904 ? { ...date, v: 45293 - 1462 } : date, epoch1904)
    expect(readContainer(book(false)).grids[0]?.rows).toEqual([['2024-01-02']])
    expect(readContainer(book(true)).grids[0]?.rows).toEqual([['2024-01-02']])
  })

  it.each([
    ['file-empty', new Uint8Array()],
    ['file-empty', bytes(' \n\0')],
    ['container-unsupported', bytes('%PDF-1.4 x')],
    ['container-unsupported', Uint8Array.from({ length: 500 }, (_, index) => (index * 37 + 5) % 256)],
    ['container-unsupported', zip('word/document.xml', 10)],
    ['file-unpacks-too-large', zip('xl/workbook.xml', 300 * 1024 * 1024)],
    ['file-unreadable', zip('xl/workbook.xml', 10)],
    ['file-unreadable', workbook({ 表: ROWS }, 'xlsx').subarray(0, 900)],
    ['file-unreadable', workbook({ 表: ROWS }, 'biff8').subarray(0, 1600)],
    ['quote-unclosed', bytes('a,b\n"never closed,1\n')],
    ['file-too-large', new Uint8Array(MAX_FILE_BYTES + 1).fill(65)],
    ['too-many-columns', bytes(`${'a,'.repeat(300)}a`)],
    ['too-many-rows', bytes('a,b\n'.repeat(200_001))],
  ])('refuses with %s', (code, data) => {
    const { grids, problems } = readContainer(data)
    expect(grids).toEqual([])
    expect(problems.map((found) => [found.code, found.severity])).toEqual([[code, 'error']])
  })

  it('takes line ends as they come, also mixed in one file', () => {
    const rows = [1, 2, 3, 4].map((line) => [String(line), 'x'])
    expect(readContainer(bytes('1,x\r\n2,x\n3,x\r4,x')).grids[0]?.rows).toEqual(rows)
  })

  it('is not kept busy by a cell far away', () => {
    const far = (ref: string): Uint8Array =>
      withEntry(workbook({ 表: ROWS }, 'xlsx'), 'xl/worksheets/sheet1.xml', (xml) =>
        xml.replace('r="B2"', `r="${ref}"`),
      )
    expect(readContainer(far('J320240230')).problems).toMatchObject([{ code: 'too-many-rows', found: '320240230' }])
    expect(readContainer(far('ZZZZZZ2')).problems).toMatchObject([{ code: 'too-many-columns' }])
  })

  it('ends on a BIFF text whose length lies behind its record', () => {
    const label = (length: number): number[] => [0x04, 0x02, length, 0, ...Array.from({ length }, () => 0)]
    const stream = [0x09, 0x08, 8, 0, 0, 5, 0x10, 0, 0, 0, 0, 0, ...label(6), ...label(0), 0x0a, 0, 0, 0]
    expect(readContainer(oleFile({ Book: Uint8Array.from(stream) }))).toMatchObject({ container: 'biff', grids: [] })
  })

  it('notices damage inside a zip, and sizes that lie', () => {
    const book = workbook({ 表: ROWS }, 'xlsx')
    for (let at = 40; at < book.length; at += 61) {
      const damaged = book.slice()
      damaged[at] = (damaged[at] ?? 0) ^ 0xff
      const { grids, problems } = readContainer(damaged)
      expect(problems.length > 0 || grids[0]?.rows.length === ROWS.length).toBe(true)
    }
  })

  it.skipIf(!hasSharedData)('reads Chinese in BIFF5', () => {
    const { grids } = readContainer(readShared('synthetic/a_gzb', 'biff5_示例均衡三号_20240102.xls'))
    expect(grids[0]?.rows[3]?.slice(0, 2)).toEqual(['科目代码', '科目名称'])
  })

  describe('an OLE file whose links run in a circle', () => {
    const DIRECTORY = 48
    const FAT = 76
    const SECTOR = 512
    const startOf = (number: number): number => (number + 1) * SECTOR

    /** The workbook after `change` has seen its bytes. */
    function damaged(change: (view: DataView) => void): Uint8Array {
      const book = workbook({ 表: ROWS }, 'biff8').slice()
      change(new DataView(book.buffer))
      return book
    }

    it('is read where only its directory is wrong', () => {
      const book = damaged((view) => {
        const directory = startOf(view.getUint32(DIRECTORY, true))
        for (const entry of [0, 1, 2])
          for (const link of [68, 72, 76]) view.setUint32(directory + entry * 128 + link, 1, true)
      })
      expect(readContainer(book).grids).toEqual([{ sheet: '表', rows: ROWS, firstRow: 1 }])
    })

    it('is damaged where a chain of sectors meets itself', () => {
      const book = damaged((view) => {
        const directory = view.getUint32(DIRECTORY, true)
        view.setUint32(startOf(view.getUint32(FAT, true)) + directory * 4, directory, true)
      })
      expect(readContainer(book).problems).toMatchObject([{ code: 'file-unreadable', found: 'damaged' }])
    })
  })
})
