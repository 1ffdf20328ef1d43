import { tableEnd } from '../dialect'
import type { EngineMigration } from '../migrate'

export const outlooks: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('outlook')
        .addColumn('id', t.id, (c) => c.primaryKey())
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('date', t.date, (c) => c.notNull())
        .addColumn('version', t.integer, (c) => c.notNull())
        .addColumn('text', t.text(400), (c) => c.notNull())
        .addColumn('written_by', t.text(100), (c) => c.notNull())
        .addColumn('written_at', t.instant, (c) => c.notNull())
        .addUniqueConstraint('outlook_version', ['portfolio_id', 'date', 'version'])
        .addForeignKeyConstraint('outlook_portfolio', ['portfolio_id'], 'portfolio', ['id']),
    ).execute()
  },
})
