/** The command line's way through the gate. */
import type { Db } from '../../db/schema'
import { noteAuditHead } from '../audit/audit.service'
import { lockPortfolio, selectCandidates, selectVersions, type VersionKey } from './day-records.queries'
import { inTransaction, type ImportRun } from './import-run'
import { markPublished, publishLateRows, publishVersion } from './publish-day.service'

interface PublishFilter {
  /** Null: every portfolio. */
  portfolioIds: string[] | null
  /** Null: every day. */
  date: string | null
}

interface PublishResult {
  published: VersionKey[]
  /** Days that a problem holds back. */
  held: VersionKey[]
}

/** Approves and publishes every day of the filter that no problem blocks, in the user's name, one transaction for each. */
export async function publishWaitingDays(run: ImportRun, filter: PublishFilter): Promise<PublishResult> {
  const { db } = run.deps
  const published: VersionKey[] = []
  for (const key of await selectCandidates(db, { ...filter, states: ['checked', 'approved'] })) {
    const done = await inTransaction(run, (tx) => publishWaitingDay(run, tx, key))
    if (done) published.push(key)
  }
  const portfolioIds = filter.portfolioIds ?? run.portfolios.map((portfolio) => portfolio.id)
  for (const portfolioId of portfolioIds)
    await inTransaction(run, async (tx) => {
      await lockPortfolio(tx, portfolioId)
      await publishLateRows(run, tx, portfolioId)
    })
  await noteAuditHead(run.deps)
  return { published, held: await selectCandidates(db, { ...filter, states: ['held'] }) }
}

async function publishWaitingDay(run: ImportRun, db: Db, key: VersionKey): Promise<boolean> {
  await lockPortfolio(db, key.portfolioId)
  const versions = await selectVersions(db, key.portfolioId, key.date)
  const row = versions.find(({ version }) => version === key.version)
  if (row?.state !== 'checked' && row?.state !== 'approved') return false
  await markPublished(db, key, { row, now: run.deps.clock.now().toISOString(), by: run.options.by })
  await publishVersion(run, db, key, { reason: row.reason, mode: 'shell' })
  return true
}
