import type { NewsCategory } from '@sma/contract/news-categories'

/** A feed that is read on a schedule. */
export interface NewsFeedTable {
  id: string
  url: string
  /** What clients read as the source. */
  source: string
  category: NewsCategory
  is_active: number
  /** What the feed's server said of the version that was read, so that the same one is not sent again. */
  etag: string | null
  last_modified: string | null
  polled_at: string | null
  failing_since: string | null
  /** Code of the last failure; null while it works. */
  last_error: string | null
}

/** One piece of news, from a feed or from a file. */
export interface NewsItemTable {
  id: string
  /** Hash of what makes it one piece: its address, or without one its title, source and time. */
  identity: string
  category: NewsCategory
  published_at: string
  title: string
  source: string
  url: string | null
  /** The beginning of its text, without markup. */
  extract: string
  feed_id: string | null
  source_file_id: string | null
}
