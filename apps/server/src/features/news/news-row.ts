/** News as it is kept, whether it came from a file or a feed. */
import type { NewsRecord } from '@sma/importers/records'
import { hash } from 'node:crypto'
import { plainText } from '../../plain-text'
import type { NewsItemTable } from './news.table'

export type NewsRow = Omit<NewsItemTable, 'id'>

const LONGEST_TITLE = 200
const LONGEST_EXTRACT = 200

/** What two tellings of one piece have in common. The marks that campaigns hang on addresses do not count. */
function identityOf({ url, title, source, published_at }: Omit<NewsRow, 'identity' | 'extract'>): string {
  return hash('sha256', url === null ? JSON.stringify([title, source, published_at]) : bareUrl(url))
}

function bareUrl(text: string): string {
  if (!URL.canParse(text)) return text
  const url = new URL(text)
  url.hash = ''
  const marks = Array.from(url.searchParams.keys()).filter((name) => name.startsWith('utm_'))
  for (const name of marks) url.searchParams.delete(name)
  return url.href
}

type Told = Omit<NewsRow, 'identity' | 'extract'> & { body: string }

/** Title and body as plain text; the rest as it stands. */
export function newsRow({ body, ...told }: Told): NewsRow {
  const row = { ...told, title: plainText(told.title, LONGEST_TITLE) }
  return { ...row, identity: identityOf(row), extract: plainText(body, LONGEST_EXTRACT) }
}

export function newsFromFile({ category, title, publisher, publishedAt, url, body }: NewsRecord): NewsRow {
  const from = { source: publisher, published_at: publishedAt, feed_id: null, source_file_id: null }
  return newsRow({ category, title, url, body, ...from })
}
