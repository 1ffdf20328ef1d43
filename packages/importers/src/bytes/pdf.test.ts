import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFile } from '../registry'
import { packedStream, pdf } from '../testing/pdf'
import { isPdf, pdfFault } from './pdf'

const SCRIPT = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>'

describe('a PDF is fit to be shown', () => {
  it.each([
    ['of one page', pdf()],
    [
      'with packed content and links',
      pdf([packedStream('', 'BT (JavaScript) Tj ET'), '<< /S /URI /URI (https://a.cn) >>']),
    ],
    ['with packed objects', pdf([packedStream('/Type /ObjStm /N 1 /First 4', '9 0 << /Type /Font >>')])],
    ['that opens at a page', pdf([], { catalog: '/OpenAction [3 0 R /Fit]' })],
    ['whose names only begin alike', pdf(['<< /LaunchDate (x) /SoundFont 1 >>'])],
  ])('%s', (_, bytes) => {
    expect(pdfFault(bytes)).toBeNull()
    expect(readFile(bytes, { fileName: '月报.pdf' })).toEqual({ kind: 'pdf', records: [], problems: [] })
  })
})

describe('a PDF is refused', () => {
  const cut = pdf().subarray(0, -20)
  const packedScript = packedStream('/Type /ObjStm /N 1 /First 4', `9 0 ${SCRIPT}`)
  it.each([
    ['without its beginning', 'damaged', pdf().subarray(1)],
    ['without its end', 'damaged', cut],
    ['with a password', 'protected', pdf([], { trailer: '/Encrypt 4 0 R' })],
    ['with a script', 'active', pdf([SCRIPT])],
    ['with a script under a spelt-out name', 'active', pdf(['<< /S /Java#53cript /JS (x) >>'])],
    ['that starts a program', 'active', pdf(['<< /S /Launch /F (cmd.exe) >>'])],
    ['that sends a form', 'active', pdf(['<</S/SubmitForm/F(https://a.cn)>>'])],
    ['with a file inside', 'active', pdf(['<< /Type /Filespec >>'], { catalog: '/Names << /EmbeddedFiles 4 0 R >>' })],
    ['with a script among packed objects', 'active', pdf([packedScript])],
    ['with packed objects that say nothing of themselves', 'active', pdf([packedStream('', `9 0 ${SCRIPT}`)])],
    ['with packed objects cut off', 'packed', pdf([packedScript.replace(/.{12}\nendstream/s, '\nendstream')])],
    [
      'with objects packed otherwise',
      'packed',
      pdf(['<< /Type /ObjStm /Filter /LZWDecode >>\nstream\nabc\nendstream']),
    ],
    [
      'with objects behind a predictor',
      'packed',
      pdf([packedStream('/Type /ObjStm /DecodeParms << /Predictor 12 >>', 'x')]),
    ],
    ['with a stream without an end', 'packed', pdf(['<< >>\nstream\nabc'])],
  ])('%s: %s', (_, found, bytes) => {
    expect(pdfFault(bytes)).toBe(found)
  })

  it('in the report by code and reason', () => {
    const { kind, records, problems } = readFile(pdf([SCRIPT]), { fileName: 'a.PDF' })
    expect([kind, records]).toEqual(['pdf', []])
    expect(problems).toMatchObject([{ code: 'pdf-unfit', severity: 'error', found: 'active' }])
  })

  it('under the name of a table, as before', () => {
    const { kind, problems } = readFile(pdf(), { fileName: 'a.xls' })
    expect(kind).toBeNull()
    expect(problems).toMatchObject([{ code: 'container-unsupported', found: 'pdf' }])
  })

  it('that unpacks to more than the limit, without unpacking it', { timeout: 60_000 }, () => {
    const bomb = packedStream('', '\0'.repeat(16 * 1024 * 1024))
    expect(pdfFault(pdf(Array.from({ length: 13 }, () => bomb)))).toBe('packed')
  })
})

it('no bytes make the check throw', () => {
  const around = fc.uint8Array({ maxLength: 400 })
  const parts = fc.constantFrom(
    '%PDF-1.7\n',
    'stream\n',
    'endstream',
    '/ObjStm',
    'x\x9c',
    '%%EOF',
    'startxref',
    ' obj',
    '#53',
  )
  const mixed = fc
    .array(fc.oneof(around, parts), { maxLength: 12 })
    .map((all) =>
      Uint8Array.from(
        all.flatMap((part) => (typeof part === 'string' ? [...part].map((s) => s.charCodeAt(0)) : [...part])),
      ),
    )
  fc.assert(
    fc.property(mixed, (bytes) => {
      const fault = pdfFault(bytes)
      expect(fault === null ? isPdf(bytes) : ['damaged', 'protected', 'active', 'packed'].includes(fault)).toBe(true)
    }),
    { numRuns: 300 },
  )
})
