/** The audit log for people: pages of it, newest first, and a CSV. Taking it away is an event itself. */
import type { exportAuditEvents, listAuditEvents } from '@sma/contract/staff-audit'
import { addDays } from '@sma/finance/dates'
import type { z } from 'zod'
import { csvBytes } from '../../csv'
import type { Deps } from '../../deps'
import { startOfDay } from '../../shanghai'
import { selectNewestAuditEvents, type AuditFilter } from './audit.queries'
import { selectObjectNames } from './object-names.queries'
import { noteEvent, type Actor } from './audit.service'

type Filters = z.output<typeof exportAuditEvents.query>
type Page = z.input<typeof listAuditEvents.reply>
type Item = Page['items'][number]

const DEFAULT_LIMIT = 50
const MAX_EXPORTED = 50_000

const filterOf = ({ from, to, ...rest }: Filters): Omit<AuditFilter, 'limit'> => ({
  ...rest,
  from: from && startOfDay(from),
  until: to && startOfDay(addDays(to, 1)),
})

async function items({ db }: Pick<Deps, 'db'>, filter: AuditFilter): Promise<Omit<Item, 'objectName'>[]> {
  const rows = await selectNewestAuditEvents(db, filter)
  return rows.map((row) => ({
    seq: row.seq,
    at: row.at,
    actorKind: row.actor_kind,
    actor: row.actor_id,
    action: row.action,
    objectKind: row.object_kind,
    objectId: row.object_id,
    portfolio: row.code,
    address: row.address,
    detail: JSON.parse(row.detail) as Item['detail'],
  }))
}

export async function auditPage(deps: Pick<Deps, 'db'>, query: z.output<typeof listAuditEvents.query>): Promise<Page> {
  const { limit = DEFAULT_LIMIT, cursor, ...filters } = query
  const found = await items(deps, { ...filterOf(filters), beforeSeq: cursor, limit: limit + 1 })
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const names = await selectObjectNames(deps.db, page)
  const named = page.map((one) => ({ ...one, objectName: names.get(`${one.objectKind} ${one.objectId}`) ?? null }))
  return { items: named, next: found.length > limit && last ? String(last.seq) : null }
}

const HEAD = ['seq', 'at', 'actor_kind', 'actor', 'action', 'object_kind', 'object', 'account', 'address', 'detail']

/** Times are UTC, as they are chained. */
export async function auditCsv(deps: Deps, actor: Actor, filters: Filters): Promise<{ name: string; bytes: Buffer }> {
  const found = await items(deps, { ...filterOf(filters), limit: MAX_EXPORTED })
  const detail = { ...filters, events: found.length }
  await noteEvent(deps, { actor, action: 'export-audit', object: { kind: 'audit', id: 'log' }, detail })
  const rows = found.map((one) => [
    String(one.seq),
    one.at,
    one.actorKind,
    one.actor,
    one.action,
    one.objectKind,
    one.objectId,
    one.portfolio ?? '',
    one.address ?? '',
    JSON.stringify(one.detail),
  ])
  return { name: `audit-${deps.clock.now().toISOString().slice(0, 10)}.csv`, bytes: csvBytes([HEAD, ...rows]) }
}
