/** Publications as staff and imports write them. */
import { sql } from 'kysely'
import type { Db } from '../../db/schema'
import { owns } from '../clients/ownership.queries'
import type { DocumentTable, PublicationKind, PublicationTable } from './publications.table'

export type ShownState = 'draft' | 'scheduled' | 'shown' | 'withdrawn'

interface PublicationFilter {
  kind: PublicationKind | undefined
  state: ShownState | undefined
  text: string | undefined
  portfolio: string | undefined
  after: { publishedAt: string; id: string } | null
  now: string
  limit: number
}

/** With the first of its files and its cover, where there are any. */
const withFiles = (db: Db) =>
  db
    .selectFrom('publication as b')
    .leftJoin('document as d', (join) => join.onRef('d.publication_id', '=', 'b.id').on('d.position', '=', 1))
    .leftJoin('document as c', 'c.id', 'b.cover_id')
    .selectAll('b')
    .select(['d.id as document_id', 'd.file_name', 'd.size', 'd.media_type'])
    .select(['c.file_name as cover_name', 'c.size as cover_size', 'c.media_type as cover_type'])

/** Those last changed first. */
export function selectPublications(db: Db, filter: PublicationFilter) {
  const { kind, state, text, portfolio, after, now } = filter
  let query = withFiles(db)
  if (kind) query = query.where('b.kind', '=', kind)
  if (state === 'draft' || state === 'withdrawn') query = query.where('b.state', '=', state)
  if (state === 'scheduled') query = query.where('b.state', '=', 'released').where('b.published_at', '>', now)
  if (state === 'shown') query = query.where('b.state', '=', 'released').where('b.published_at', '<=', now)
  if (text) {
    const pattern = `%${text.replaceAll(/[!%_]/g, '!$&')}%`
    query = query.where(
      sql<boolean>`(${sql.ref('b.title')} like ${pattern} escape '!' or ${sql.ref('b.category')} like ${pattern} escape '!')`,
    )
  }
  if (portfolio)
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('publication_portfolio as for')
          .innerJoin('portfolio as p', 'p.id', 'for.portfolio_id')
          .select('p.id')
          .whereRef('for.publication_id', '=', 'b.id')
          .where('p.code', '=', portfolio),
      ),
    )
  if (after)
    query = query.where(({ or, and, eb }) =>
      or([
        eb('b.changed_at', '<', after.publishedAt),
        and([eb('b.changed_at', '=', after.publishedAt), eb('b.id', '<', after.id)]),
      ]),
    )
  return query.orderBy('b.changed_at', 'desc').orderBy('b.id', 'desc').limit(filter.limit).execute()
}

export type PublicationRow = Awaited<ReturnType<typeof selectPublications>>[number]

export function selectPublication(db: Db, id: string): Promise<PublicationRow | undefined> {
  return withFiles(db).where('b.id', '=', id).executeTakeFirst()
}

export function selectBySourceKey(db: Db, sourceKey: string): Promise<PublicationRow | undefined> {
  return withFiles(db).where('b.source_key', '=', sourceKey).executeTakeFirst()
}

/** Codes of the accounts that publications are for, by publication. */
export async function selectTargets(db: Db, ids: readonly string[]): Promise<Map<string, string[]>> {
  const targets = new Map<string, string[]>()
  if (ids.length === 0) return targets
  const rows = await db
    .selectFrom('publication_portfolio as for')
    .innerJoin('portfolio as p', 'p.id', 'for.portfolio_id')
    .select(['for.publication_id', 'p.code'])
    .where('for.publication_id', 'in', ids)
    .orderBy('p.code')
    .execute()
  for (const { publication_id, code } of rows)
    targets.set(publication_id, [...(targets.get(publication_id) ?? []), code])
  return targets
}

export async function insertPublication(db: Db, row: PublicationTable): Promise<void> {
  await db.insertInto('publication').values(row).execute()
}

/** False where it has changed since that version was read. */
export async function updatePublication(
  db: Db,
  { id, version, ...change }: Partial<PublicationTable> & Pick<PublicationTable, 'id' | 'version'>,
): Promise<boolean> {
  const result = await db
    .updateTable('publication')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Shows it or takes it back; what clients read stays the version that it is. */
export async function setState(
  db: Db,
  { id, ...change }: Pick<PublicationTable, 'id' | 'state' | 'changed_at' | 'changed_by'> & Partial<PublicationTable>,
): Promise<void> {
  await db.updateTable('publication').set(change).where('id', '=', id).execute()
  await db
    .updateTable('publication_portfolio')
    .set(await coverOf(db, id))
    .where('publication_id', '=', id)
    .execute()
}

/** What stands beside each account of a publication, so that reports that are owed are told without it. */
async function coverOf(db: Db, id: string) {
  const { state, published_at, ...report } = await db
    .selectFrom('publication')
    .select(['state', 'published_at', 'report_kind', 'report_period'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { ...report, covers_from: state === 'released' ? published_at : null }
}

/** After the publication itself is written. */
export async function replaceTargets(db: Db, id: string, portfolioIds: readonly string[]): Promise<void> {
  await db.deleteFrom('publication_portfolio').where('publication_id', '=', id).execute()
  if (portfolioIds.length === 0) return
  const cover = await coverOf(db, id)
  const rows = portfolioIds.map((portfolio_id) => ({ publication_id: id, portfolio_id, ...cover }))
  await db.insertInto('publication_portfolio').values(rows).execute()
}

export async function selectPortfolioIds(db: Db, codes: readonly string[]): Promise<{ id: string; code: string }[]> {
  if (codes.length === 0) return []
  return db.selectFrom('portfolio').select(['id', 'code']).where('code', 'in', codes).execute()
}

export async function selectPortfolioCodes(db: Db): Promise<string[]> {
  return (await db.selectFrom('portfolio').select('code').execute()).map(({ code }) => code)
}

export async function insertDocument(db: Db, row: DocumentTable): Promise<void> {
  await db.insertInto('document').values(row).execute()
}

/** The files that go with a publication now, in their order. */
export function selectAttached(db: Db, publicationId: string): Promise<DocumentTable[]> {
  return db
    .selectFrom('document')
    .selectAll()
    .where('publication_id', '=', publicationId)
    .where('position', 'is not', null)
    .orderBy('position')
    .execute()
}

/** Gives exactly these files a place, in this order; the others stay kept without one. */
export async function placeDocuments(db: Db, publicationId: string, ids: readonly string[]): Promise<void> {
  await db.updateTable('document').set({ position: null }).where('publication_id', '=', publicationId).execute()
  for (const [at, id] of ids.entries())
    await db
      .updateTable('document')
      .set({ position: at + 1 })
      .where('id', '=', id)
      .execute()
}

export function selectDocument(db: Db, id: string): Promise<DocumentTable | undefined> {
  return db.selectFrom('document').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Whether a publication for this account has a file of the same bytes, unless it was withdrawn. */
export async function isGivenAlready(db: Db, sha256: string, portfolioCode: string): Promise<boolean> {
  const found = await db
    .selectFrom('document as d')
    .innerJoin('publication as b', 'b.id', 'd.publication_id')
    .innerJoin('publication_portfolio as for', 'for.publication_id', 'b.id')
    .innerJoin('portfolio as p', 'p.id', 'for.portfolio_id')
    .select('d.id')
    .where('d.sha256', '=', sha256)
    .where('d.position', 'is not', null)
    .where('p.code', '=', portfolioCode)
    .where('b.state', '!=', 'withdrawn')
    .executeTakeFirst()
  return found !== undefined
}

/** The clients that a publication is for, by their accounts. */
const audienceOf = (db: Db, { id, now }: { id: string; now: string }) =>
  db
    .selectFrom('publication as b')
    .innerJoin('client_portfolio as owned', (join) => join.onTrue())
    .innerJoin('portfolio as p', 'p.id', 'owned.portfolio_id')
    .where('b.id', '=', id)
    .where(owns('owned', now))
    .where(({ or, and, eb, exists, selectFrom }) =>
      or([
        eb('b.audience', '=', 'all'),
        and([eb('b.audience', '=', 'strategy'), eb('p.strategy', '=', eb.ref('b.strategy'))]),
        and([
          eb('b.audience', '=', 'accounts'),
          exists(
            selectFrom('publication_portfolio as for')
              .select('for.portfolio_id')
              .whereRef('for.publication_id', '=', 'b.id')
              .whereRef('for.portfolio_id', '=', 'p.id'),
          ),
        ]),
      ]),
    )

/** Who has not opened the version first. */
type Asked = { id: string; version: number; now: string }

export function selectReaders(db: Db, { id, version, now, limit }: Asked & { limit: number }) {
  return db
    .selectFrom('client')
    .leftJoin('publication_receipt as r', (join) =>
      join.onRef('r.client_id', '=', 'client.id').on('r.publication_id', '=', id).on('r.version', '=', version),
    )
    .select(['client.id', 'client.client_no', 'client.name_enc', 'r.opened_at'])
    .where('client.id', 'in', audienceOf(db, { id, now }).select('owned.client_id'))
    .orderBy('r.opened_at')
    .orderBy('client.client_no')
    .limit(limit)
    .execute()
}

/** Who has not opened the version, one row for each account that it is for, by client. */
export function selectUnreadAccounts(db: Db, { id, version, now }: Asked) {
  return audienceOf(db, { id, now })
    .innerJoin('client as c', 'c.id', 'owned.client_id')
    .leftJoin('publication_receipt as r', (join) =>
      join.onRef('r.client_id', '=', 'c.id').on('r.publication_id', '=', id).on('r.version', '=', version),
    )
    .select(['c.id', 'c.client_no', 'c.name_enc', 'p.code', 'p.name'])
    .where('r.opened_at', 'is', null)
    .orderBy('c.client_no')
    .orderBy('p.code')
    .execute()
}

/** Which of some files which of some clients have opened. */
export async function selectFileReceipts(db: Db, documentIds: readonly string[], clientIds: readonly string[]) {
  if (documentIds.length === 0 || clientIds.length === 0) return []
  return db
    .selectFrom('document_receipt')
    .select(['document_id', 'client_id'])
    .where('document_id', 'in', documentIds)
    .where('client_id', 'in', clientIds)
    .execute()
}

/** How many of the clients that a publication is for have opened each of its files now. */
export async function countFileReaders(db: Db, { id, now }: { id: string; now: string }): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('document_receipt as r')
    .innerJoin('document as d', 'd.id', 'r.document_id')
    .select(({ fn }) => ['d.id', fn.countAll<number>().as('clients')])
    .where('d.publication_id', '=', id)
    .where('d.position', 'is not', null)
    .where('r.client_id', 'in', audienceOf(db, { id, now }).select('owned.client_id'))
    .groupBy('d.id')
    .execute()
  return new Map(rows.map(({ id: documentId, clients }) => [documentId, Number(clients)]))
}

export async function countReaders(db: Db, { id, version, now }: Asked) {
  const row = await db
    .selectFrom('client')
    .leftJoin('publication_receipt as r', (join) =>
      join.onRef('r.client_id', '=', 'client.id').on('r.publication_id', '=', id).on('r.version', '=', version),
    )
    .select(({ fn }) => [fn.countAll<number>().as('clients'), fn.count<number>('r.opened_at').as('opened')])
    .where('client.id', 'in', audienceOf(db, { id, now }).select('owned.client_id'))
    .executeTakeFirstOrThrow()
  return { clients: Number(row.clients), opened: Number(row.opened) }
}
