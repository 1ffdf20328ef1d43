import { sql } from 'kysely'
import { tableEnd } from '../dialect'
import type { EngineMigration } from '../migrate'

const KEPT = [
  ...['id', 'portfolio_id', 'date', 'place', 'version', 'state', 'position', 'fund_code', 'operation'],
  ...['amount_e4', 'shares_e4', 'price_e8', 'fee_e4', 'source_file_id', 'source_row'],
]

/**
 * Transactions carry their origin as client flows do, so that O3.2's places and a neutral file's do not collide. What stands
 * in the table came from O3.2 where its file was a journal. A new table: SQLite cannot change a constraint.
 */
export const transactionOrigin: EngineMigration = (engine, t) => ({
  async up(db) {
    // left by a run that was stopped, where the engine does not roll back tables
    await db.schema.dropTable('fund_transaction_next').ifExists().execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('fund_transaction_next')
        .addColumn('id', t.id, (c) => c.primaryKey())
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('date', t.date, (c) => c.notNull())
        .addColumn('place', t.text(64), (c) => c.notNull())
        .addColumn('version', t.integer, (c) => c.notNull())
        .addColumn('state', t.text(16), (c) => c.notNull())
        .addColumn('origin', t.text(16), (c) => c.notNull().defaultTo('neutral'))
        .addColumn('position', t.integer, (c) => c.notNull())
        .addColumn('fund_code', t.text(32), (c) => c.notNull())
        .addColumn('operation', t.text(16), (c) => c.notNull())
        .addColumn('amount_e4', t.scaled)
        .addColumn('shares_e4', t.scaled)
        .addColumn('price_e8', t.scaled)
        .addColumn('fee_e4', t.scaled)
        .addColumn('source_file_id', t.id, (c) => c.notNull())
        .addColumn('source_row', t.integer, (c) => c.notNull())
        .addUniqueConstraint('fund_transaction_place', ['portfolio_id', 'date', 'origin', 'place', 'version'])
        .addForeignKeyConstraint('fund_transaction_of_portfolio', ['portfolio_id'], 'portfolio', ['id'])
        .addForeignKeyConstraint('fund_transaction_of_file', ['source_file_id'], 'source_file', ['id']),
    ).execute()
    const isJournal = sql<string>`case when exists (
      select 1 from source_file f join source_file twin on twin.sha256 = f.sha256
      where f.id = fund_transaction.source_file_id and twin.kind = 'o32-journal'
    ) then 'o32' else 'neutral' end`
    await db
      .insertInto('fund_transaction_next')
      .columns([...KEPT, 'origin'])
      .expression(db.selectFrom('fund_transaction').select(KEPT).select(isJournal.as('origin')))
      .execute()
    await db.schema.dropTable('fund_transaction').execute()
    await db.schema.alterTable('fund_transaction_next').renameTo('fund_transaction').execute()
  },
})
