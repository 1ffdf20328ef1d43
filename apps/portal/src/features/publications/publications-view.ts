import type { Reply } from '@sma/contract/api'
import { formatDateLong, shanghaiDate } from '@sma/ui/format/dates'

export type Listed = Reply<'listAnnouncements'>
export type Publication = Listed['items'][number]
export type Kind = 'announcement' | 'article'

export const LIST = { announcement: 'listAnnouncements', article: 'listArticles' } as const

/** The day in Shanghai on which something was published, as text. */
export const publishedDay = (publishedAt: string, locale: string): string =>
  formatDateLong(shanghaiDate(Date.parse(publishedAt)), locale)

export const isPdf = (file: Publication['documents'][number]): boolean => file.mediaType === 'application/pdf'

/** Where a file's bytes are. */
export const documentUrl = (id: string): string => `/api/v1/documents/${encodeURIComponent(id)}`
