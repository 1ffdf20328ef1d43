/** Which feeds there are: kept by editors and administrators, every change in the audit log. */
import type { addFeed } from '@sma/contract/staff-feeds'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { appendAudit, noteAuditHead, type Actor } from '../audit/audit.service'
import type { AuditAction } from '../audit/audit.table'
import {
  countItems,
  deleteFeed,
  insertFeed,
  selectFailingFeeds,
  selectFeed,
  selectFeedByUrl,
  selectFeeds,
  updateFeed,
} from './feeds.queries'
import type { NewsFeedTable } from './news.table'

export type WrittenFeed = z.output<typeof addFeed.body>

const shown = (feed: NewsFeedTable, items: number) => ({
  id: feed.id,
  url: feed.url,
  source: feed.source,
  category: feed.category,
  isActive: feed.is_active === 1,
  items,
  polledAt: feed.polled_at,
  failingSince: feed.failing_since,
  lastError: feed.last_error,
})

/** Those that fail first. */
export async function listFeeds({ db }: Pick<Deps, 'db'>) {
  const items = await countItems(db)
  const feeds = await selectFeeds(db)
  return feeds
    .toSorted((a, b) => Number(b.failing_since !== null) - Number(a.failing_since !== null))
    .map((feed) => shown(feed, items.get(feed.id) ?? 0))
}

/** Of the feeds that are read: which fail, since when and why. */
export async function failingFeeds({ db }: Pick<Deps, 'db'>) {
  return (await selectFailingFeeds(db)).map(({ source, failing_since, last_error }) => ({
    source,
    failingSince: failing_since ?? '',
    lastError: last_error ?? '',
  }))
}

/** What was read of the address before does not count for a new one. */
const UNREAD = { etag: null, last_modified: null, polled_at: null, failing_since: null, last_error: null }

const columnsOf = ({ url, source, category, isActive }: WrittenFeed) => ({
  url,
  source,
  category,
  is_active: isActive ? 1 : 0,
})

export async function addFeedBy(deps: Deps, actor: Actor, written: WrittenFeed) {
  const feed = { id: deps.newId(), ...columnsOf(written), ...UNREAD }
  await deps.db.transaction().execute(async (tx) => {
    await refuseKnown(tx, written.url)
    await insertFeed(tx, feed)
    await note(tx, deps, { actor, action: 'add-feed', feed })
  })
  await noteAuditHead(deps)
  return shown(feed, 0)
}

export async function setFeedBy(deps: Deps, actor: Actor, { id, ...written }: WrittenFeed & { id: string }) {
  await deps.db.transaction().execute(async (tx) => {
    const before = await selectFeed(tx, id)
    if (!before) throw new AppError('not-found')
    await refuseKnown(tx, written.url, id)
    const columns = columnsOf(written)
    const isOther = before.url !== columns.url || before.is_active !== columns.is_active
    await updateFeed(tx, id, isOther ? { ...columns, ...UNREAD } : columns)
    await note(tx, deps, { actor, action: 'set-feed', feed: { ...before, ...columns } })
  })
  await noteAuditHead(deps)
  const feed = (await listFeeds(deps)).find((one) => one.id === id)
  if (!feed) throw new AppError('not-found')
  return feed
}

export async function removeFeedBy(deps: Deps, actor: Actor, id: string): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const feed = await selectFeed(tx, id)
    if (!feed) throw new AppError('not-found')
    await deleteFeed(tx, id)
    await note(tx, deps, { actor, action: 'remove-feed', feed })
  })
  await noteAuditHead(deps)
}

async function refuseKnown(tx: Deps['db'], url: string, own?: string): Promise<void> {
  const known = await selectFeedByUrl(tx, url)
  if (known && known.id !== own) throw new AppError('feed-known')
}

function note(
  tx: Deps['db'],
  deps: Deps,
  { actor, action, feed }: { actor: Actor; action: AuditAction; feed: NewsFeedTable },
): Promise<void> {
  const { id, url, source, category, is_active } = feed
  const detail = { url, source, category, isActive: is_active === 1 }
  return appendAudit(tx, deps, { actor, action, object: { kind: 'feed', id }, detail })
}
