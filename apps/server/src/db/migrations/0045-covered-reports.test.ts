import { expect, it } from 'vitest'
import { backBefore, insertEarlier } from '../../testing/earlier-schema'
import { forEachEngine } from '../../testing/engines'
import { addPortfolio } from '../../testing/published-rows'
import { migrate } from '../migrate'

const AT = '2025-12-01T02:00:00.000Z'

forEachEngine('0045', (open) => {
  it('names beside each account which report it was given, and from when its clients read it', async () => {
    const deps = await open()
    await backBefore(deps, '0045')
    const { id: portfolio_id } = await addPortfolio(deps.db, { code: 'SA0001', launchDate: '2025-01-02' })
    const publications = {
      DRAFT: { state: 'draft', report_kind: 'monthly', report_period: '2025-11', published_at: AT },
      LETTER: { state: 'released', report_kind: null, report_period: null, published_at: AT },
      REPORT: { state: 'released', report_kind: 'quarterly', report_period: '2025-Q3', published_at: AT },
    }
    for (const [id, row] of Object.entries(publications)) {
      const by = { created_at: AT, created_by: 'lin', changed_at: AT, changed_by: 'lin' }
      const shown = { kind: 'announcement', title: id, audience: 'accounts', version: 1 }
      await insertEarlier(deps, 'publication', { id, ...shown, ...row, ...by })
      await insertEarlier(deps, 'publication_portfolio', { publication_id: id, portfolio_id })
    }

    await migrate(deps.database)
    const rows = await deps.db.selectFrom('publication_portfolio').selectAll().orderBy('publication_id').execute()
    expect(rows.map((row) => [row.publication_id, row.report_kind, row.report_period, row.covers_from])).toEqual([
      ['DRAFT', 'monthly', '2025-11', null],
      ['LETTER', null, null, AT],
      ['REPORT', 'quarterly', '2025-Q3', AT],
    ])
  }, 60_000)
})
