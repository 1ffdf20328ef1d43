import { sql } from 'kysely'
import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

/** Findings of files, what happened to each finding, and days that have to be looked at again. */
export const findingHistory: EngineMigration = (engine, t) => ({
  async up(db) {
    await db.schema
      .alterTable('finding')
      .addColumn('origin', t.text(32), (c) => c.notNull().defaultTo('check'))
      .execute()
    // A reader's problem codes are longer than the ids of checks; SQLite's text has no length.
    if (engine === 'mysql') await sql`alter table finding modify check_id varchar(40) not null`.execute(db)
    await tableEnd(
      engine,
      db.schema
        .createTable('finding_event')
        .addColumn('id', t.id, (c) => c.primaryKey())
        .addColumn('finding_id', t.id, (c) => c.notNull())
        .addColumn('at', t.instant, (c) => c.notNull())
        .addColumn('kind', t.text(16), (c) => c.notNull())
        .addColumn('by', t.text(100))
        .addColumn('note', t.text(500))
        .addForeignKeyConstraint('finding_event_finding', ['finding_id'], 'finding', ['id']),
    ).execute()
    await db.schema.createIndex('finding_event_of').on('finding_event').columns(['finding_id', 'id']).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('day_recheck')
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('date', t.date, (c) => c.notNull())
        .addColumn('source_file_id', t.id)
        .addPrimaryKeyConstraint('day_recheck_key', ['portfolio_id', 'date'])
        .addForeignKeyConstraint('day_recheck_portfolio', ['portfolio_id'], 'portfolio', ['id']),
    ).execute()
  },
})
