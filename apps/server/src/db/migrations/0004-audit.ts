import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

export const audit: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('audit_event')
        .addColumn('seq', t.integer, (c) => c.primaryKey().notNull())
        .addColumn('id', t.id, (c) => c.notNull().unique())
        .addColumn('at', t.instant, (c) => c.notNull())
        .addColumn('actor_kind', t.text(16), (c) => c.notNull())
        .addColumn('actor_id', t.text(100), (c) => c.notNull())
        .addColumn('action', t.text(40), (c) => c.notNull())
        .addColumn('object_kind', t.text(24), (c) => c.notNull())
        .addColumn('object_id', t.text(100), (c) => c.notNull())
        .addColumn('portfolio_id', t.id)
        .addColumn('detail', t.longText, (c) => c.notNull())
        .addColumn('prev_mac', t.hash, (c) => c.notNull())
        .addColumn('mac', t.hash, (c) => c.notNull()),
    ).execute()
    await db.schema.createIndex('audit_event_portfolio').on('audit_event').columns(['portfolio_id', 'seq']).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('audit_head')
        .addColumn('id', t.integer, (c) => c.primaryKey().notNull())
        .addColumn('seq', t.integer, (c) => c.notNull())
        .addColumn('mac', t.hash, (c) => c.notNull()),
    ).execute()
    await db
      .insertInto('audit_head')
      .values({ id: 1, seq: 0, mac: '0'.repeat(64) })
      .execute()
  },
})
