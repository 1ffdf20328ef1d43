import type { listFindings } from '@sma/contract/staff-gate'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { countFindings, selectFindingEvents, selectFindings, type FindingRow } from '../findings/findings.queries'
import type { FindingTable } from '../findings/findings.table'
import { previewFinding } from './preview.service'

type FindingsReply = z.input<typeof listFindings.reply>

export interface AskedFindings {
  state?: FindingTable['state'] | undefined
  portfolioIds: string[] | undefined
  date?: string | undefined
  check?: string | undefined
  severity?: FindingTable['severity'] | undefined
  /** Null: nobody's. */
  owner?: string | null | undefined
  limit?: number | undefined
  cursor?: string | undefined
}

const PAGE = 100
const CURSOR = /^(\d{4}-\d{2}-\d{2})_([0-9A-Z]{26})$/

/** One page of findings; an unknown portfolio has none. */
export async function findingsPage({ db }: Pick<Deps, 'db'>, asked: AskedFindings): Promise<FindingsReply> {
  const { state, portfolioIds, limit = PAGE, cursor, ...filter } = asked
  const after = cursor === undefined ? undefined : placeOf(cursor)
  const counts = await countFindings(db)
  const [portfolioId] = portfolioIds ?? []
  const isUnknown = portfolioIds?.length === 0
  const rows = isUnknown
    ? []
    : await selectFindings(db, { ...filter, states: state && [state], portfolioId, after, limit: limit + 1 })
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    counts: {
      open: counts.get('open') ?? 0,
      explained: counts.get('explained') ?? 0,
      resolved: counts.get('resolved') ?? 0,
    },
    items: await withHistory(db, rows.slice(0, limit)),
    next: last ? `${last.date}_${last.id}` : null,
  }
}

function placeOf(cursor: string): { date: string; id: string } {
  const match = CURSOR.exec(cursor)
  if (!match) throw new AppError('cursor-invalid')
  return { date: match[1] ?? '', id: match[2] ?? '' }
}

type FindingItem = FindingsReply['items'][number]

async function withHistory(db: Deps['db'], rows: readonly FindingRow[]): Promise<FindingItem[]> {
  const events = await selectFindingEvents(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({
    ...itemOf(row),
    history: events
      .filter(({ finding_id }) => finding_id === row.id)
      .map(({ at, kind, by, note }) => ({ at, kind, by, note })),
  }))
}

const itemOf = (row: FindingRow): Omit<FindingItem, 'history'> => ({
  ...previewFinding(row),
  code: row.code,
  name: row.portfolio_name,
  date: row.date,
  row: row.source_row,
  fileId: row.source_file_id,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  firstSeen: row.first_seen,
  lastSeen: row.last_seen,
})
