import type { Db } from '../../db/schema'
import type { NewsFeedTable } from './news.table'

export function selectFeeds(db: Db): Promise<NewsFeedTable[]> {
  return db.selectFrom('news_feed').selectAll().orderBy('failing_since', 'desc').orderBy('id').execute()
}

export function selectActiveFeeds(db: Db): Promise<NewsFeedTable[]> {
  return db.selectFrom('news_feed').selectAll().where('is_active', '=', 1).orderBy('id').execute()
}

export function selectFailingFeeds(db: Db) {
  return db
    .selectFrom('news_feed')
    .select(['source', 'failing_since', 'last_error'])
    .where('is_active', '=', 1)
    .where('failing_since', 'is not', null)
    .orderBy('failing_since')
    .execute()
}

export function selectFeed(db: Db, id: string): Promise<NewsFeedTable | undefined> {
  return db.selectFrom('news_feed').selectAll().where('id', '=', id).executeTakeFirst()
}

export function selectFeedByUrl(db: Db, url: string): Promise<NewsFeedTable | undefined> {
  return db.selectFrom('news_feed').selectAll().where('url', '=', url).executeTakeFirst()
}

/** How many news came from each feed. */
export async function countItems(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('news_item')
    .select(['feed_id', ({ fn }) => fn.countAll<number | bigint>().as('items')])
    .where('feed_id', 'is not', null)
    .groupBy('feed_id')
    .execute()
  return new Map(rows.map(({ feed_id, items }) => [feed_id ?? '', Number(items)]))
}

export async function insertFeed(db: Db, feed: NewsFeedTable): Promise<void> {
  await db.insertInto('news_feed').values(feed).execute()
}

export async function updateFeed(db: Db, id: string, change: Partial<Omit<NewsFeedTable, 'id'>>): Promise<void> {
  await db.updateTable('news_feed').set(change).where('id', '=', id).execute()
}

/** What was read counts only for the address that was asked: it may have been changed meanwhile. */
export async function updatePolled(
  db: Db,
  { id, url }: Pick<NewsFeedTable, 'id' | 'url'>,
  change: Partial<Omit<NewsFeedTable, 'id'>>,
): Promise<void> {
  await db.updateTable('news_feed').set(change).where('id', '=', id).where('url', '=', url).execute()
}

export async function deleteFeed(db: Db, id: string): Promise<void> {
  await db.deleteFrom('news_feed').where('id', '=', id).execute()
}
