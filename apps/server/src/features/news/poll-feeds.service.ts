/** Reads every feed that is due, one server at a time. A feed that fails is noted for staff; clients see what came before. */
import type { Deps } from '../../deps'
import { releaseLease, takeLease } from '../imports/jobs.queries'
import { selectActiveFeeds, updatePolled } from './feeds.queries'
import { addNews } from './news.queries'
import type { NewsRow } from './news-row'
import type { NewsFeedTable } from './news.table'
import { OutsideError, type Outside } from './outside'

const LEASE_SECONDS = 120
const AT_ONCE = 4

/** Returns how many news came; does nothing while another server reads. */
export async function pollFeeds(deps: Deps, outside: Outside, stopping?: AbortSignal): Promise<number> {
  const holder = deps.newId()
  const renew = () => takeLease(deps.db, { name: 'feeds', holder, ...leaseTimes(deps) })
  if (!(await renew())) return 0
  try {
    const feeds = await selectActiveFeeds(deps.db)
    let added = 0
    for (let from = 0; from < feeds.length; from += AT_ONCE) {
      const read = await Promise.all(feeds.slice(from, from + AT_ONCE).map((feed) => readFeed(deps, outside, feed)))
      // One after the other: two feeds may tell the same news.
      for (const one of read) added += await keep(deps, one)
      if (stopping?.aborted || !(await renew())) break
    }
    return added
  } finally {
    await releaseLease(deps.db, 'feeds', holder)
  }
}

function leaseTimes({ clock }: Deps): { now: string; until: string } {
  const now = clock.now()
  return { now: now.toISOString(), until: new Date(now.getTime() + LEASE_SECONDS * 1000).toISOString() }
}

interface ReadFeed {
  feed: NewsFeedTable
  now: Date
  rows: NewsRow[]
  /** What the feed's server calls this version; empty where it is the one of before. */
  version: Partial<Pick<NewsFeedTable, 'etag' | 'last_modified'>>
  /** Code of what went wrong. */
  fault: string | null
}

async function readFeed(deps: Deps, outside: Outside, feed: NewsFeedTable): Promise<ReadFeed> {
  const now = deps.clock.now()
  // The reader of feeds takes 14 MB: loaded with the first feed.
  const { feedItems, NoFeedError } = await import('./feed-items')
  try {
    const { bytes, contentType, etag, lastModified } = await outside(feed.url, conditions(feed))
    if (bytes === null) return { feed, now, rows: [], version: {}, fault: null }
    const version = { etag: fit(etag, 200), last_modified: fit(lastModified, 100) }
    return { feed, now, rows: feedItems(bytes, contentType, { feed, now }), version, fault: null }
  } catch (error) {
    const fault = error instanceof OutsideError ? error.fault : error instanceof NoFeedError ? 'no-feed' : null
    if (fault === null) throw error
    return { feed, now, rows: [], version: {}, fault }
  }
}

/** Returns how many of its news are new. */
async function keep(deps: Deps, { feed, now, rows, version, fault }: ReadFeed): Promise<number> {
  const polled_at = now.toISOString()
  if (fault !== null) {
    const failing_since = feed.failing_since ?? polled_at
    await updatePolled(deps.db, feed, { polled_at, failing_since, last_error: fault })
    return 0
  }
  const added = await deps.db.transaction().execute((tx) => addNews(tx, rows, deps.newId))
  await updatePolled(deps.db, feed, { polled_at, failing_since: null, last_error: null, ...version })
  return added
}

/** What the last version was called, so that the same is not sent again. */
function conditions({ etag, last_modified }: NewsFeedTable): Record<string, string> {
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(last_modified === null ? {} : { 'if-modified-since': last_modified }),
  }
}

const fit = (text: string | null, longest: number): string | null => (text && text.length <= longest ? text : null)
