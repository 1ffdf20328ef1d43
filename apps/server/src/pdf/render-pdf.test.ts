import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pino } from 'pino'
import { afterAll, describe, expect, it } from 'vitest'
import { readPdf } from '../testing/read-pdf'
import { openPdfRenderer } from './render-pdf'
import { typeset, type PdfDocument } from './typeset'

const log = pino({ level: 'silent' })
const document = (name: string): PdfDocument => ({
  template: '#set text(font: "Noto Sans SC", fallback: false)\n#json(bytes(sys.inputs.data)).name',
  data: { name },
  madeAt: new Date('2021-11-23T00:00:00Z'),
})

describe('the PDF process', () => {
  const dir = mkdtempSync(join(tmpdir(), 'sma-pdf-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it('makes what this process would make, the same bytes each time', async () => {
    const render = openPdfRenderer(log)
    const [first, second] = await Promise.all([render(document('净值')), render(document('净值'))])
    expect(first.equals(second)).toBe(true)
    expect(first.equals(typeset(document('净值')))).toBe(true)
    expect(await readPdf(first)).toEqual({ pages: 1, text: '净值', fonts: ['NotoSansSC-Regular'], missingFonts: 0 })
  })

  it('that ends answers unavailable, and the next one is made by another', async () => {
    const path = join(dir, 'ends.mjs')
    writeFileSync(
      path,
      `process.on('message', ({ data }) => (data.name === 'bad' ? process.abort() : process.send(Buffer.from('ok'))))`,
    )
    const render = openPdfRenderer(log, { program: pathToFileURL(path) })
    const [bad, good] = await Promise.allSettled([render(document('bad')), render(document('good'))])
    expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'service-unavailable' } })
    expect(good).toMatchObject({ status: 'fulfilled', value: Buffer.from('ok') })
  })

  it('refuses where too many wait', async () => {
    const path = join(dir, 'slow.mjs')
    writeFileSync(path, `process.on('message', () => process.send(Buffer.from('ok')))`)
    const render = openPdfRenderer(log, { program: pathToFileURL(path) })
    const results = await Promise.allSettled(Array.from({ length: 51 }, () => render(document('x'))))
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    await expect(render(document('x'))).resolves.toEqual(Buffer.from('ok'))
  })
})
