import { tableEnd } from '../dialect'
import type { EngineMigration } from '../migrate'

/** The classes of level-1 accounts that a portfolio has of its own. */
export const ownAccountClasses: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('own_account_class')
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('account_code', t.text(10), (c) => c.notNull())
        .addColumn('asset_class', t.text(20), (c) => c.notNull())
        .addColumn('set_by', t.text(100), (c) => c.notNull())
        .addColumn('set_at', t.instant, (c) => c.notNull())
        .addColumn('source_file_id', t.id)
        .addPrimaryKeyConstraint('own_account_class_key', ['portfolio_id', 'account_code'])
        .addForeignKeyConstraint('own_account_class_portfolio', ['portfolio_id'], 'portfolio', ['id']),
    ).execute()
  },
})
