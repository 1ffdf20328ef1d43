import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

export const smsSenders: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('sms_sender')
        .addColumn('name', t.text(16), (c) => c.primaryKey())
        .addColumn('failing_since', t.instant)
        .addColumn('last_error', t.text(64))
        .addColumn('failed_at', t.instant),
    ).execute()
  },
})
