import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

/** Rows of master data that are there already count as known since ever. */
export const masterHistory: EngineMigration = (engine, t) => ({
  async up(db) {
    for (const table of ['portfolio', 'fund', 'fund_nav', 'benchmark_value', 'calendar_day'] as const) {
      await db.schema.alterTable(table).addColumn('known_since', t.instant).execute()
      await db.schema.alterTable(table).addColumn('source_file_id', t.id).execute()
    }
    await tableEnd(
      engine,
      db.schema
        .createTable('master_change')
        .addColumn('id', t.id, (c) => c.notNull())
        .addColumn('subject', t.text(20), (c) => c.notNull())
        .addColumn('subject_id', t.text(32), (c) => c.notNull())
        .addColumn('date', t.text(10), (c) => c.notNull())
        .addColumn('field', t.text(32), (c) => c.notNull())
        .addColumn('old_value', t.text(200))
        .addColumn('new_value', t.text(200))
        .addColumn('changed_at', t.instant, (c) => c.notNull())
        .addColumn('changed_by', t.text(100), (c) => c.notNull())
        .addColumn('source_file_id', t.id)
        .addPrimaryKeyConstraint('master_change_key', ['subject', 'subject_id', 'changed_at', 'id'])
        .addForeignKeyConstraint('master_change_file', ['source_file_id'], 'source_file', ['id']),
    ).execute()
  },
})
