/** documents.csv and its PDFs, from a folder, in one sending and one after the other. */
import { pdf } from '@sma/importers/testing/pdf'
import { expect, it } from 'vitest'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { codes, importing, PORTFOLIOS, text } from '../../testing/import-bench'
import type { ImportSource } from './importing'

const HEAD = 'kind,portfolio_code,title,category,published_at,file\n'
const fit = (mark: string) => pdf([`<< /Mark (${mark}) >>`])
const pdfFile = (path: string, bytes: Uint8Array): ImportSource => ({ path, bytes: async () => bytes })
const table = (rows: string) => text('in/documents.csv', HEAD + rows)

forEachEngine('documents', (open) => {
  async function openHouse(): Promise<TestDeps> {
    const deps = await open()
    await importing(deps, [text('p.csv', PORTFOLIOS)], {})
    return deps
  }
  const kept = ({ db }: TestDeps) =>
    db
      .selectFrom('publication as b')
      .leftJoin('document as d', (join) => join.onRef('d.publication_id', '=', 'b.id').on('d.position', '=', 1))
      .leftJoin('publication_portfolio as for', 'for.publication_id', 'b.id')
      .leftJoin('portfolio as p', 'p.id', 'for.portfolio_id')
      .select(['b.title', 'b.state', 'b.audience', 'b.version', 'd.file_name', 'p.code'])
      .orderBy('b.title')
      .execute()

  it('become announcements and articles with the PDFs beside them, whatever the order, and once', async () => {
    const deps = await openHouse()
    const files = [
      table(
        'announcement,SMA001,甲,月报,2025-12-05,reports/a.pdf\nannouncement,SMA002,乙,月报,2025-12-05,other/a.pdf\narticle,,丙,,2025-12-06,\n',
      ),
      pdfFile('in/reports/a.pdf', fit('one')),
      pdfFile('in/other/a.pdf', fit('two')),
    ]
    const reports = await importing(deps, files, {})
    expect([...reports.values()].map(({ kind, status, problems }) => [kind, status, problems])).toEqual([
      ['documents', 'applied', []],
      ['pdf', 'applied', []],
      ['pdf', 'applied', []],
    ])
    const rows = [
      { title: '丙', state: 'released', audience: 'all', version: 1, file_name: null, code: null },
      { title: '乙', state: 'released', audience: 'accounts', version: 2, file_name: 'a.pdf', code: 'SMA002' },
      { title: '甲', state: 'released', audience: 'accounts', version: 2, file_name: 'a.pdf', code: 'SMA001' },
    ]
    expect(await kept(deps)).toEqual(rows)
    const contents = await deps.db.selectFrom('document').select('sha256').distinct().execute()
    expect(contents).toHaveLength(2)
    const again = await importing(deps, files, {})
    expect([...again.values()].map(({ status }) => status)).toEqual(['unchanged', 'unchanged', 'unchanged'])
    const rewritten = await importing(deps, [text('in/documents.csv', `${HEAD}article,,丙,,2025-12-06,\n`)], {})
    expect(rewritten.get('in/documents.csv')).toMatchObject({ status: 'unchanged' })
    expect(await kept(deps)).toEqual(rows)
  })

  it('take the only PDF of the name that was sent before, and a new one as a new version', async () => {
    const deps = await openHouse()
    await importing(deps, [pdfFile('a.pdf', fit('one'))], {})
    const row = 'announcement,SMA001,甲,月报,2025-12-05,a.pdf\n'
    expect((await importing(deps, [table(row)], {})).get('in/documents.csv')?.status).toBe('applied')
    const changed = [text('in/documents.csv', `${HEAD}${row}\n`), pdfFile('in/a.pdf', fit('two'))]
    expect((await importing(deps, changed, {})).get('in/documents.csv')?.status).toBe('applied')
    expect(await kept(deps)).toMatchObject([{ title: '甲', version: 3, file_name: 'a.pdf' }])
    const stored = () => deps.db.selectFrom('document').select('position').orderBy('id').execute()
    expect(await stored()).toEqual([{ position: null }, { position: 1 }])
    // as people put it: the same bytes again are not taken for another file
    await deps.db.updateTable('document').set({ position: 2 }).where('position', '=', 1).execute()
    const again = [text('in/documents.csv', `${HEAD}${row}\n\n`), pdfFile('in/a.pdf', fit('two'))]
    await importing(deps, again, {})
    expect(await stored()).toEqual([{ position: null }, { position: 2 }])
  })

  it('refuse rows one by one, and are taken once what lacked is there', async () => {
    const deps = await openHouse()
    const rows = table(
      'announcement,SMA001,甲,,2025-12-05,a.pdf\nannouncement,SX,乙,,2025-12-05,\narticle,,丙,,2025-12-06,\narticle,,丁,,2025-12-06,b.pdf\n',
    )
    const same = [pdfFile('x/b.pdf', fit('1')), pdfFile('y/b.pdf', fit('2'))]
    const first = (await importing(deps, [rows, ...same], {})).get('in/documents.csv')
    expect(first?.status).toBe('held')
    expect(first?.problems.map(({ code, row, found }) => [code, row, found])).toEqual([
      ['document-missing', 2, 'a.pdf'],
      ['portfolio-unknown', 3, 'SX'],
      ['document-ambiguous', 5, 'b.pdf'],
    ])
    expect((await kept(deps)).map(({ title }) => title)).toEqual(['丙'])
    const second = (await importing(deps, [rows, pdfFile('in/a.pdf', fit('a'))], {})).get('in/documents.csv')
    expect(codes(second)).toEqual(['portfolio-unknown', 'document-ambiguous'])
    expect((await kept(deps)).map(({ title }) => title)).toEqual(['丙', '甲'])
  })

  it('never give a client a PDF that is unfit, nor a file of another kind under its name', async () => {
    const deps = await openHouse()
    const rows = table('article,,甲,,2025-12-05,a.pdf\narticle,,乙,,2025-12-05,b.pdf\n')
    const files = [rows, pdfFile('in/a.pdf', pdf(['<< /S /Launch >>'])), text('in/b.pdf', 'not a pdf')]
    const reports = await importing(deps, files, {})
    expect(reports.get('in/a.pdf')).toMatchObject({
      kind: 'pdf',
      status: 'rejected',
      problems: [{ code: 'pdf-unfit' }],
    })
    expect(reports.get('in/b.pdf')).toMatchObject({ kind: null, status: 'rejected' })
    expect(codes(reports.get('in/documents.csv'))).toEqual(['document-missing', 'document-missing'])
    expect(await kept(deps)).toEqual([])
  })

  it('stay withdrawn when they come again', async () => {
    const deps = await openHouse()
    await importing(deps, [table('article,,甲,,2025-12-05,\n')], {})
    await deps.db.updateTable('publication').set({ state: 'withdrawn' }).execute()
    const again = [text('in/documents.csv', `${HEAD}article,,甲,新栏目,2025-12-05,\n`)]
    expect((await importing(deps, again, {})).get('in/documents.csv')?.status).toBe('applied')
    expect(await kept(deps)).toMatchObject([{ title: '甲', state: 'withdrawn' }])
  })
})
