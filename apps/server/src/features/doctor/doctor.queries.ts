import type { Db } from '../../db/schema'

interface StoredFile {
  /** Under which it is stored. */
  sha256: string
  kind: string | null
}

/** The newest files received, or all of them. */
export async function selectStoredFiles(db: Db, count: number | null): Promise<StoredFile[]> {
  const rows = await db
    .selectFrom('source_file')
    .select(['sha256', 'kind'])
    .orderBy('id', 'desc')
    .$if(count !== null, (q) => q.limit(count ?? 0))
    .execute()
  return [...new Map(rows.map((row) => [row.sha256, row])).values()]
}

/** Any client's sealed name. */
export function selectSealedName(db: Db) {
  return db.selectFrom('client').select(['id', 'name_enc']).orderBy('id').limit(1).executeTakeFirst()
}

/** When things were last done; null where they never were. */
export async function selectLastTimes(db: Db) {
  const imported = await db
    .selectFrom('source_file')
    .select((e) => e.fn.max('received_at').as('at'))
    .executeTakeFirst()
  const published = await db
    .selectFrom('valuation')
    .select((e) => e.fn.max('published_at').as('at'))
    .executeTakeFirst()
  const noted = await db.selectFrom('audit_event').select('at').orderBy('seq', 'desc').limit(1).executeTakeFirst()
  const backedUp = await db
    .selectFrom('audit_event')
    .select((e) => e.fn.max('at').as('at'))
    .where('action', '=', 'take-backup')
    .executeTakeFirst()
  return {
    imported: imported?.at ?? null,
    published: published?.at ?? null,
    noted: noted?.at ?? null,
    backedUp: backedUp?.at ?? null,
  }
}

/** Jobs that are not at their end, oldest first, and those that failed since. */
export async function selectTroubledJobs(db: Db, failedSince: string) {
  const pending = await db
    .selectFrom('import_job')
    .select(['id', 'created_at'])
    .where('state', 'in', ['waiting', 'running'])
    .orderBy('id')
    .execute()
  const failed = await db
    .selectFrom('import_job')
    .select('id')
    .where('state', '=', 'failed')
    .where('finished_at', '>=', failedSince)
    .execute()
  return { pending, failed: failed.length }
}

/** Senders of text messages that fail, and since when. */
export function selectFailingSenders(db: Db) {
  return db
    .selectFrom('sms_sender')
    .select(['name', 'failing_since', 'last_error'])
    .where('failing_since', 'is not', null)
    .orderBy('name')
    .execute()
}
