import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

export const signIn: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('client_session')
        .addColumn('token_hash', t.hash, (c) => c.primaryKey())
        .addColumn('client_id', t.id, (c) => c.notNull())
        .addColumn('created_at', t.instant, (c) => c.notNull())
        .addColumn('seen_at', t.instant, (c) => c.notNull())
        .addColumn('expires_at', t.instant, (c) => c.notNull())
        .addForeignKeyConstraint('client_session_client', ['client_id'], 'client', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('sign_in_challenge')
        .addColumn('id', t.id, (c) => c.primaryKey())
        .addColumn('browser_hash', t.hash, (c) => c.notNull())
        .addColumn('id_number_mac', t.hash, (c) => c.notNull())
        .addColumn('phone_mac', t.hash, (c) => c.notNull())
        .addColumn('code_mac', t.hash, (c) => c.notNull())
        .addColumn('tries', t.integer, (c) => c.notNull())
        .addColumn('created_at', t.instant, (c) => c.notNull())
        .addColumn('expires_at', t.instant, (c) => c.notNull())
        .addColumn('ended_at', t.instant),
    ).execute()
    await db.schema
      .createIndex('sign_in_challenge_subject')
      .on('sign_in_challenge')
      .columns(['id_number_mac', 'phone_mac'])
      .execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('code_message')
        .addColumn('id', t.id, (c) => c.primaryKey())
        .addColumn('id_number_mac', t.hash, (c) => c.notNull())
        .addColumn('phone_mac', t.hash, (c) => c.notNull())
        .addColumn('message_enc', t.text(600), (c) => c.notNull())
        .addColumn('created_at', t.instant, (c) => c.notNull())
        .addColumn('claimed_at', t.instant),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('limit_event')
        .addColumn('subject_mac', t.hash, (c) => c.notNull())
        .addColumn('slot', t.integer, (c) => c.notNull())
        .addColumn('at', t.instant, (c) => c.notNull())
        .addPrimaryKeyConstraint('limit_event_key', ['subject_mac', 'slot']),
    ).execute()
  },
})
