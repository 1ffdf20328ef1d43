/** What of the publications a client sees: released, its time has come, and meant for one of the client's accounts. */
import { sql } from 'kysely'
import type { Db } from '../../db/schema'
import type { DocumentTable, PublicationKind } from './publications.table'

export interface Reader {
  clientId: string
  /** The accounts that are asked for, of those the client sees; never empty. */
  portfolioIds: readonly string[]
  /** Now, ISO in UTC. */
  now: string
}

const shownTo = (db: Db, { portfolioIds, now }: Pick<Reader, 'portfolioIds' | 'now'>) =>
  db
    .selectFrom('publication as b')
    .where('b.state', '=', 'released')
    .where('b.published_at', '<=', now)
    .where(({ or, and, eb, exists, selectFrom }) =>
      or([
        eb('b.audience', '=', 'all'),
        and([
          eb('b.audience', '=', 'accounts'),
          exists(
            selectFrom('publication_portfolio as for')
              .select('for.portfolio_id')
              .whereRef('for.publication_id', '=', 'b.id')
              .where('for.portfolio_id', 'in', portfolioIds),
          ),
        ]),
        and([
          eb('b.audience', '=', 'strategy'),
          exists(
            selectFrom('portfolio as p')
              .select('p.id')
              .whereRef('p.strategy', '=', 'b.strategy')
              .where('p.id', 'in', portfolioIds),
          ),
        ]),
      ]),
    )

/** With its receipt of this client and its cover, where there is one. */
const withReceipt = (db: Db, reader: Reader) =>
  shownTo(db, reader)
    .leftJoin('publication_receipt as r', (join) =>
      join
        .onRef('r.publication_id', '=', 'b.id')
        .onRef('r.version', '=', 'b.version')
        .on('r.client_id', '=', reader.clientId),
    )
    .leftJoin('document as c', 'c.id', 'b.cover_id')
    .select(['b.id', 'b.kind', 'b.title', 'b.category', 'b.summary', 'b.version', 'r.opened_at'])
    .select(['c.id as cover_id', 'c.file_name as cover_name', 'c.size as cover_size', 'c.media_type as cover_type'])
    .select((e) => e.ref('b.published_at').$castTo<string>().as('published_at'))

interface ShownFilter {
  kind: PublicationKind
  category: string | undefined
  /** Only what stands after it. */
  after: { publishedAt: string; id: string } | null
  limit: number
}

/** One page of a list, newest first. */
export function selectShown(db: Db, reader: Reader, { kind, category, after, limit }: ShownFilter) {
  return withReceipt(db, reader)
    .where('b.kind', '=', kind)
    .$if(category !== undefined, (q) => q.where('b.category', '=', category ?? ''))
    .$if(after !== null, (q) =>
      q.where(({ or, and, eb }) =>
        or([
          eb('b.published_at', '<', after?.publishedAt ?? ''),
          and([eb('b.published_at', '=', after?.publishedAt ?? ''), eb('b.id', '<', after?.id ?? '')]),
        ]),
      ),
    )
    .orderBy('b.published_at', 'desc')
    .orderBy('b.id', 'desc')
    .limit(limit)
    .execute()
}

export type ShownRow = Awaited<ReturnType<typeof selectShown>>[number]

/** How many of a list the client has not opened, by category. */
export async function selectUnread(db: Db, reader: Reader, kind: PublicationKind) {
  const rows = await shownTo(db, reader)
    .leftJoin('publication_receipt as r', (join) =>
      join
        .onRef('r.publication_id', '=', 'b.id')
        .onRef('r.version', '=', 'b.version')
        .on('r.client_id', '=', reader.clientId),
    )
    .select('b.category')
    .select(sql<number>`sum(case when r.opened_at is null then 1 else 0 end)`.as('unread'))
    .where('b.kind', '=', kind)
    .groupBy('b.category')
    .orderBy('b.category')
    .execute()
  return rows.map(({ category, unread }) => ({ category, unread: Number(unread) }))
}

/** One of them with its text. */
export function selectShownOne(db: Db, reader: Reader, id: string) {
  return withReceipt(db, reader).select('b.body').where('b.id', '=', id).executeTakeFirst()
}

/** A file of one of them. */
export function selectShownDocument(
  db: Db,
  reader: Reader,
  id: string,
): Promise<
  | (Pick<DocumentTable, 'role' | 'sha256' | 'file_name' | 'media_type' | 'publication_id'> & { version: number })
  | undefined
> {
  return shownTo(db, reader)
    .innerJoin('document as d', 'd.publication_id', 'b.id')
    .where(({ or, eb }) => or([eb('d.position', 'is not', null), eb('d.id', '=', eb.ref('b.cover_id'))]))
    .select(['d.role', 'd.sha256', 'd.file_name', 'd.media_type', 'd.publication_id', 'b.version'])
    .where('d.id', '=', id)
    .executeTakeFirst()
}

/** The files of publications in their order, with this client's receipts: of those that a statement above has shown. */
export function selectShownFiles(db: Db, publicationIds: readonly string[], clientId: string) {
  return db
    .selectFrom('document as d')
    .leftJoin('document_receipt as r', (join) =>
      join.onRef('r.document_id', '=', 'd.id').on('r.client_id', '=', clientId),
    )
    .select(['d.id', 'd.publication_id', 'd.file_name', 'd.size', 'd.media_type', 'r.opened_at'])
    .where('d.publication_id', 'in', publicationIds)
    .where('d.position', 'is not', null)
    .orderBy('d.position')
    .execute()
}

export async function insertFileReceipt(
  db: Db,
  receipt: { document_id: string; client_id: string; opened_at: string },
): Promise<void> {
  await db.insertInto('document_receipt').ignore().values(receipt).execute()
}

/** The first time counts. */
export async function insertReceipt(
  db: Db,
  receipt: { publication_id: string; client_id: string; version: number; opened_at: string },
): Promise<void> {
  await db.insertInto('publication_receipt').ignore().values(receipt).execute()
}
