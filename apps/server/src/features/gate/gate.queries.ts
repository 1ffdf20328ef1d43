import type { Db } from '../../db/schema'
import type { VersionKey } from '../days/day-records.queries'
import type { ValuationTable } from '../days/days.table'

const STAGED_TABLES = ['fund_transaction', 'client_flow', 'fee_accrual'] as const

export async function selectVersion(db: Db, key: VersionKey): Promise<ValuationTable | undefined> {
  return db
    .selectFrom('valuation')
    .selectAll()
    .where('portfolio_id', '=', key.portfolioId)
    .where('date', '=', key.date)
    .where('version', '=', key.version)
    .executeTakeFirst()
}

/** Who brought in what would be shown with the day: its evidence, and the rows that are staged up to it. */
export async function selectImporters(db: Db, day: { portfolioId: string; date: string }): Promise<Set<string>> {
  const evidence = await db
    .selectFrom('day_evidence as e')
    .innerJoin('source_file as f', 'f.id', 'e.source_file_id')
    .select('f.received_by')
    .where('e.portfolio_id', '=', day.portfolioId)
    .where('e.date', '=', day.date)
    .execute()
  const importers = new Set(evidence.map((row) => row.received_by))
  for (const table of STAGED_TABLES) {
    const rows = await db
      .selectFrom(table)
      .innerJoin('source_file as f', 'f.id', `${table}.source_file_id`)
      .select('f.received_by')
      .distinct()
      .where(`${table}.portfolio_id`, '=', day.portfolioId)
      .where(`${table}.date`, '<=', day.date)
      .where(`${table}.state`, '=', 'staged')
      .where((e) => e.or([e(`${table}.waits_for`, 'is', null), e(`${table}.waits_for`, '>=', day.date)]))
      .execute()
    for (const row of rows) importers.add(row.received_by)
  }
  return importers
}

/** Whether a blocking finding of the day's checks stands that nobody explained; what a file's reader refused holds no good day. */
export async function hasOpenBlock(db: Db, day: { portfolioId: string; date: string }): Promise<boolean> {
  const row = await db
    .selectFrom('finding')
    .select('id')
    .where('portfolio_id', '=', day.portfolioId)
    .where('date', '=', day.date)
    .where('state', '=', 'open')
    .where('severity', '=', 'review')
    .where('origin', '=', 'check')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** A file that says something of the day. */
export interface DayFile {
  id: string
  name: string
  kind: string
  origin: string
  receivedAt: string
  receivedBy: string
}

export async function selectDayFiles(db: Db, day: { portfolioId: string; date: string }): Promise<DayFile[]> {
  return db
    .selectFrom('day_evidence as e')
    .innerJoin('source_file as f', 'f.id', 'e.source_file_id')
    .select(['f.id', 'f.name', 'e.kind', 'e.origin', 'f.received_at as receivedAt', 'f.received_by as receivedBy'])
    .where('e.portfolio_id', '=', day.portfolioId)
    .where('e.date', '=', day.date)
    .orderBy('e.kind')
    .execute()
}
