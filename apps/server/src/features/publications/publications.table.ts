export type PublicationKind = 'announcement' | 'article'

/** What the house gives its clients to read; shown while it is `released` and its time has come. */
export interface PublicationTable {
  id: string
  kind: PublicationKind
  title: string
  category: string | null
  summary: string | null
  /** Plain text; paragraphs are parted by an empty line. */
  body: string | null
  /** Null until it is released, where it has no time of its own. */
  published_at: string | null
  state: 'draft' | 'released' | 'withdrawn'
  /** For all, for accounts in publication_portfolio, or for those of a strategy. */
  audience: 'all' | 'accounts' | 'strategy'
  strategy: string | null
  /** Grows with every change; a receipt is of one version. */
  version: number
  /** Its picture now; earlier ones stay in `document`. */
  cover_id: string | null
  withdrawal_reason: string | null
  /** Tells a row of documents.csv again; null for what staff wrote. */
  source_key: string | null
  /** Which duty of disclosure it meets for those it is for; both null for most. */
  report_kind: 'monthly' | 'quarterly' | 'annual' | 'event' | null
  /** `2026-10`, `2026-Q4`, `2026`, or the day of an event. */
  report_period: string | null
  created_at: string
  created_by: string
  changed_at: string
  changed_by: string
}

export interface PublicationPortfolioTable {
  publication_id: string
  portfolio_id: string
  /** The publication's own. */
  report_kind: PublicationTable['report_kind']
  report_period: string | null
  /** From when the account's clients read it; null while it is not released. */
  covers_from: string | null
}

/** A file that belongs to a publication; its bytes are stored under `sha256`. */
export interface DocumentTable {
  id: string
  publication_id: string
  role: 'document' | 'cover'
  /** Among the files that clients are given, from 1 on without a gap; null for covers and for what was taken away. */
  position: number | null
  sha256: string
  file_name: string
  size: number
  media_type: string
  added_at: string
  added_by: string
}

/** When a client first opened a version. */
export interface PublicationReceiptTable {
  publication_id: string
  client_id: string
  version: number
  opened_at: string
}

/** When a client first opened a file. */
export interface DocumentReceiptTable {
  document_id: string
  client_id: string
  opened_at: string
}

/** What a publication said after each change; nothing is kept from before the first that is noted. */
export interface PublicationContentTable {
  publication_id: string
  number: number
  /** `PublicationContent` as JSON. */
  content: string
  noted_at: string
  noted_by: string
}
