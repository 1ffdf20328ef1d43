/** Staff write, target, release and withdraw what clients read; every step is audited. */
import { maskName } from '@sma/contract/identity'
import type {
  addPublication,
  changePublication,
  listPublications,
  readStaffPublication,
} from '@sma/contract/staff-publications'
import type { z } from 'zod'
import { placeOf as personalPlace } from '../../crypto/personal'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { CallingStaff } from '../../http/callers'
import type { Download } from '../../http/replies'
import { appendAudit, noteAuditHead, noteEvent, staffActor, type Actor, type AuditEvent } from '../audit/audit.service'
import { keepingHistory } from './content.service'
import { known } from './known-publication'
import {
  countFileReaders,
  countReaders,
  insertPublication,
  replaceTargets,
  selectAttached,
  selectDocument,
  selectFileReceipts,
  selectPortfolioIds,
  selectPublications,
  selectReaders,
  selectTargets,
  setState,
  updatePublication,
  type PublicationRow,
  type ShownState,
} from './publications.queries'
import type { PublicationTable } from './publications.table'
import { coverOf, fileIn, fileOf, placeOf } from './shown.service'

const DEFAULT_LIMIT = 50
const READERS_SHOWN = 200

export async function publicationList(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  query: z.output<typeof listPublications.query>,
): Promise<z.input<typeof listPublications.reply>> {
  const { kind, state, text, portfolio, limit = DEFAULT_LIMIT, cursor } = query
  const now = clock.now().toISOString()
  const after = cursor === undefined ? null : placeOf(cursor)
  const filter = { kind, state, text: text?.trim(), portfolio, after, now, limit: limit + 1 }
  const rows = await selectPublications(db, filter)
  const page = rows.slice(0, limit)
  const targets = await selectTargets(
    db,
    page.map(({ id }) => id),
  )
  const last = page.at(-1)
  const next = rows.length > limit && last ? Buffer.from(`${last.changed_at} ${last.id}`).toString('base64url') : null
  return { items: page.map((row) => listed(row, targets, now)), next }
}

function listed(row: PublicationRow, targets: Map<string, string[]>, now: string) {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    category: row.category,
    publishedAt: row.published_at,
    state: stateOf(row, now),
    version: row.version,
    audience: row.audience,
    strategy: row.strategy as z.input<typeof listPublications.reply>['items'][number]['strategy'],
    portfolios: targets.get(row.id) ?? [],
    report: reportOf(row),
    document: fileIn(row.document_id, row.file_name, row.size, row.media_type),
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  }
}

const reportOf = ({ report_kind, report_period }: PublicationRow) =>
  report_kind === null || report_period === null ? null : { kind: report_kind, period: report_period }

function stateOf({ state, published_at }: Pick<PublicationTable, 'state' | 'published_at'>, now: string): ShownState {
  if (state !== 'released') return state
  return (published_at ?? '') > now ? 'scheduled' : 'shown'
}

export async function publicationPage(
  { db, clock, keys }: Pick<Deps, 'db' | 'clock' | 'keys'>,
  id: string,
): Promise<z.input<typeof readStaffPublication.reply>> {
  const row = await known(db, id)
  const asked = { id, version: row.version, now: clock.now().toISOString() }
  const readers = await selectReaders(db, { ...asked, limit: READERS_SHOWN })
  const files = await selectAttached(db, id)
  const openedBy = await countFileReaders(db, asked)
  const receipts = await selectFileReceipts(
    db,
    files.map((file) => file.id),
    readers.map((reader) => reader.id),
  )
  return {
    ...listed(row, await selectTargets(db, [id]), asked.now),
    ...(await countReaders(db, asked)),
    summary: row.summary,
    text: row.body,
    documents: files.map((file) => ({ ...fileOf(file), opened: openedBy.get(file.id) ?? 0 })),
    cover: coverOf(row),
    withdrawalReason: row.withdrawal_reason,
    readers: readers.map((one) => ({
      name: maskName(keys.decrypt(one.name_enc, personalPlace('client', 'name', one.id))),
      clientNo: one.client_no,
      openedAt: one.opened_at,
      openedFiles: receipts.filter((receipt) => receipt.client_id === one.id).length,
    })),
  }
}

type Written = z.output<typeof addPublication.body>

/** Columns of what was written, and the accounts that it is for. */
async function columnsOf(db: Db, written: Written) {
  const { kind, title, category, summary, text, publishedAt, audience, strategy, portfolios, report } = written
  const found = audience === 'accounts' ? await selectPortfolioIds(db, [...new Set(portfolios)]) : []
  const isKnown = found.length === new Set(portfolios).size
  if (audience === 'accounts' && (portfolios.length === 0 || !isKnown)) throw new AppError('audience-invalid')
  if ((audience === 'strategy') !== (strategy !== null)) throw new AppError('audience-invalid')
  const published_at = publishedAt === null ? null : new Date(publishedAt).toISOString()
  const reported = { report_kind: report?.kind ?? null, report_period: report?.period ?? null }
  const columns = { kind, title, category, summary, body: text, published_at, audience, strategy, ...reported }
  return { columns, portfolioIds: found.map((portfolio) => portfolio.id) }
}

/** What a change is written with: in one transaction with its line in the audit log. */
export async function inAuditedTransaction<T>(
  deps: Deps,
  event: AuditEvent,
  change: (tx: Db) => Promise<T>,
): Promise<T> {
  const result = await deps.db.transaction().execute(async (tx) => {
    const done = await change(tx)
    await appendAudit(tx, deps, event)
    return done
  })
  await noteAuditHead(deps)
  return result
}

export const eventOf = (
  actor: Actor,
  action: AuditEvent['action'],
  id: string,
  detail: NonNullable<AuditEvent['detail']> = {},
): AuditEvent => ({ actor, action, object: { kind: 'publication', id }, detail })

/** A draft that nobody sees yet, in the caller's transaction. */
export async function addDraft(
  { newId, clock }: Pick<Deps, 'newId' | 'clock'>,
  tx: Db,
  { written, by }: { written: Written; by: string },
): Promise<string> {
  const { columns, portfolioIds } = await columnsOf(tx, written)
  const id = newId()
  const at = clock.now().toISOString()
  const empty = { cover_id: null, withdrawal_reason: null, source_key: null }
  const made = { created_at: at, created_by: by, changed_at: at, changed_by: by }
  await keepingHistory(tx, { id, at, by }, async () => {
    await insertPublication(tx, { id, ...columns, ...empty, state: 'draft', version: 1, ...made })
    await replaceTargets(tx, id, portfolioIds)
  })
  return id
}

export async function addOne(deps: Deps, staff: CallingStaff, written: Written): Promise<{ id: string }> {
  const id = await deps.db.transaction().execute(async (tx) => {
    const added = await addDraft(deps, tx, { written, by: staff.login })
    await appendAudit(tx, deps, eventOf(staffActor(staff), 'edit-publication', added, { version: 1 }))
    return added
  })
  await noteAuditHead(deps)
  return { id }
}

export async function changeOne(
  deps: Deps,
  staff: CallingStaff,
  { id, version, ...written }: z.output<typeof changePublication.body> & { id: string },
): Promise<{ version: number }> {
  const next = version + 1
  const event = eventOf(staffActor(staff), 'edit-publication', id, { version: next })
  await inAuditedTransaction(deps, event, async (tx) => {
    const row = await known(tx, id)
    const { columns, portfolioIds } = await columnsOf(tx, written)
    // What is shown always has its time.
    const published_at = columns.published_at ?? (row.state === 'released' ? row.published_at : null)
    const { at, by, ...changed } = changeBy(deps, staff)
    await keepingHistory(tx, { id, at, by }, async () => {
      const isTaken = await updatePublication(tx, { id, version, ...columns, published_at, ...changed })
      if (!isTaken) throw new AppError('version-changed')
      await replaceTargets(tx, id, portfolioIds)
    })
  })
  return { version: next }
}

/** When and by whom something changes, for its row and for its history. */
function changeBy({ clock }: Pick<Deps, 'clock'>, { login }: CallingStaff) {
  const at = clock.now().toISOString()
  return { at, by: login, changed_at: at, changed_by: login }
}

/** Shows what is not shown yet; what has neither text nor file stops all of them. */
export async function releaseAll(
  deps: Deps,
  staff: CallingStaff,
  ids: readonly string[],
): Promise<{ released: number }> {
  const released = await deps.db.transaction().execute(async (tx) => {
    const rows: PublicationRow[] = []
    for (const id of new Set(ids)) rows.push(await known(tx, id))
    const waiting = rows.filter(({ state }) => state !== 'released')
    for (const { id, body } of waiting)
      if (body === null && (await selectAttached(tx, id)).length === 0) throw new AppError('publication-empty')
    const { at, by, ...changed } = changeBy(deps, staff)
    for (const { id, published_at } of waiting) {
      const shown = { published_at: published_at ?? at, withdrawal_reason: null }
      await keepingHistory(tx, { id, at, by }, () => setState(tx, { id, state: 'released', ...changed, ...shown }))
    }
    for (const { id, version } of waiting)
      await appendAudit(tx, deps, eventOf(staffActor(staff), 'release-publication', id, { version }))
    return waiting.length
  })
  await noteAuditHead(deps)
  return { released }
}

export async function withdrawOne(
  deps: Deps,
  staff: CallingStaff,
  { id, reason }: { id: string; reason: string },
): Promise<null> {
  await inAuditedTransaction(deps, eventOf(staffActor(staff), 'withdraw-publication', id, { reason }), async (tx) => {
    const { state } = await known(tx, id)
    if (state !== 'released') throw new AppError('not-found')
    const { at, by, ...changed } = changeBy(deps, staff)
    const withdrawn = { state: 'withdrawn' as const, withdrawal_reason: reason }
    await keepingHistory(tx, { id, at, by }, () => setState(tx, { id, ...withdrawn, ...changed }))
  })
  return null
}

/** The bytes of any file of a publication; who took them is written down first. */
export async function staffDocument(deps: Deps, staff: CallingStaff, id: string): Promise<Download> {
  const row = await selectDocument(deps.db, id)
  if (!row) throw new AppError('not-found')
  const bytes = await deps.files.get(row.sha256)
  const event = eventOf(staffActor(staff), 'download-document', row.publication_id, { document: id })
  await noteEvent(deps, event)
  return { name: row.file_name, bytes, mediaType: row.media_type }
}
