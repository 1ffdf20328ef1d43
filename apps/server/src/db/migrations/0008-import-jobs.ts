import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

export const importJobs: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('import_job')
        .addColumn('id', t.id, (c) => c.primaryKey())
        .addColumn('state', t.text(16), (c) => c.notNull())
        .addColumn('origin', t.text(16), (c) => c.notNull())
        .addColumn('created_by', t.text(100), (c) => c.notNull())
        .addColumn('created_at', t.instant, (c) => c.notNull())
        .addColumn('reason', t.text(500))
        .addColumn('started_at', t.instant)
        .addColumn('finished_at', t.instant)
        .addColumn('steps_done', t.integer, (c) => c.notNull())
        .addColumn('steps_total', t.integer, (c) => c.notNull())
        .addColumn('attempts', t.integer, (c) => c.notNull()),
    ).execute()
    await db.schema.createIndex('import_job_state').on('import_job').columns(['state', 'id']).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('import_job_file')
        .addColumn('job_id', t.id, (c) => c.notNull())
        .addColumn('position', t.integer, (c) => c.notNull())
        .addColumn('name', t.text(300), (c) => c.notNull())
        .addColumn('sha256', t.hash, (c) => c.notNull())
        .addColumn('size', t.integer, (c) => c.notNull())
        .addColumn('source_file_id', t.id)
        .addColumn('status', t.text(16))
        .addPrimaryKeyConstraint('import_job_file_key', ['job_id', 'position'])
        .addForeignKeyConstraint('import_job_file_job', ['job_id'], 'import_job', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('work_lease')
        .addColumn('name', t.text(32), (c) => c.primaryKey())
        .addColumn('holder', t.id)
        .addColumn('until', t.instant, (c) => c.notNull()),
    ).execute()
    await db
      .insertInto('work_lease')
      .values({ name: 'import', holder: null, until: '1970-01-01T00:00:00.000Z' })
      .execute()
  },
})
