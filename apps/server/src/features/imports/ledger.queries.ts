import { sql } from 'kysely'
import type { Db } from '../../db/schema'
import type { SourceFileTable } from './imports.table'

/** `pattern` with `!` before what is meant as it stands; both engines read it alike. */
const likeEscaped = (pattern: string, column: 'name' | 'sha256') =>
  sql<boolean>`${sql.ref(column)} like ${pattern} escape '!'`

export interface LedgerFilter {
  status?: SourceFileTable['status'] | undefined
  kind?: string | undefined
  text?: string | undefined
  /** Instants: received at or after, and before. */
  from?: string | undefined
  before?: string | undefined
  /** Only files received before the one of this id. */
  after?: string | undefined
  limit: number
}

/** Received files, newest first. */
export function selectSourceFiles(db: Db, filter: LedgerFilter): Promise<SourceFileTable[]> {
  let query = db.selectFrom('source_file').selectAll()
  if (filter.status) query = query.where('status', '=', filter.status)
  if (filter.kind) query = query.where('kind', '=', filter.kind)
  if (filter.from) query = query.where('received_at', '>=', filter.from)
  if (filter.before) query = query.where('received_at', '<', filter.before)
  if (filter.after) query = query.where('id', '<', filter.after)
  const { text } = filter
  if (text) {
    const escaped = text.replaceAll(/[!%_]/g, '!$&')
    query = query.where((e) =>
      e.or([likeEscaped(`%${escaped}%`, 'name'), likeEscaped(`${escaped.toLowerCase()}%`, 'sha256')]),
    )
  }
  return query.orderBy('id', 'desc').limit(filter.limit).execute()
}

/** The first file ever received with the same bytes, where that is another. */
export function selectFirstOf(db: Db, { id, sha256 }: Pick<SourceFileTable, 'id' | 'sha256'>) {
  return db
    .selectFrom('source_file')
    .select(['id', 'received_at', 'received_by'])
    .where('sha256', '=', sha256)
    .where('id', '<', id)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
}

/** So many codes in one statement; engines bound how many values it may hold. */
const CODES = 500

/** Versions of these days whose valuation came from the file, each day's newest last. */
export async function selectVersionsOf(db: Db, fileId: string, days: readonly { portfolio: string; date: string }[]) {
  const codes = [...new Set(days.map(({ portfolio }) => portfolio))]
  const dates = days.map(({ date }) => date).sort()
  const [first, last] = [dates[0], dates.at(-1)]
  if (first === undefined || last === undefined) return []
  const found = []
  for (let from = 0; from < codes.length; from += CODES)
    found.push(
      await db
        .selectFrom('valuation as v')
        .innerJoin('portfolio as p', 'p.id', 'v.portfolio_id')
        .select(['p.code', 'v.date', 'v.version', 'v.state'])
        .where('p.code', 'in', codes.slice(from, from + CODES))
        .where('v.date', '>=', first)
        .where('v.date', '<=', last)
        .where('v.source_file_id', '=', fileId)
        .orderBy('v.version')
        .execute(),
    )
  return found.flat()
}

export function selectSourceFile(db: Db, id: string): Promise<SourceFileTable | undefined> {
  return db.selectFrom('source_file').selectAll().where('id', '=', id).executeTakeFirst()
}
