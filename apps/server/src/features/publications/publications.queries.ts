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

const withFiles = (db: Db) =>
  db
    .selectFrom('publication as b')
    .leftJoin('document as d', 'd.id', 'b.document_id')
    .leftJoin('document as c', 'c.id', 'b.cover_id')
    .selectAll('b')
    .select(['d.file_name', 'd.size', 'd.media_type', 'd.sha256'])
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
}

export async function replaceTargets(db: Db, id: string, portfolioIds: readonly string[]): Promise<void> {
  await db.deleteFrom('publication_portfolio').where('publication_id', '=', id).execute()
  if (portfolioIds.length === 0) return
  const rows = portfolioIds.map((portfolio_id) => ({ publication_id: id, portfolio_id }))
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

export function selectDocument(db: Db, id: string): Promise<DocumentTable | undefined> {
  return db.selectFrom('document').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Whether a publication for this account has a file of the same bytes, unless it was withdrawn. */
export async function isGivenAlready(db: Db, sha256: string, portfolioCode: string): Promise<boolean> {
  const found = await db
    .selectFrom('document as d')
    .innerJoin('publication as b', 'b.document_id', 'd.id')
    .innerJoin('publication_portfolio as for', 'for.publication_id', 'b.id')
    .innerJoin('portfolio as p', 'p.id', 'for.portfolio_id')
    .select('d.id')
    .where('d.sha256', '=', sha256)
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
