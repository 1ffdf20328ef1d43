import type { listNews } from '@sma/contract/news'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import { pageOf, placeOfCursor } from '../../place-cursor'
import { selectNews } from './news.queries'

const PAGE = 20

type Query = z.output<typeof listNews.query>

/** One page of the news, newest first. */
export async function newsPage({ db, clock }: Pick<Deps, 'db' | 'clock'>, { category, limit = PAGE, cursor }: Query) {
  const after = placeOfCursor(cursor)
  const rows = await selectNews(db, { category, after, count: limit + 1, now: clock.now().toISOString() })
  const { page, next } = pageOf(rows, limit, (row) => ({ at: row.published_at, id: row.id }))
  const items = page.map(({ id, title, category: own, source, published_at, extract, url }) => ({
    id,
    title,
    category: own,
    source,
    publishedAt: published_at,
    extract,
    url,
  }))
  return { items, next }
}
