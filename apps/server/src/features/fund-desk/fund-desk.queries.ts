import { sql } from 'kysely'
import type { Db } from '../../db/schema'
import type { FundTable } from '../funds/funds.table'

export interface FundFilter {
  /** Part of code or name, whatever its case. */
  text?: string
  /** `none`: without a class. */
  assetClass?: string
  after?: string
  limit: number
}

/** By code. */
export function selectFundPage(db: Db, { text, assetClass, after, limit }: FundFilter): Promise<FundTable[]> {
  const like = `%${(text ?? '').toLowerCase().replaceAll(/[!%_]/g, '!$&')}%`
  return db
    .selectFrom('fund')
    .selectAll()
    .$if(text !== undefined && text !== '', (q) =>
      q.where(sql<boolean>`(lower(code) like ${like} escape '!' or lower(name) like ${like} escape '!')`),
    )
    .$if(assetClass === 'none', (q) => q.where('asset_class', 'is', null))
    .$if(assetClass !== undefined && assetClass !== 'none', (q) => q.where('asset_class', '=', assetClass ?? ''))
    .$if(after !== undefined, (q) => q.where('code', '>', after ?? ''))
    .orderBy('code')
    .limit(limit)
    .execute()
}

export async function countUnclassified(db: Db): Promise<number> {
  const row = await db
    .selectFrom('fund')
    .select((e) => e.fn.countAll<number>().as('funds'))
    .where('asset_class', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(row.funds)
}

export function selectFund(db: Db, code: string): Promise<FundTable | undefined> {
  return db.selectFrom('fund').selectAll().where('code', '=', code).executeTakeFirst()
}

/** What was replaced, newest first, with the name of the file that did it. */
export function selectFundChanges(db: Db, code: string) {
  return db
    .selectFrom('master_change as change')
    .leftJoin('source_file as file', 'file.id', 'change.source_file_id')
    .select(['field', 'old_value', 'new_value', 'changed_at', 'changed_by', 'change.source_file_id', 'file.name'])
    .where('subject', '=', 'fund')
    .where('subject_id', '=', code)
    .orderBy('changed_at', 'desc')
    .orderBy('change.id', 'desc')
    .execute()
}
