import { tableEnd } from '../dialect'
import type { EngineMigration } from '../migrate'

/** What the house changes while it runs: its brand and its settings, each version beside the ones before. */
export const houseDesk: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('brand_version')
        .addColumn('number', t.integer, (c) => c.primaryKey().notNull())
        .addColumn('content', t.longText, (c) => c.notNull())
        .addColumn('restored_from', t.integer)
        .addColumn('changed_at', t.instant, (c) => c.notNull())
        .addColumn('changed_by', t.text(100), (c) => c.notNull()),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('setting_version')
        .addColumn('name', t.text(40), (c) => c.notNull())
        .addColumn('number', t.integer, (c) => c.notNull())
        .addColumn('value', t.longText)
        .addColumn('changed_at', t.instant, (c) => c.notNull())
        .addColumn('changed_by', t.text(100), (c) => c.notNull())
        .addColumn('confirmed_by', t.text(100))
        .addPrimaryKeyConstraint('setting_version_key', ['name', 'number']),
    ).execute()
  },
})
