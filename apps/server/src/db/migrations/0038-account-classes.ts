import { tableEnd } from '../dialect'
import type { EngineMigration } from '../migrate'

/** The classes of FA's level-1 accounts that are neither fund nor cash, and what a version counts to them. */
export const accountClasses: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('account_class')
        .addColumn('account_code', t.text(10), (c) => c.primaryKey().notNull())
        .addColumn('asset_class', t.text(20), (c) => c.notNull())
        .addColumn('set_by', t.text(100), (c) => c.notNull())
        .addColumn('set_at', t.instant, (c) => c.notNull())
        .addColumn('source_file_id', t.id),
    ).execute()
    await db.schema.alterTable('valuation').addColumn('classed_accounts', t.longText).execute()
  },
})
