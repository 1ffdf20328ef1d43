import { sql } from 'kysely'
import type { EngineMigration } from '../migrate'

/** What staff call a client was read by nobody and named clients in the clear: it is no longer kept, nor what it was before. */
export const personalData: EngineMigration = (engine) => ({
  async up(db) {
    // what SQLite frees would otherwise stay readable in the file
    if (engine === 'sqlite') await sql`pragma secure_delete = on`.execute(db)
    await db.deleteFrom('master_change').where('field', '=', 'client_label').execute()
    await db.schema.alterTable('portfolio').dropColumn('client_label').execute()
    if (engine === 'sqlite') await sql`pragma secure_delete = off`.execute(db)
  },
})
