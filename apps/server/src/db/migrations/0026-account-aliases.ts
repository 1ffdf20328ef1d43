import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

/** Other numbers and names that stand for an account in files, each for some time. */
export const accountAliases: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('portfolio_alias')
        .addColumn('id', t.id, (c) => c.primaryKey().notNull())
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('kind', t.text(16), (c) => c.notNull())
        .addColumn('value', t.text(150), (c) => c.notNull())
        .addColumn('valid_from', t.date)
        .addColumn('valid_to', t.date)
        .addColumn('set_by', t.text(100), (c) => c.notNull())
        .addColumn('set_at', t.instant, (c) => c.notNull())
        .addForeignKeyConstraint('portfolio_alias_portfolio', ['portfolio_id'], 'portfolio', ['id']),
    ).execute()
    await db.schema.createIndex('portfolio_alias_of').on('portfolio_alias').column('portfolio_id').execute()
  },
})
