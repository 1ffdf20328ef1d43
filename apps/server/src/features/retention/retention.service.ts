/** What is past its time goes: every hour in the server, and by `sma retention`, which can say first what would go. */
import { EXPIRIES } from '../../db/data-classes'
import type { Deps } from '../../deps'
import { noteEvent, type Actor } from '../audit/audit.service'
import { inForce } from '../settings/in-force'
import { countPast, removePast, selectClientFiles } from './retention.queries'
import { daysOfTable, daysOfTerm } from './terms'

const DAY_MS = 86_400_000

type RetentionDeps = Pick<Deps, 'db' | 'clock' | 'files' | 'config'>

const before = ({ clock }: Pick<Deps, 'clock'>, days: number): string =>
  new Date(clock.now().getTime() - days * DAY_MS).toISOString()

export interface Past {
  what: string
  days: number
  rows: number
  oldest: string | null
}

/** What would go now. */
export async function whatIsPast(opened: RetentionDeps): Promise<Past[]> {
  const deps = await inForce(opened)
  const terms = deps.config.retention
  const past: Past[] = []
  for (const expiry of EXPIRIES) {
    const what = expiry.blank === undefined ? expiry.table : `${expiry.table}.${expiry.blank}`
    const days = daysOfTable(expiry, terms)
    past.push({ what, days, ...(await countPast(deps.db, expiry, before(deps, days))) })
  }
  const files = await pastFiles(deps)
  const [oldest = null] = files.map(({ received_at }) => received_at)
  return [...past, { what: 'files of clients', days: daysOfTerm('clientFiles', terms), rows: files.length, oldest }]
}

/** Those whose bytes are there. */
export async function kept<F extends { sha256: string }>(
  { files }: Pick<Deps, 'files'>,
  all: readonly F[],
): Promise<F[]> {
  const found = await Promise.all(all.map(({ sha256 }) => files.has(sha256)))
  return all.filter((_, at) => found[at])
}

/** All received client files past their time but the newest, while their bytes are there. */
async function pastFiles(deps: RetentionDeps) {
  const received = await selectClientFiles(deps.db, deps.clock.now().toISOString())
  const limit = before(deps, daysOfTerm('clientFiles', deps.config.retention))
  return kept(
    deps,
    received.slice(0, -1).filter(({ received_at }) => received_at < limit),
  )
}

/** Removes it; returns how many rows of each table. */
export async function removeWhatIsPast(opened: RetentionDeps): Promise<Record<string, number>> {
  const deps = await inForce(opened)
  const removed: Record<string, number> = {}
  for (const expiry of EXPIRIES) {
    const limit = before(deps, daysOfTable(expiry, deps.config.retention))
    removed[expiry.table] = await removePast(deps.db, expiry, limit)
  }
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
