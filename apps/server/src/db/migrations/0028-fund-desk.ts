import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

/** Classes that funds have from a date on, names that files give them, why master data was changed, and from which row of its file a NAV came. */
export const fundDesk: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('fund_class')
        .addColumn('fund_code', t.text(32), (c) => c.notNull())
        .addColumn('class_from', t.date, (c) => c.notNull())
        .addColumn('asset_class', t.text(20))
        .addColumn('known_since', t.instant)
        .addColumn('source_file_id', t.id)
        .addPrimaryKeyConstraint('fund_class_key', ['fund_code', 'class_from'])
        .addForeignKeyConstraint('fund_class_fund', ['fund_code'], 'fund', ['code']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('fund_alias')
        .addColumn('fund_code', t.text(32), (c) => c.notNull())
        .addColumn('name', t.text(200), (c) => c.notNull())
        .addColumn('first_seen_at', t.instant, (c) => c.notNull())
        .addColumn('source_file_id', t.id)
        .addPrimaryKeyConstraint('fund_alias_key', ['fund_code', 'name'])
        .addForeignKeyConstraint('fund_alias_fund', ['fund_code'], 'fund', ['code']),
    ).execute()
    await db.schema.alterTable('master_change').addColumn('reason', t.text(200)).execute()
    await db.schema.alterTable('fund_nav').addColumn('source_row', t.integer).execute()
    await db.schema.alterTable('fund').addColumn('short_name', t.text(60)).execute()
    // who holds a fund is asked by the fund, not by the account
    await db.schema.createIndex('holding_fund').on('holding').columns(['fund_code', 'date', 'portfolio_id']).execute()
  },
})
