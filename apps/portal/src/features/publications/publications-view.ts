import type { Reply } from '@sma/contract/api'
import { formatDateLong, shanghaiDate } from '@sma/ui/format/dates'

export type Listed = Reply<'listAnnouncements'>
export type Publication = Listed['items'][number]
export type Kind = 'announcement' | 'article'

export const LIST = { announcement: 'listAnnouncements', article: 'listArticles' } as const

/** The day in Shanghai on which something was published, as text. */
export const publishedDay = (publishedAt: string, locale: string): string =>
  formatDateLong(shanghaiDate(Date.parse(publishedAt)), locale)

/** `2.3 MB`, `640 KB`: in thousands, as phones count. */
export function sizeText(bytes: number): string {
  if (bytes >= 1_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`
  return `${Math.max(1, Math.round(bytes / 1000))} KB`
}

export const isPdf = (file: Publication['document']): boolean => file?.mediaType === 'application/pdf'

/** Where a file's bytes are. */
export const documentUrl = (id: string): string => `/api/v1/documents/${encodeURIComponent(id)}`
