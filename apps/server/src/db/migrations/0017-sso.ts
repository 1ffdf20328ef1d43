import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

export const sso: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('sso_ticket')
        .addColumn('id', t.hash, (c) => c.primaryKey())
        .addColumn('expires_at', t.instant, (c) => c.notNull()),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('sso_pending')
        .addColumn('token_hash', t.hash, (c) => c.primaryKey())
        .addColumn('client_id', t.id, (c) => c.notNull())
        .addColumn('expires_at', t.instant, (c) => c.notNull())
        .addForeignKeyConstraint('sso_pending_client', ['client_id'], 'client', ['id']),
    ).execute()
  },
})
