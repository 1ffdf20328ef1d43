import type { Db } from '../../db/schema'
import {
  figuresOf,
  insertVersion,
  lockPortfolio,
  markPublished,
  pointTo,
  raiseRevision,
  selectCandidates,
  selectHoldingRows,
  selectPublishedBeside,
  selectVersions,
  type VersionKey,
} from './day-records.queries'
import { earliestStaged, type ImportRun } from './import-run'
import { publishStagedRows, selectTransactionRows } from './staged-rows.queries'

/** Shows an inserted version to clients, with the staged rows up to its day; part of the caller's transaction. */
export async function publishVersion(run: ImportRun, db: Db, key: VersionKey): Promise<void> {
  await pointTo(db, key)
  await publishRowsUpTo(run, db, key.portfolioId, key.date)
  await raiseRevision(db, key.portfolioId)
}

async function publishRowsUpTo(run: ImportRun, db: Db, portfolioId: string, date: string): Promise<boolean> {
  const from = await earliestStaged(run, db, portfolioId)
  if (from === null || from > date) return false
  const published = await publishStagedRows(db, portfolioId, { from, to: date })
  run.earliestStaged.delete(portfolioId)
  return published
}

/**
 * Publishes staged rows that a published day already covers: late transactions, flows and fees. Rows of a fund without a
 * class keep all of them back (R-CHK-8).
 */
export async function publishLateRows(run: ImportRun, db: Db, portfolioId: string): Promise<boolean> {
  const from = await earliestStaged(run, db, portfolioId)
  const last = await selectPublishedBeside(db, portfolioId, { date: '9999-12-31', side: 'on-or-before' })
  if (from === null || !last || from > last.date) return false
  const rows = await selectTransactionRows(db, portfolioId, { from, to: last.date })
  if (rows.some((row) => row.state === 'staged' && !run.funds.get(row.fund_code)?.assetClass)) return false
  const published = await publishRowsUpTo(run, db, portfolioId, last.date)
  if (published) await raiseRevision(db, portfolioId)
  return published
}

/** A version of a published day with the same figures, which carries the reason why its transactions changed. */
export async function renewDay(run: ImportRun, db: Db, key: VersionKey): Promise<void> {
  const versions = await selectVersions(db, key.portfolioId, key.date)
  const shown = versions.find((version) => version.version === key.version)
  const newest = versions.at(-1)
  if (!shown || newest !== shown) return
  const figures = figuresOf(shown, await selectHoldingRows(db, key.portfolioId, shown))
  const now = run.deps.clock.now().toISOString()
  const next = { ...key, version: key.version + 1 }
  const { publish, reason, by } = run.options
  await insertVersion(db, next, figures, {
    state: publish ? 'published' : 'checked',
    reason,
    figures_hash: shown.figures_hash,
    source_file_id: shown.source_file_id,
    created_at: now,
    published_at: publish ? now : null,
    published_by: publish ? by : null,
  })
  if (publish) await pointTo(db, next)
}

export interface PublishFilter {
  /** Null: every portfolio. */
  portfolioIds: string[] | null
  /** Null: every day. */
  date: string | null
}

export interface PublishResult {
  published: VersionKey[]
  /** Days that a problem holds back. */
  held: VersionKey[]
}

/** Publishes every checked day of the filter, one transaction for each portfolio and day. */
export async function publishDays(run: ImportRun, filter: PublishFilter): Promise<PublishResult> {
  const { db, clock } = run.deps
  const published: VersionKey[] = []
  for (const key of await selectCandidates(db, { ...filter, state: 'checked' })) {
    await db.transaction().execute(async (tx) => {
      await lockPortfolio(tx, key.portfolioId)
      await markPublished(tx, key, { at: clock.now().toISOString(), name: run.options.by })
      await publishVersion(run, tx, key)
    })
    published.push(key)
  }
  const portfolioIds = filter.portfolioIds ?? run.portfolios.map((portfolio) => portfolio.id)
  for (const portfolioId of portfolioIds) await db.transaction().execute((tx) => publishLateRows(run, tx, portfolioId))
  return { published, held: await selectCandidates(db, { ...filter, state: 'held' }) }
}
