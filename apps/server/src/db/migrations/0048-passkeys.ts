import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

/** Passkeys of clients, and the challenges that were answered. */
export const passkeys: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('client_passkey')
        .addColumn('id', t.id, (c) => c.primaryKey())
        .addColumn('client_id', t.id, (c) => c.notNull())
        .addColumn('slot', t.integer, (c) => c.notNull())
        .addColumn('credential_mac', t.hash, (c) => c.notNull().unique())
        .addColumn('credential_id_enc', t.text(2000), (c) => c.notNull())
        .addColumn('public_key_enc', t.text(2000), (c) => c.notNull())
        // Up to 2^32 - 1.
        .addColumn('sign_count', t.scaled, (c) => c.notNull())
        .addColumn('device_name', t.text(40), (c) => c.notNull())
        .addColumn('created_at', t.instant, (c) => c.notNull())
        .addColumn('used_at', t.instant)
        .addUniqueConstraint('client_passkey_slot', ['client_id', 'slot'])
        .addForeignKeyConstraint('client_passkey_client', ['client_id'], 'client', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('used_passkey_challenge')
        .addColumn('token_hash', t.hash, (c) => c.primaryKey())
        .addColumn('expires_at', t.instant, (c) => c.notNull()),
    ).execute()
  },
})
