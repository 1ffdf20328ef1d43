import { sql } from 'kysely'
import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

/**
 * Clients are found by name and last four signs (keyed hashes, filled when the house is opened next, as a migration has no keys), own
 * accounts from when to when, and keep what was said of them before.
 */
export const clientsFound: EngineMigration = (engine, t) => ({
  async up(db) {
    for (const column of ['name_mac', 'id_number_tail_mac', 'phone_tail_mac']) {
      await db.schema.alterTable('client').addColumn(column, t.hash).execute()
      await db.schema.createIndex(`client_${column}`).on('client').column(column).execute()
    }
    await db.schema.alterTable('client').addColumn('signed_in_at', t.instant).execute()
    await sql`
      update client set signed_in_at = (
        select max(at) from audit_event
        where actor_kind = 'client' and action = 'sign-in' and actor_id = client.id)`.execute(db)

    await db.schema
      .alterTable('client_portfolio')
      .addColumn('starts_at', t.instant, (c) => c.notNull().defaultTo('0001-01-01T00:00:00.000Z'))
      .execute()
    await db.schema
      .alterTable('client_portfolio')
      .addColumn('ends_at', t.instant, (c) => c.notNull().defaultTo('9999-12-31T00:00:00.000Z'))
      .execute()
    await db.schema.alterTable('client_portfolio').addColumn('set_by', t.text(100)).execute()
    await db.schema.createIndex('client_portfolio_owned').on('client_portfolio').column('portfolio_id').execute()

    await tableEnd(
      engine,
      db.schema
        .createTable('client_change')
        .addColumn('id', t.id, (c) => c.primaryKey().notNull())
        .addColumn('client_id', t.id, (c) => c.notNull())
        .addColumn('field', t.text(16), (c) => c.notNull())
        .addColumn('old_value_enc', t.longText)
        .addColumn('new_value_enc', t.longText)
        .addColumn('changed_at', t.instant, (c) => c.notNull())
        .addColumn('changed_by', t.text(100), (c) => c.notNull())
        .addColumn('source_file_id', t.id)
        .addForeignKeyConstraint('client_change_client', ['client_id'], 'client', ['id']),
    ).execute()
    await db.schema.createIndex('client_change_newest').on('client_change').columns(['client_id', 'id']).execute()
  },
})
