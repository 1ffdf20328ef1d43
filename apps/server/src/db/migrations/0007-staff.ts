import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

export const staff: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('staff')
        .addColumn('id', t.id, (c) => c.primaryKey())
        .addColumn('login', t.text(32), (c) => c.notNull().unique())
        .addColumn('password_hash', t.text(200), (c) => c.notNull())
        .addColumn('must_change', t.integer, (c) => c.notNull())
        .addColumn('password_expires_at', t.instant)
        .addColumn('state', t.text(16), (c) => c.notNull())
        .addColumn('created_at', t.instant, (c) => c.notNull())
        .addColumn('signed_in_at', t.instant),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('staff_role')
        .addColumn('staff_id', t.id, (c) => c.notNull())
        .addColumn('role', t.text(16), (c) => c.notNull())
        .addPrimaryKeyConstraint('staff_role_key', ['staff_id', 'role'])
        .addForeignKeyConstraint('staff_role_staff', ['staff_id'], 'staff', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('staff_session')
        .addColumn('token_hash', t.hash, (c) => c.primaryKey())
        .addColumn('staff_id', t.id, (c) => c.notNull())
        .addColumn('created_at', t.instant, (c) => c.notNull())
        .addColumn('seen_at', t.instant, (c) => c.notNull())
        .addColumn('expires_at', t.instant, (c) => c.notNull())
        .addForeignKeyConstraint('staff_session_staff', ['staff_id'], 'staff', ['id']),
    ).execute()
  },
})
