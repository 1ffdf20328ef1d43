import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

/** The authenticator app of a client, set up or about to be, and the codes that serve once each in its place. */
export const clientSecondFactor: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('client_second_factor')
        .addColumn('id', t.id, (c) => c.primaryKey().notNull())
        .addColumn('client_id', t.id, (c) => c.notNull().unique())
        .addColumn('secret_enc', t.text(200), (c) => c.notNull())
        .addColumn('begun_at', t.instant, (c) => c.notNull())
        .addColumn('set_at', t.instant)
        .addColumn('last_step', t.integer)
        .addForeignKeyConstraint('client_second_factor_client', ['client_id'], 'client', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('client_recovery_code')
        .addColumn('client_id', t.id, (c) => c.notNull())
        .addColumn('code_mac', t.hash, (c) => c.notNull())
        .addPrimaryKeyConstraint('client_recovery_code_key', ['client_id', 'code_mac'])
        .addForeignKeyConstraint('client_recovery_code_client', ['client_id'], 'client', ['id']),
    ).execute()
  },
})
