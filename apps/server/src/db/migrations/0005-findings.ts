import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

export const findings: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('finding')
        .addColumn('id', t.id, (c) => c.primaryKey())
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('date', t.date, (c) => c.notNull())
        .addColumn('check_id', t.text(16), (c) => c.notNull())
        .addColumn('subject', t.text(64), (c) => c.notNull())
        .addColumn('severity', t.text(16), (c) => c.notNull())
        .addColumn('found', t.text(300), (c) => c.notNull())
        .addColumn('expected', t.text(300), (c) => c.notNull())
        .addColumn('source_row', t.integer)
        .addColumn('source_file_id', t.id)
        .addColumn('state', t.text(16), (c) => c.notNull())
        .addColumn('owner', t.text(100))
        .addColumn('note', t.text(500))
        .addColumn('decided_by', t.text(100))
        .addColumn('decided_at', t.instant)
        .addColumn('first_seen', t.instant, (c) => c.notNull())
        .addColumn('last_seen', t.instant, (c) => c.notNull())
        .addUniqueConstraint('finding_place', ['portfolio_id', 'date', 'check_id', 'subject'])
        .addForeignKeyConstraint('finding_portfolio', ['portfolio_id'], 'portfolio', ['id']),
    ).execute()
    await db.schema.createIndex('finding_state').on('finding').columns(['state', 'date']).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('portfolio_tolerance')
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('name', t.text(40), (c) => c.notNull())
        .addColumn('value_e8', t.scaled, (c) => c.notNull())
        .addColumn('set_by', t.text(100), (c) => c.notNull())
        .addColumn('set_at', t.instant, (c) => c.notNull())
        .addPrimaryKeyConstraint('portfolio_tolerance_key', ['portfolio_id', 'name'])
        .addForeignKeyConstraint('portfolio_tolerance_portfolio', ['portfolio_id'], 'portfolio', ['id']),
    ).execute()
  },
})
