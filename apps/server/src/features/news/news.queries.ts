import type { NewsCategory } from '@sma/contract/news-categories'
import type { Db } from '../../db/schema'
import type { Place } from '../../place-cursor'
import type { NewsRow } from './news-row'
import type { NewsItemTable } from './news.table'

const AT_ONCE = 200

/** Newest first, what is dated later than `now` left out; `after` is the last one that was seen. */
export function selectNews(
  db: Db,
  { category, now, after, count }: { category?: NewsCategory; now: string; after: Place | null; count: number },
): Promise<NewsItemTable[]> {
  const from = after?.at ?? now
  return db
    .selectFrom('news_item')
    .selectAll()
    .$if(category !== undefined, (q) => q.where('category', '=', category as NewsCategory))
    .where('published_at', '<=', from)
    .$if(after !== null, (q) => q.where((e) => e.or([e('published_at', '<', from), e('id', '<', after?.id ?? '')])))
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
    .limit(count)
    .execute()
}

/** Inserts what is new and replaces what has changed; returns how many rows were. Of one identity the last row counts. */
export async function saveNews(db: Db, rows: readonly NewsRow[], newId: () => string): Promise<number> {
  const wanted = [...new Map(rows.map((row) => [row.identity, row])).values()]
  let changed = 0
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const part = wanted.slice(from, from + AT_ONCE)
    const known = await selectKnown(db, part)
    const fresh = part.filter(({ identity }) => !known.has(identity))
    await insertNews(db, fresh, newId)
    const differing = part.filter((row) => isOther(row, known.get(row.identity)))
    for (const { identity, ...columns } of differing)
      await db.updateTable('news_item').set(columns).where('identity', '=', identity).execute()
    changed += fresh.length + differing.length
  }
  return changed
}

/** Inserts what is new and leaves what is known as it is; returns how many were. */
export async function addNews(db: Db, rows: readonly NewsRow[], newId: () => string): Promise<number> {
  if (rows.length === 0) return 0
  const wanted = [...new Map(rows.map((row) => [row.identity, row])).values()]
  const known = await selectKnown(db, wanted)
  const fresh = wanted.filter(({ identity }) => !known.has(identity))
  await insertNews(db, fresh, newId)
  return fresh.length
}

async function selectKnown(db: Db, rows: readonly NewsRow[]): Promise<Map<string, NewsItemTable>> {
  const identities = rows.map(({ identity }) => identity)
  const known = await db.selectFrom('news_item').selectAll().where('identity', 'in', identities).execute()
  return new Map(known.map((row) => [row.identity, row]))
}

async function insertNews(db: Db, rows: readonly NewsRow[], newId: () => string): Promise<void> {
  if (rows.length === 0) return
  await db
    .insertInto('news_item')
    .values(rows.map((row) => ({ id: newId(), ...row })))
    .execute()
}

const SHOWN = ['category', 'published_at', 'title', 'source', 'url', 'extract'] as const

const isOther = (row: NewsRow, known: NewsItemTable | undefined): boolean =>
  known !== undefined && SHOWN.some((column) => known[column] !== row[column])
