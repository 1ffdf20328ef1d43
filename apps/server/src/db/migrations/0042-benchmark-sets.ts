import { tableEnd } from '../dialect'
import type { EngineMigration } from '../migrate'

/** What an account's benchmark is made of from a day on; the history holds such a list whole. */
export const benchmarkSets: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('benchmark_set')
        .addColumn('id', t.id, (c) => c.primaryKey().notNull())
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('valid_from', t.date, (c) => c.notNull())
        .addColumn('components', t.longText, (c) => c.notNull())
        .addColumn('set_by', t.text(100), (c) => c.notNull())
        .addColumn('set_at', t.instant, (c) => c.notNull())
        .addColumn('removed_by', t.text(100))
        .addColumn('removed_at', t.instant)
        .addForeignKeyConstraint('benchmark_set_portfolio', ['portfolio_id'], 'portfolio', ['id']),
    ).execute()
    await db.schema.createIndex('benchmark_set_of').on('benchmark_set').column('portfolio_id').execute()
    // SQLite holds a text of any length, and cannot change a column.
    if (engine !== 'mysql') return
    for (const value of ['old_value', 'new_value'])
      await db.schema.alterTable('master_change').modifyColumn(value, t.text(1000)).execute()
  },
})
