export type PageName = 'about' | 'disclaimer' | 'risk' | 'terms' | 'privacy'

/** One version of a page as staff wrote it; the highest number counts, none is ever changed. */
export interface PageVersionTable {
  name: PageName
  number: number
  /** What people and consents call it. */
  version: string
  title_zh: string
  /** Sanitised when it was stored. */
  html_zh: string
  title_en: string | null
  html_en: string | null
  updated_at: string
  updated_by: string
}
