/** What is past its time goes: every hour in the server, and by `sma retention`, which can say first what would go. */
import { EXPIRIES } from '../../db/data-classes'
import type { Deps } from '../../deps'
import { noteEvent, type Actor } from '../audit/audit.service'
import { countPast, removePast, selectClientFiles } from './retention.queries'

const DAY_MS = 86_400_000

/** Of files with clients: what they said stands in the database, and the newest one is kept. */
const CLIENT_FILE_DAYS = 90

type RetentionDeps = Pick<Deps, 'db' | 'clock' | 'files'>

const before = ({ clock }: Pick<Deps, 'clock'>, days: number): string =>
  new Date(clock.now().getTime() - days * DAY_MS).toISOString()

export interface Past {
  what: string
  days: number
  rows: number
  oldest: string | null
}

/** What would go now. */
export async function whatIsPast(deps: RetentionDeps): Promise<Past[]> {
  const past: Past[] = []
  for (const expiry of EXPIRIES) {
    const what = expiry.blank === undefined ? expiry.table : `${expiry.table}.${expiry.blank}`
    past.push({ what, days: expiry.days, ...(await countPast(deps.db, expiry, before(deps, expiry.days))) })
  }
  const files = await pastFiles(deps)
  const [oldest = null] = files.map(({ received_at }) => received_at)
  return [...past, { what: 'files of clients', days: CLIENT_FILE_DAYS, rows: files.length, oldest }]
}

/** All received client files past their time but the newest, while their bytes are there. */
async function pastFiles(deps: RetentionDeps) {
  const received = await selectClientFiles(deps.db, deps.clock.now().toISOString())
  const limit = before(deps, CLIENT_FILE_DAYS)
  return received.slice(0, -1).filter(({ sha256, received_at }) => received_at < limit && deps.files.has(sha256))
}

/** Removes it; returns how many rows of each table. */
export async function removeWhatIsPast(deps: RetentionDeps): Promise<Record<string, number>> {
  const removed: Record<string, number> = {}
  for (const expiry of EXPIRIES) removed[expiry.table] = await removePast(deps.db, expiry, before(deps, expiry.days))
  const files = await pastFiles(deps)
  for (const { sha256 } of files) await deps.files.remove(sha256)
  removed.files = files.length
  return Object.fromEntries(Object.entries(removed).filter(([, rows]) => rows > 0))
}

/** The same by a person's command, written to the audit log. */
export async function applyRetention(deps: Deps, actor: Actor): Promise<Record<string, number>> {
  const removed = await removeWhatIsPast(deps)
  await noteEvent(deps, { actor, action: 'apply-retention', object: { kind: 'retention', id: 'all' }, detail: removed })
  return removed
}
