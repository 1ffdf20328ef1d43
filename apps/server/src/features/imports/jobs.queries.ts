import type { Db } from '../../db/schema'
import type { ImportJobFileTable, ImportJobTable, WorkLeaseTable } from './jobs.table'

export async function insertJob(db: Db, job: ImportJobTable, files: ImportJobFileTable[]): Promise<void> {
  await db.insertInto('import_job').values(job).execute()
  for (let from = 0; from < files.length; from += 100)
    await db
      .insertInto('import_job_file')
      .values(files.slice(from, from + 100))
      .execute()
}

type LeaseName = WorkLeaseTable['name']

/** True for exactly one of all who want the lease: it was free, run out, or the holder's own. */
export async function takeLease(
  db: Db,
  { name, holder, now, until }: { name: LeaseName; holder: string; now: string; until: string },
): Promise<boolean> {
  const result = await db
    .updateTable('work_lease')
    .set({ holder, until })
    .where('name', '=', name)
    .where((e) => e.or([e('until', '<', now), e('holder', '=', holder)]))
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export async function releaseLease(db: Db, name: LeaseName, holder: string): Promise<void> {
  await db
    .updateTable('work_lease')
    .set({ until: '1970-01-01T00:00:00.000Z' })
    .where('name', '=', name)
    .where('holder', '=', holder)
    .execute()
}

/** The oldest job that is not at its end. */
export function selectNextJob(db: Db): Promise<ImportJobTable | undefined> {
  return db
    .selectFrom('import_job')
    .selectAll()
    .where('state', 'in', ['running', 'waiting'])
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
}

export async function updateJob(db: Db, id: string, change: Partial<Omit<ImportJobTable, 'id'>>): Promise<void> {
  await db.updateTable('import_job').set(change).where('id', '=', id).execute()
}

export function selectJob(db: Db, id: string): Promise<ImportJobTable | undefined> {
  return db.selectFrom('import_job').selectAll().where('id', '=', id).executeTakeFirst()
}

export function selectNewestJobs(db: Db, count: number): Promise<ImportJobTable[]> {
  return db.selectFrom('import_job').selectAll().orderBy('id', 'desc').limit(count).execute()
}

export function selectJobFiles(db: Db, jobId: string): Promise<ImportJobFileTable[]> {
  return db.selectFrom('import_job_file').selectAll().where('job_id', '=', jobId).orderBy('position').execute()
}

/** The files of jobs that wait or run, by where they came from. */
export function selectUnfinishedFiles(db: Db, origin: ImportJobTable['origin']) {
  return db
    .selectFrom('import_job_file')
    .innerJoin('import_job', 'import_job.id', 'import_job_file.job_id')
    .select(['job_id', 'position', 'name', 'sha256'])
    .where('origin', '=', origin)
    .where('state', 'in', ['waiting', 'running'])
    .execute()
}

export async function updateJobFile(
  db: Db,
  {
    jobId,
    position,
    ...change
  }: Pick<ImportJobFileTable, 'position' | 'source_file_id' | 'status'> & { jobId: string },
): Promise<void> {
  await db
    .updateTable('import_job_file')
    .set(change)
    .where('job_id', '=', jobId)
    .where('position', '=', position)
    .execute()
}

/** What an earlier, interrupted run of a job already made of these bytes. */
export function selectFinishedSince(db: Db, { sha256, by, since }: { sha256: string; by: string; since: string }) {
  return db
    .selectFrom('source_file')
    .select(['id', 'status'])
    .where('sha256', '=', sha256)
    .where('status', 'in', ['applied', 'held', 'rejected'])
    .where('received_by', '=', by)
    .where('received_at', '>=', since)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
}
