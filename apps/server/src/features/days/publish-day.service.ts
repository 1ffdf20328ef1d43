import type { Db } from '../../db/schema'
import {
  figuresOf,
  insertVersion,
  pointTo,
  raiseRevision,
  selectHoldingRows,
  selectPublishedBeside,
  selectSources,
  selectVersions,
  updateVersion,
  type VersionKey,
} from './day-records.queries'
import type { ValuationTable } from './days.table'
import { actorOf, earliestStaged, fundsOfDay, type ImportRun } from './import-run'
import { publishStagedRows, selectTransactionRows } from './staged-rows.queries'

/** How a version came to be let through: by two people, by one, by itself, or by the user of a shell (`--publish`). */
export type GateMode = 'two-person' | 'single-person' | 'automatic' | 'shell'

/** Shows an inserted version to clients, with the staged rows that may be shown with its day; part of the caller's transaction. */
export async function publishVersion(
  run: ImportRun,
  db: Db,
  key: VersionKey,
  as: { reason: string | null; mode: GateMode },
): Promise<void> {
  await pointTo(db, key)
  await publishRowsUpTo(run, db, key.portfolioId, { date: key.date, restated: key.date })
  await raiseRevision(db, key.portfolioId)
  notePublished(run, key, as)
}

function notePublished(
  run: ImportRun,
  { portfolioId, date, version }: VersionKey,
  { reason, mode }: { reason: string | null; mode: GateMode },
): void {
  run.events.push({
    actor: actorOf(run),
    action: reason === null ? 'publish-day' : 'restate-day',
    object: { kind: 'day', id: date },
    portfolioId,
    detail: { version, mode, ...(reason === null ? {} : { reason }) },
  })
}

/** `restated`: rows that wait for the version of that day, or of a later one, go too; null: none that wait for one. */
async function publishRowsUpTo(
  run: ImportRun,
  db: Db,
  portfolioId: string,
  { date, restated }: { date: string; restated: string | null },
): Promise<boolean> {
  const from = await earliestStaged(run, db, portfolioId)
  if (from === null || from > date) return false
  const published = await publishStagedRows(db, portfolioId, { from, to: date, restated, at: nowOf(run) })
  run.earliestStaged.delete(portfolioId)
  return published
}

const nowOf = (run: ImportRun): string => run.deps.clock.now().toISOString()

/**
 * Publishes staged rows that a published day already covers and that restate none: late transactions, and what completes. Rows
 * of a fund without a class keep all of them back (R-CHK-8).
 */
export async function publishLateRows(run: ImportRun, db: Db, portfolioId: string): Promise<boolean> {
  const from = await earliestStaged(run, db, portfolioId)
  const last = await selectPublishedBeside(db, portfolioId, { date: '9999-12-31', side: 'on-or-before' })
  if (from === null || !last || from > last.date) return false
  if (await lackClass(run, db, portfolioId, last.date)) return false
  const published = await publishRowsUpTo(run, db, portfolioId, { date: last.date, restated: null })
  if (!published) return false
  await raiseRevision(db, portfolioId)
  const detail = { from, to: last.date, mode: 'shell' }
  run.events.push({
    actor: actorOf(run),
    action: 'publish-rows',
    object: { kind: 'portfolio', id: portfolioId },
    portfolioId,
    detail,
  })
  return true
}

/** Whether a transaction that is staged up to the day is of a fund without a class. */
async function lackClass(run: ImportRun, db: Db, portfolioId: string, to: string): Promise<boolean> {
  const from = await earliestStaged(run, db, portfolioId)
  const rows = from === null ? [] : await selectTransactionRows(db, portfolioId, { from, to })
  return rows.some((row) => row.state === 'staged' && !fundsOfDay(run, row.date)(row.fund_code)?.assetClass)
}

/**
 * A version of a published day with the same figures, which carries the reason why what is read beside them changed; one that
 * waits already carries it from now on, and has to be looked at again. Returns whether it was published at once.
 */
export async function renewDay(run: ImportRun, db: Db, day: VersionKey, reason: string): Promise<boolean> {
  const { portfolioId, date } = day
  const versions = await selectVersions(db, portfolioId, date)
  const shown = versions.find(({ version }) => version === day.version)
  const newest = versions.at(-1)
  if (!shown || !newest) return false
  const isHeld = newest.state === 'held'
  const publishes = run.options.publish && !isHeld && !(await lackClass(run, db, portfolioId, date))
  const key = { ...day, version: shown.version + 1 }
  const made = { ...madeBy(run, isHeld ? 'held' : publishes ? 'published' : 'checked'), reason }
  if (newest === shown) {
    const figures = figuresOf(shown, await selectHoldingRows(db, portfolioId, shown))
    const sources = await selectSources(db, day, figures)
    const { figures_hash, source_file_id } = shown
    await insertVersion(db, key, { figures, sources }, { ...made, figures_hash, source_file_id })
  } else await updateVersion(db, key, made)
  if (publishes) await publishVersion(run, db, key, { reason, mode: 'shell' })
  return publishes
}

/** State and hands of a version that is made now: one that is published at once is so in the name of who imports it. */
export function madeBy(run: ImportRun, state: 'held' | 'checked' | 'approved' | 'published') {
  const now = nowOf(run)
  const { by } = run.options
  const approver = state === 'approved' ? AUTOMATIC : state === 'published' ? by : null
  const isPublished = state === 'published'
  return {
    state,
    stamp: run.deps.newId(),
    created_at: now,
    created_by: by,
    approved_at: approver === null ? null : now,
    approved_by: approver,
    published_at: isPublished ? now : null,
    published_by: isPublished ? by : null,
  }
}

/** Stands as the approver of a day that the setting let through (`SMA_GATE=automatic`). */
const AUTOMATIC = 'automatic'

export function noteAutomaticApproval(run: ImportRun, { portfolioId, date, version }: VersionKey): void {
  run.events.push({
    actor: { kind: 'system', id: AUTOMATIC },
    action: 'approve-day',
    object: { kind: 'day', id: date },
    portfolioId,
    detail: { version, mode: 'automatic' },
  })
}

/** What publishing writes on the version; who approved it before stays. */
export async function markPublished(
  db: Db,
  key: VersionKey,
  { row, now, by }: { row: ValuationTable; now: string; by: string },
): Promise<void> {
  await updateVersion(db, key, {
    state: 'published',
    approved_at: row.approved_at ?? now,
    approved_by: row.approved_by ?? by,
    published_at: now,
    published_by: by,
  })
}
