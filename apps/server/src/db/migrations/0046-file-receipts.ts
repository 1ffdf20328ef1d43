import { sql, type Kysely } from 'kysely'
import type { EngineMigration } from '../migrate'

/**
 * Files that clients had opened before files had receipts of their own (0036). A publication had one file then and was marked as read with
 * it, so its receipt speaks for the file that it had at that time; one left since 0036 does not, as the text may be all that was opened.
 */
export const fileReceipts: EngineMigration = () => ({
  async up(db) {
    await sql`insert into document_receipt (document_id, client_id, opened_at)
      select d.id, r.client_id, min(r.opened_at)
      from document d
      inner join publication_receipt r on r.publication_id = d.publication_id and r.opened_at >= d.added_at
      where d.position is not null and r.opened_at < ${await since(db)}
        and not exists (select 1 from document_receipt k where k.document_id = d.id and k.client_id = r.client_id)
      group by d.id, r.client_id`.execute(db)
  },
})

/** From when files had receipts: a restored database was migrated later than it was used, so its first rows of that kind count too. */
async function since(db: Kysely<unknown>): Promise<string> {
  const { rows } = await sql<{ at: string | null }>`
    select timestamp as at from kysely_migration where name = '0036-publication-files'
    union all select min(opened_at) from document_receipt
    union all select min(noted_at) from publication_content`.execute(db)
  return rows.flatMap(({ at }) => at ?? []).sort()[0] ?? ''
}
