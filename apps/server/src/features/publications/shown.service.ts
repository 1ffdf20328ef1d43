/** Announcements and articles as clients read them; opening one leaves a receipt. */
import type { listAnnouncements, readPublication } from '@sma/contract/publications'
import type { z } from 'zod'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { groupBy } from '../../group-by'
import { AppError } from '../../http/errors'
import type { SignedInClient } from '../../http/callers'
import type { Download } from '../../http/replies'
import { seenPortfolios } from '../portfolios/seen-portfolios.service'
import type { DocumentTable, PublicationKind } from './publications.table'
import {
  insertFileReceipt,
  insertReceipt,
  selectShown,
  selectShownDocument,
  selectShownFiles,
  selectShownOne,
  selectUnread,
  type Reader,
  type ShownRow,
} from './shown.queries'

type ReadDeps = Pick<Deps, 'db' | 'clock' | 'config'>
type ListQuery = z.output<typeof listAnnouncements.query>
type ListReply = z.input<typeof listAnnouncements.reply>

const DEFAULT_LIMIT = 20

interface Asked {
  kind: PublicationKind
  portfolioId: string
  /** Null for staff, who has nothing to mark as read. */
  clientId: string | null
  query: ListQuery
}

export async function publicationsPage(
  { db, clock }: ReadDeps,
  { kind, portfolioId, clientId, query }: Asked,
): Promise<ListReply> {
  const { category, limit = DEFAULT_LIMIT, cursor } = query
  const reader: Reader = { clientId: clientId ?? '', portfolioIds: [portfolioId], now: clock.now().toISOString() }
  const after = cursor === undefined ? null : placeOf(cursor)
  const rows = await selectShown(db, reader, { kind, category, after, limit: limit + 1 })
  const categories = await selectUnread(db, reader, kind)
  const page = rows.slice(0, limit)
  const files = await filesByPublication(db, page, clientId)
  const last = page.at(-1)
  return {
    items: page.map((row) => ({
      ...itemOf(row, files.get(row.id)),
      unread: clientId !== null && row.opened_at === null,
    })),
    next: rows.length > limit && last ? cursorAfter(last) : null,
    unread: clientId === null ? 0 : categories.reduce((sum, { unread }) => sum + unread, 0),
    categories: categories.flatMap((one) => one.category ?? []),
  }
}

const cursorAfter = ({ published_at, id }: ShownRow): string =>
  Buffer.from(`${published_at} ${id}`).toString('base64url')

const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9A-Z]{26})$/

/** Where a page ended; `published_at id` under base64url. */
export function placeOf(cursor: string): { publishedAt: string; id: string } {
  const [, publishedAt, id] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? []
  if (publishedAt === undefined || id === undefined) throw new AppError('cursor-invalid')
  return { publishedAt, id }
}

type ShownFile = ListReply['items'][number]['documents'][number]

/** For staff, who has nothing to mark as read, no file is unread. */
async function filesByPublication(
  db: Db,
  rows: readonly { id: string }[],
  clientId: string | null,
): Promise<Map<string, ShownFile[]>> {
  if (rows.length === 0) return new Map()
  const ids = rows.map(({ id }) => id)
  const files = await selectShownFiles(db, ids, clientId ?? '')
  const shown = ({ opened_at, ...file }: (typeof files)[number]) => ({
    ...fileOf(file),
    unread: clientId !== null && opened_at === null,
  })
  return new Map([...groupBy(files, (file) => file.publication_id)].map(([id, own]) => [id, own.map(shown)]))
}

function itemOf(row: ShownRow, documents: ShownFile[] = []) {
  const { id, title, category, summary, version } = row
  const [first = null] = documents
  const document = first && fileFields(first)
  return {
    id,
    title,
    category,
    summary,
    version,
    publishedAt: row.published_at,
    document,
    documents,
    cover: coverOf(row),
  }
}

const fileFields = ({ id, fileName, size, mediaType }: ShownFile) => ({ id, fileName, size, mediaType })

/** A file as the contract shows it. */
export const fileOf = (file: Pick<DocumentTable, 'id' | 'file_name' | 'size' | 'media_type'>) => ({
  id: file.id,
  fileName: file.file_name,
  size: Number(file.size),
  mediaType: file.media_type,
})

/** A file of a joined row; null where the row has none. */
export const fileIn = (id: string | null, file_name: string | null, size: number | null, media_type: string | null) =>
  id === null || file_name === null || size === null || media_type === null
    ? null
    : fileOf({ id, file_name, size, media_type })

/** The picture of a joined row. */
export const coverOf = (row: Pick<ShownRow, 'cover_id' | 'cover_name' | 'cover_size' | 'cover_type'>) =>
  fileIn(row.cover_id, row.cover_name, row.cover_size, row.cover_type)

/** A client with all accounts that it sees now; someone who sees none sees no publication. */
async function readerOf(deps: ReadDeps, client: SignedInClient): Promise<Reader> {
  const portfolioIds = (await seenPortfolios(deps, client)).map(({ id }) => id)
  if (portfolioIds.length === 0) throw new AppError('not-found')
  return { clientId: client.clientId, portfolioIds, now: deps.clock.now().toISOString() }
}

export async function openPublication(
  deps: ReadDeps,
  client: SignedInClient,
  id: string,
): Promise<z.input<typeof readPublication.reply>> {
  const reader = await readerOf(deps, client)
  const row = await selectShownOne(deps.db, reader, id)
  if (!row) throw new AppError('not-found')
  const files = await filesByPublication(deps.db, [row], client.viewer ? null : client.clientId)
  await noteOpened(deps, client, row)
  return { ...itemOf(row, files.get(id)), kind: row.kind, text: row.body }
}

/** The bytes of a file that the client may see; a cover is shown with its list and says nothing of its reader. */
export async function openDocument(
  deps: ReadDeps & Pick<Deps, 'files'>,
  client: SignedInClient,
  id: string,
): Promise<Download> {
  const reader = await readerOf(deps, client)
  const row = await selectShownDocument(deps.db, reader, id)
  if (!row) throw new AppError('not-found')
  const bytes = await deps.files.get(row.sha256)
  if (row.role === 'document')
    await noteOpened(deps, client, { id: row.publication_id, version: row.version, documentId: id })
  return { name: row.file_name, bytes, mediaType: row.media_type }
}

/** Staff who look as a client leave no receipt of the client's. */
async function noteOpened(
  { db, clock }: ReadDeps,
  { clientId, viewer }: SignedInClient,
  { id, version, documentId }: { id: string; version: number; documentId?: string },
): Promise<void> {
  if (viewer) return
  const receipt = { client_id: clientId, opened_at: clock.now().toISOString() }
  await insertReceipt(db, { ...receipt, publication_id: id, version: Number(version) })
  if (documentId !== undefined) await insertFileReceipt(db, { ...receipt, document_id: documentId })
}
