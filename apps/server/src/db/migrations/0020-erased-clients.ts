import type { EngineMigration } from '../migrate'

/** When what tells who a client was has been erased; the row stays for what hangs on it. And which counts the audit log knows. */
export const erasedClients: EngineMigration = (_engine, t) => ({
  async up(db) {
    await db.schema.alterTable('client').addColumn('erased_at', t.instant).execute()
    await db.schema.alterTable('house_count').addColumn('audited_at', t.instant).execute()
  },
})
