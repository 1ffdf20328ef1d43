/** A fund's own NAVs, where they came from, and what they were before. */
import type { Db } from '../../db/schema'

/** The newest day first, before `before` where it is given. */
export function selectNavPage(
  db: Db,
  fundCode: string,
  { before, limit }: { before?: string | undefined; limit: number },
) {
  return db
    .selectFrom('fund_nav as nav')
    .leftJoin('source_file as file', 'file.id', 'nav.source_file_id')
    .select(['nav.date', 'nav.unit_nav_e8', 'nav.accumulated_nav_e8', 'nav.dividend_e8', 'nav.known_since'])
    .select(['nav.source_file_id', 'nav.source_row', 'file.name as file_name'])
    .where('nav.fund_code', '=', fundCode)
    .$if(before !== undefined, (q) => q.where('nav.date', '<', before ?? ''))
    .orderBy('nav.date', 'desc')
    .limit(limit)
    .execute()
}

/** What was replaced on some days, the latest first. */
export function selectNavChanges(db: Db, fundCode: string, span: { from: string; to: string }) {
  return db
    .selectFrom('master_change as change')
    .leftJoin('source_file as file', 'file.id', 'change.source_file_id')
    .select(['change.date', 'change.field', 'change.old_value', 'change.changed_at', 'change.changed_by'])
    .select(['change.reason', 'change.source_file_id', 'file.name as file_name'])
    .where('change.subject', '=', 'fund-nav')
    .where('change.subject_id', '=', fundCode)
    .where('change.date', '>=', span.from)
    .where('change.date', '<=', span.to)
    .orderBy('change.changed_at', 'desc')
    .orderBy('change.id', 'desc')
    .execute()
}

/** NAVs of one fund on any of its days. */
export function selectNavs(db: Db, fundCode: string) {
  return db
    .selectFrom('fund_nav')
    .select(['date', 'unit_nav_e8', 'accumulated_nav_e8', 'dividend_e8'])
    .where('fund_code', '=', fundCode)
    .execute()
}
