/** One account's master data, and what it said before. */
import type { Strategy } from '@sma/finance/facts'
import type { Db } from '../../db/schema'
import type { Place } from '../../place-cursor'
import type { MasterRow } from '../portfolios/portfolio-records.queries'

export async function selectAccount(db: Db, portfolioId: string): Promise<MasterRow | undefined> {
  const row = await db.selectFrom('portfolio').selectAll().where('id', '=', portfolioId).executeTakeFirst()
  // Written by our own import, which knows no other word.
  return row && { ...row, strategy: row.strategy as Strategy }
}

const SUBJECTS = ['portfolio', 'contact', 'tolerance', 'alias', 'benchmark-set'] as const

/** What was replaced, newest first, with the name of the file that did it. */
export function selectAccountChanges(
  db: Db,
  { portfolioId, after, count }: { portfolioId: string; after: Place | null; count: number },
) {
  return db
    .selectFrom('master_change as change')
    .leftJoin('source_file as file', 'file.id', 'change.source_file_id')
    .select(['change.id', 'subject', 'field', 'old_value', 'new_value', 'changed_at', 'changed_by'])
    .select(['change.source_file_id', 'file.name'])
    .where('subject', 'in', SUBJECTS)
    .where('subject_id', '=', portfolioId)
    .$if(after !== null, (q) =>
      q
        .where('changed_at', '<=', after?.at ?? '')
        .where((e) => e.or([e('changed_at', '<', after?.at ?? ''), e('change.id', '<', after?.id ?? '')])),
    )
    .orderBy('changed_at', 'desc')
    .orderBy('change.id', 'desc')
    .limit(count)
    .execute()
}

export function selectSourceFile(db: Db, id: string) {
  return db.selectFrom('source_file').select(['id', 'name', 'received_by']).where('id', '=', id).executeTakeFirst()
}

/** Who of the staff added the account by hand. */
export async function selectAddedBy(db: Db, portfolioId: string): Promise<string | null> {
  const row = await db
    .selectFrom('audit_event')
    .select('actor_id')
    .where('portfolio_id', '=', portfolioId)
    .where('action', '=', 'add-account')
    .executeTakeFirst()
  return row?.actor_id ?? null
}
