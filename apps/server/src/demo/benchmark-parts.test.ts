import { expect, it } from 'vitest'
import { forEachEngine } from '../testing/engines'
import { addPortfolio } from '../testing/published-rows'
import { seedBenchmark } from './benchmark-parts'

forEachEngine('the benchmark of the demonstration', (open) => {
  it('is made of two halves on the first balanced account, once', async () => {
    const deps = await open()
    const launchDate = '2025-01-02'
    for (const code of ['SA5001', 'SA5002', 'SA5008']) await addPortfolio(deps.db, { code, launchDate })
    await deps.db
      .updateTable('portfolio')
      .set({ benchmark: '示例债指数×50%+示例股票指数×50%' })
      .where('code', 'in', ['SA5002', 'SA5008'])
      .execute()
    for (let count = 0; count < 2; count += 1) await seedBenchmark(deps)
    const sets = await deps.db
      .selectFrom('benchmark_set as s')
      .innerJoin('portfolio as p', 'p.id', 's.portfolio_id')
      .select(['p.code', 's.valid_from', 's.components', 's.set_by'])
      .execute()
    expect(sets.map(({ components, ...set }) => ({ ...set, components: JSON.parse(components) as unknown }))).toEqual([
      {
        code: 'SA5002',
        valid_from: launchDate,
        set_by: 'demo',
        components: [
          { name: '示例债指数', indexCode: 'SL-BOND', weight: '50.00' },
          { name: '示例股票指数', indexCode: 'SL-STOCK', weight: '50.00' },
        ],
      },
    ])
  })
})
