/** What a feed says, whatever its form: RSS, Atom, RDF or JSON. */
import { parseFeed } from 'feedsmith'
import type { NewsFeedTable } from './news.table'
import { newsRow, type NewsRow } from './news-row'

/** The bytes are no feed. */
export class NoFeedError extends Error {}

/** So many of its newest items are taken at once. */
const MAX_ITEMS = 200
const LONGEST_URL = 1000

interface Item {
  title: string
  url: string | undefined
  date: string | undefined
  body: string
}

/** The feed's items as news; `now` stands for dates that lack, cannot be read or lie ahead. Throws NoFeedError. */
export function feedItems(
  bytes: Uint8Array,
  contentType: string,
  { feed, now }: { feed: Pick<NewsFeedTable, 'id' | 'source' | 'category'>; now: Date },
): NewsRow[] {
  const { id, source, category } = feed
  const rows = itemsOf(textOf(bytes, contentType)).map(({ title, url, date, body }) =>
    newsRow({
      title,
      body,
      category,
      source,
      url: pageUrl(url),
      published_at: instantOf(date, now),
      feed_id: id,
      source_file_id: null,
    }),
  )
  return rows.filter(({ title }) => title !== '').slice(0, MAX_ITEMS)
}

function itemsOf(text: string): Item[] {
  // No feed needs entities of its own, and they can be made to grow without end.
  if (/<!ENTITY/i.test(text)) throw new NoFeedError('entities')
  try {
    return read(text)
  } catch (error) {
    throw new NoFeedError('not a feed', { cause: error })
  }
}

function read(text: string): Item[] {
  const { format, feed } = parseFeed(text)
  switch (format) {
    case 'atom':
      return (feed.entries ?? []).map((entry) => ({
        title: entry.title?.value ?? '',
        url: (entry.links?.find(({ rel }) => rel === undefined || rel === 'alternate') ?? entry.links?.[0])?.href,
        date: entry.published ?? entry.updated,
        body: entry.summary?.value ?? entry.content?.value ?? '',
      }))
    case 'json':
      return (feed.items ?? []).map((item) => ({
        title: item.title ?? '',
        url: item.url ?? item.external_url,
        date: item.date_published ?? item.date_modified,
        body: item.summary ?? item.content_text ?? item.content_html ?? '',
      }))
    case 'rdf':
      return (feed.items ?? []).map((item) => ({
        title: item.title ?? '',
        url: item.link,
        date: item.dc?.dates?.[0],
        body: item.description ?? '',
      }))
    case 'rss':
      return (feed.items ?? []).map((item) => ({
        title: item.title ?? '',
        url: item.link ?? (item.guid?.isPermaLink === false ? undefined : item.guid?.value),
        date: item.pubDate ?? item.dc?.dates?.[0],
        body: item.description ?? item.content?.encoded ?? '',
      }))
  }
}

/** In the encoding that the reply or the XML names; UTF-8 where none is. */
function textOf(bytes: Uint8Array, contentType: string): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const named = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? /encoding=["']([\w-]+)["']/i.exec(head)?.[1]
  return decoder(named).decode(bytes)
}

function decoder(named: string | undefined): TextDecoder {
  try {
    return new TextDecoder(named ?? 'utf-8')
  } catch {
    return new TextDecoder()
  }
}

/** Only what a browser opens as a page. */
function pageUrl(text: string | undefined): string | null {
  const url = text?.trim() ?? ''
  return /^https?:\/\//i.test(url) && URL.canParse(url) && url.length <= LONGEST_URL ? url : null
}

function instantOf(text: string | undefined, now: Date): string {
  // Without an offset it is Shanghai's time, as Chinese feeds mean it.
  const zoned = text?.trim().replace(/^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)$/, '$1T$2+08:00') ?? ''
  const at = Date.parse(zoned)
  return new Date(Number.isNaN(at) ? now : Math.min(at, now.getTime())).toISOString()
}
