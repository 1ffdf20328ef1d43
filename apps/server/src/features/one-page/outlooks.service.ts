import type { listOutlookAccounts, readOutlooks } from '@sma/contract/staff-outlooks'
import type { z } from 'zod'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { groupBy } from '../../group-by'
import { AppError } from '../../http/errors'
import type { CallingStaff } from '../../http/callers'
import { appendAudit, noteAuditHead, staffActor } from '../audit/audit.service'
import { lockPortfolio, raiseRevision } from '../days/day-records.queries'
import { insertOutlook, selectAllOutlooks, selectNamedPortfolios, selectOutlooks } from './outlooks.queries'
import type { OutlookTable } from './outlooks.table'

type Versions = z.input<typeof readOutlooks.reply>
type Accounts = z.input<typeof listOutlookAccounts.reply>

/** The outlook that a page shows: of the latest day on or before its own whose last version is not taken back. */
export async function shownOutlook(
  db: Db,
  of: { portfolioId: string; date: string; knownAt?: string | undefined },
): Promise<OutlookTable | null> {
  return newestOf(await selectOutlooks(db, { portfolioId: of.portfolioId, upTo: of.date, knownAt: of.knownAt }))
}

/** Rows with the newest day and version first. */
function newestOf(rows: readonly OutlookTable[]): OutlookTable | null {
  const seen = new Set<string>()
  for (const row of rows) {
    if (seen.has(row.date)) continue
    if (row.text !== '') return row
    seen.add(row.date)
  }
  return null
}

export async function outlooksOf(db: Db, portfolioId: string): Promise<Versions> {
  return { outlooks: (await selectOutlooks(db, { portfolioId })).map(versionReply) }
}

/** The accounts that this person may write for, each with its newest outlook. */
export async function outlookAccounts(db: Db, { seesAll, staffId }: CallingStaff): Promise<Accounts> {
  const portfolios = await selectNamedPortfolios(db, seesAll ? null : staffId)
  const written = groupBy(await selectAllOutlooks(db), (row) => row.portfolio_id)
  return {
    accounts: portfolios.map(({ id, code, name }) => {
      const newest = newestOf(written.get(id) ?? [])
      return { code, name, outlook: newest && versionReply(newest) }
    }),
  }
}

/** Adds a version of a day's outlook; 409 where somebody else wrote one since the writer read it. */
export async function writeOutlook(
  deps: Deps,
  staff: CallingStaff,
  written: { portfolioId: string; date: string; text: string; version: number },
): Promise<void> {
  const { portfolioId, date, text } = written
  await deps.db.transaction().execute(async (db) => {
    await lockPortfolio(db, portfolioId)
    const last = (await selectOutlooks(db, { portfolioId })).find((row) => row.date === date)
    if ((last?.version ?? 0) !== written.version) throw new AppError('outlook-changed')
    const version = written.version + 1
    const stated = { written_by: staff.login, written_at: deps.clock.now().toISOString() }
    await insertOutlook(db, { id: deps.newId(), portfolio_id: portfolioId, date, version, text, ...stated })
    await raiseRevision(db, portfolioId)
    const object = { kind: 'portfolio' as const, id: portfolioId }
    const detail = { date, version, taken: text === '' }
    await appendAudit(db, deps, { actor: staffActor(staff), action: 'write-outlook', object, portfolioId, detail })
  })
  await noteAuditHead(deps)
}

const versionReply = (row: OutlookTable): Versions['outlooks'][number] => ({
  date: row.date,
  version: row.version,
  text: row.text,
  writtenBy: row.written_by,
  writtenAt: row.written_at,
})
