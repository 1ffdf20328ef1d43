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
  },
})
