/** What benchmarks are made of, day by day; a set that is taken back stays with the time of that. */
import type { Db } from '../../db/schema'
import type { BenchmarkSetTable } from '../portfolios/portfolios.table'

/** Those that were not taken back, the latest day first. */
export function selectStandingSets(db: Db, portfolioId: string): Promise<BenchmarkSetTable[]> {
  return db
    .selectFrom('benchmark_set')
    .selectAll()
    .where('portfolio_id', '=', portfolioId)
    .where('removed_at', 'is', null)
    .orderBy('valid_from', 'desc')
    .execute()
}

export async function insertBenchmarkSet(db: Db, row: BenchmarkSetTable): Promise<void> {
  await db.insertInto('benchmark_set').values(row).execute()
}

export async function endBenchmarkSet(db: Db, id: string, { by, at }: { by: string; at: string }): Promise<void> {
  await db.updateTable('benchmark_set').set({ removed_by: by, removed_at: at }).where('id', '=', id).execute()
}
