import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

/** Second factor, invitations and two-person requests of the staff; where a session and an event came from. */
export const staffAccess: EngineMigration = (engine, t) => ({
  async up(db) {
    for (const column of ['totp_secret_enc', 'totp_pending_enc'] as const)
      await db.schema.alterTable('staff').addColumn(column, t.text(200)).execute()
    await db.schema.alterTable('staff').addColumn('totp_last_step', t.integer).execute()
    await db.schema.alterTable('staff').addColumn('totp_set_at', t.instant).execute()
    await db.schema.alterTable('staff_session').addColumn('address', t.text(64)).execute()
    await db.schema.alterTable('staff_session').addColumn('browser', t.text(200)).execute()
    await db.schema.alterTable('audit_event').addColumn('address', t.text(64)).execute()
    await db.schema
      .createIndex('audit_event_object')
      .on('audit_event')
      .columns(['object_kind', 'object_id', 'seq'])
      .execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('staff_recovery_code')
        .addColumn('staff_id', t.id, (c) => c.notNull())
        .addColumn('code_mac', t.hash, (c) => c.notNull())
        .addPrimaryKeyConstraint('staff_recovery_code_key', ['staff_id', 'code_mac'])
        .addForeignKeyConstraint('staff_recovery_code_staff', ['staff_id'], 'staff', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('staff_invitation')
        .addColumn('token_hash', t.hash, (c) => c.primaryKey().notNull())
        .addColumn('staff_id', t.id, (c) => c.notNull())
        .addColumn('expires_at', t.instant, (c) => c.notNull())
        .addForeignKeyConstraint('staff_invitation_staff', ['staff_id'], 'staff', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('staff_request')
        .addColumn('id', t.id, (c) => c.primaryKey().notNull())
        .addColumn('kind', t.text(32), (c) => c.notNull())
        .addColumn('payload_enc', t.longText, (c) => c.notNull())
        .addColumn('asked_by', t.text(100), (c) => c.notNull())
        .addColumn('asked_at', t.instant, (c) => c.notNull())
        .addColumn('state', t.text(16), (c) => c.notNull())
        .addColumn('decided_by', t.text(100))
        .addColumn('decided_at', t.instant),
    ).execute()
  },
})
