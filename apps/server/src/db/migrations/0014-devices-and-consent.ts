import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

/** Sessions live for hours: those of before the migration end with it. */
export const devicesAndConsent: EngineMigration = (engine, t) => ({
  async up(db) {
    await db.schema.alterTable('client').addColumn('suspended_at', t.instant).execute()
    await db.schema.alterTable('sign_in_challenge').addColumn('device_id', t.id).execute()
    await db.schema.dropTable('code_message').execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('code_message')
        .addColumn('id', t.id, (c) => c.primaryKey())
        .addColumn('kind', t.text(16), (c) => c.notNull())
        .addColumn('id_number_mac', t.hash, (c) => c.notNull())
        .addColumn('phone_mac', t.hash, (c) => c.notNull())
        .addColumn('device_id', t.id)
        .addColumn('message_enc', t.text(600), (c) => c.notNull())
        .addColumn('created_at', t.instant, (c) => c.notNull())
        .addColumn('claimed_at', t.instant),
    ).execute()
    await db.schema.dropTable('client_session').execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('client_session')
        .addColumn('token_hash', t.hash, (c) => c.primaryKey())
        .addColumn('id', t.id, (c) => c.notNull().unique())
        .addColumn('client_id', t.id, (c) => c.notNull())
        .addColumn('device_id', t.id)
        .addColumn('device_name', t.text(40), (c) => c.notNull())
        .addColumn('created_at', t.instant, (c) => c.notNull())
        .addColumn('seen_at', t.instant, (c) => c.notNull())
        .addColumn('expires_at', t.instant, (c) => c.notNull())
        .addForeignKeyConstraint('client_session_of_client', ['client_id'], 'client', ['id']),
    ).execute()
    await db.schema.createIndex('client_session_of').on('client_session').column('client_id').execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('client_device')
        .addColumn('id', t.id, (c) => c.primaryKey())
        .addColumn('client_id', t.id, (c) => c.notNull())
        .addColumn('token_hash', t.hash, (c) => c.notNull())
        .addColumn('created_at', t.instant, (c) => c.notNull())
        .addColumn('seen_at', t.instant, (c) => c.notNull())
        .addForeignKeyConstraint('client_device_client', ['client_id'], 'client', ['id']),
    ).execute()
    await db.schema
      .createIndex('client_device_token')
      .on('client_device')
      .columns(['token_hash', 'client_id'])
      .unique()
      .execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('client_notice')
        .addColumn('client_id', t.id, (c) => c.notNull())
        .addColumn('id', t.id, (c) => c.notNull())
        .addColumn('kind', t.text(16), (c) => c.notNull())
        .addColumn('device_name', t.text(40), (c) => c.notNull())
        .addColumn('at', t.instant, (c) => c.notNull())
        .addPrimaryKeyConstraint('client_notice_key', ['client_id', 'id'])
        .addForeignKeyConstraint('client_notice_client', ['client_id'], 'client', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('client_consent')
        .addColumn('client_id', t.id, (c) => c.notNull())
        .addColumn('kind', t.text(16), (c) => c.notNull())
        .addColumn('version', t.text(40), (c) => c.notNull())
        .addColumn('text_sha256', t.hash, (c) => c.notNull())
        .addColumn('at', t.instant, (c) => c.notNull())
        .addPrimaryKeyConstraint('client_consent_key', ['client_id', 'kind', 'version'])
        .addForeignKeyConstraint('client_consent_client', ['client_id'], 'client', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('sign_in_streak')
        .addColumn('subject_mac', t.hash, (c) => c.primaryKey())
        .addColumn('id_number_mac', t.hash, (c) => c.notNull())
        .addColumn('phone_mac', t.hash, (c) => c.notNull())
        .addColumn('failures', t.integer, (c) => c.notNull())
        .addColumn('failed_at', t.instant, (c) => c.notNull())
        .addColumn('stopped_at', t.instant),
    ).execute()
    await db.schema
      .createIndex('sign_in_streak_person')
      .on('sign_in_streak')
      .columns(['id_number_mac', 'phone_mac'])
      .execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('house_count')
        .addColumn('name', t.text(32), (c) => c.notNull())
        .addColumn('since', t.instant, (c) => c.notNull())
        .addColumn('events', t.integer, (c) => c.notNull())
        .addPrimaryKeyConstraint('house_count_key', ['name', 'since']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('used_puzzle')
        .addColumn('id', t.text(64), (c) => c.primaryKey())
        .addColumn('expires_at', t.instant, (c) => c.notNull()),
    ).execute()
  },
})
