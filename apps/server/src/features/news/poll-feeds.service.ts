/** Reads every feed that is due, one server at a time. A feed that fails is noted for staff; clients see what came before. */
import type { Deps } from '../../deps'
import { releaseLease, takeLease } from '../imports/jobs.queries'
import { feedItems, NoFeedError } from './feed-items'
import { selectActiveFeeds, updatePolled } from './feeds.queries'
import { addNews } from './news.queries'
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
      const counts = await Promise.all(feeds.slice(from, from + AT_ONCE).map((feed) => pollOne(deps, outside, feed)))
      added += counts.reduce((sum, count) => sum + count, 0)
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

async function pollOne(deps: Deps, outside: Outside, feed: NewsFeedTable): Promise<number> {
  const now = deps.clock.now()
  const polled_at = now.toISOString()
  try {
    const { bytes, contentType, etag, lastModified } = await outside(feed.url, conditions(feed))
    const rows = bytes === null ? [] : feedItems(bytes, contentType, { feed, now })
    const added = await deps.db.transaction().execute((tx) => addNews(tx, rows, deps.newId))
    const version = bytes === null ? {} : { etag: fit(etag, 200), last_modified: fit(lastModified, 100) }
    await updatePolled(deps.db, feed, { polled_at, failing_since: null, last_error: null, ...version })
    return added
  } catch (error) {
    const code = error instanceof OutsideError ? error.fault : error instanceof NoFeedError ? 'no-feed' : 'not-kept'
    if (code === 'not-kept') deps.log.error({ err: error, feed: feed.id }, 'news could not be kept')
    const failing_since = feed.failing_since ?? polled_at
    await updatePolled(deps.db, feed, { polled_at, failing_since, last_error: code })
    return 0
  }
}

/** What the last version was called, so that the same is not sent again. */
function conditions({ etag, last_modified }: NewsFeedTable): Record<string, string> {
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(last_modified === null ? {} : { 'if-modified-since': last_modified }),
  }
}

const fit = (text: string | null, longest: number): string | null => (text && text.length <= longest ? text : null)
