import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

/** Where the figures of each version came from; of earlier versions this is not known. */
export const trail: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('valuation_source')
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('date', t.date, (c) => c.notNull())
        .addColumn('version', t.integer, (c) => c.notNull())
        .addColumn('tables', t.longText, (c) => c.notNull())
        .addPrimaryKeyConstraint('valuation_source_key', ['portfolio_id', 'date', 'version'])
        .addForeignKeyConstraint('valuation_source_of', ['portfolio_id', 'date', 'version'], 'valuation', [
          'portfolio_id',
          'date',
          'version',
        ]),
    ).execute()
    for (const table of ['fund_transaction', 'client_flow'] as const)
      await db.schema.alterTable(table).addColumn('source_sheet', t.text(100)).execute()
  },
})
