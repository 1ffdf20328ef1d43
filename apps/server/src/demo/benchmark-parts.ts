/** What one demonstration account's benchmark is made of, as its name says; no figure changes by it (R-BMK-1). */
import type { Deps } from '../deps'
import { addBenchmarkSetBy } from '../features/account-desk/benchmark-sets.service'
import { selectStandingSets } from '../features/account-desk/benchmark-sets.queries'
import { selectPortfolios } from '../features/portfolios/portfolio-records.queries'
import { BENCHMARKS } from './plan'

const DEMO = { kind: 'system', id: 'demo' } as const
const COMPONENTS = [
  { name: '示例债指数', indexCode: 'SL-BOND', weight: '50' },
  { name: '示例股票指数', indexCode: 'SL-STOCK', weight: '50' },
]

/** The first balanced account has them from its launch on; nothing is stated twice. */
export async function seedBenchmark(deps: Deps): Promise<void> {
  const account = (await selectPortfolios(deps.db)).find(({ benchmark }) => benchmark === BENCHMARKS.balanced)
  if (!account || (await selectStandingSets(deps.db, account.id)).length > 0) return
  const set = { from: account.launch_date, components: COMPONENTS, replaces: null }
  await addBenchmarkSetBy(deps, DEMO, { portfolioId: account.id, ...set })
}
