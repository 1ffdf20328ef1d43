import type { EngineMigration } from '../migrate'

/** Why an import job failed. */
export const jobFailure: EngineMigration = (_engine, t) => ({
  async up(db) {
    await db.schema.alterTable('import_job').addColumn('failure', t.text(20)).execute()
  },
})
