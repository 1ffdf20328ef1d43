import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

/** Accounts of advisers, delegates of clients, and what staff looked at as a client. */
export const whoSeesWhat: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('adviser_portfolio')
        .addColumn('staff_id', t.id, (c) => c.notNull())
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addPrimaryKeyConstraint('adviser_portfolio_key', ['staff_id', 'portfolio_id'])
        .addForeignKeyConstraint('adviser_portfolio_staff', ['staff_id'], 'staff', ['id'])
        .addForeignKeyConstraint('adviser_portfolio_portfolio', ['portfolio_id'], 'portfolio', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('delegation')
        .addColumn('id', t.id, (c) => c.primaryKey().notNull())
        .addColumn('delegate_id', t.id, (c) => c.notNull())
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('granted_by', t.text(100), (c) => c.notNull())
        .addColumn('confirmed_by', t.text(100), (c) => c.notNull())
        .addColumn('created_at', t.instant, (c) => c.notNull())
        .addColumn('ends_at', t.instant, (c) => c.notNull())
        .addForeignKeyConstraint('delegation_delegate', ['delegate_id'], 'client', ['id'])
        .addForeignKeyConstraint('delegation_portfolio', ['portfolio_id'], 'portfolio', ['id']),
    ).execute()
    await db.schema
      .createIndex('delegation_access')
      .on('delegation')
      .columns(['delegate_id', 'portfolio_id', 'ends_at'])
      .execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('client_view')
        .addColumn('token_hash', t.hash, (c) => c.primaryKey().notNull())
        .addColumn('staff_id', t.id, (c) => c.notNull())
        .addColumn('client_id', t.id, (c) => c.notNull())
        .addColumn('scope', t.text(16), (c) => c.notNull())
        .addColumn('expires_at', t.instant, (c) => c.notNull())
        .addForeignKeyConstraint('client_view_staff', ['staff_id'], 'staff', ['id'])
        .addForeignKeyConstraint('client_view_client', ['client_id'], 'client', ['id']),
    ).execute()
  },
})
