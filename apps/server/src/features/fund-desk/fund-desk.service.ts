/** Funds as staff read and set them; what a person sets goes the way of a funds file. */
import type { addFund, listFunds, readFundHistory, setFund } from '@sma/contract/staff-funds'
import type { FundClass } from '@sma/finance/facts'
import { classOn, type ClassPeriod } from '@sma/finance/holdings/class-periods'
import type { FundNavRecord, FundRecord } from '@sma/importers/records'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import type { Db } from '../../db/schema'
import { AppError } from '../../http/errors'
import { shanghaiDate } from '../../shanghai'
import { noteAuditHead, type Actor, type AuditEvent } from '../audit/audit.service'
import { actedBy, openRun, reloadMasterData } from '../days/import-run'
import { recheckDays } from '../days/recheck.service'
import { selectLaterClasses } from '../funds/fund-classes.queries'
import type { FundTable } from '../funds/funds.table'
import { changeMaster } from '../imports/apply-master.service'
import { countUnclassified, selectFund, selectFundChanges, selectFundPage } from './fund-desk.queries'
import { fundsWithGaps } from './price-gaps.service'
import { suggestedClass } from './suggest-class'

type Page = z.input<typeof listFunds.reply>
export type FundItem = Page['items'][number]
type Change = z.input<typeof readFundHistory.reply>['changes'][number]
type Said = z.output<typeof setFund.body>

const PAGE = 50

function itemOf(row: FundTable, later: ClassPeriod[] | undefined, today: string): FundItem {
  const { code, name, short_name: shortName, kind, price_lag: priceLag } = row
  const classes = { firstClass: row.asset_class as FundClass | null, laterClasses: later ?? [] }
  const assetClass = classOn(classes, today)
  const isKnown = classes.firstClass !== null || classes.laterClasses.length > 0
  const suggestion = isKnown ? null : suggestedClass(name)
  return { code, name, shortName, assetClass, ...classes, kind, priceLag, suggestion }
}

async function itemsOf(db: Db, rows: readonly FundTable[], today: string): Promise<FundItem[]> {
  const later = await selectLaterClasses(
    db,
    rows.map(({ code }) => code),
  )
  return rows.map((row) => itemOf(row, later.get(row.code), today))
}

const todayOf = ({ clock }: Pick<Deps, 'clock'>): string => shanghaiDate(clock.now())

export async function fundPage(
  deps: Pick<Deps, 'db' | 'clock'>,
  query: z.output<typeof listFunds.query>,
): Promise<Page> {
  const { db } = deps
  const { text, assetClass, price, cursor, limit = PAGE } = query
  const today = todayOf(deps)
  const codes = price && (await fundsWithGaps(deps)).codes
  const rows = await selectFundPage(db, { text, assetClass, today, codes, after: cursor, limit: limit + 1 })
  const items = await itemsOf(db, rows.slice(0, limit), today)
  const next = rows.length > limit ? (items.at(-1)?.code ?? null) : null
  return { items, next, unclassified: await countUnclassified(db) }
}

/** The fund as it stands; 404 `not-found`. */
export async function readItem(deps: Pick<Deps, 'db' | 'clock'>, code: string): Promise<FundItem> {
  const row = await selectFund(deps.db, code)
  const [item] = row ? await itemsOf(deps.db, [row], todayOf(deps)) : []
  if (!item) throw new AppError('not-found')
  return item
}

/** What a person says of funds: kept, noted where it changes anything, and the days in hand are checked again. */
export async function sayOfFunds(
  deps: Deps,
  records: readonly { record: FundRecord | FundNavRecord; event: AuditEvent; reason?: string | undefined }[],
): Promise<void> {
  const [first] = records
  if (!first) return
  const run = await openRun(deps, { publish: false, reason: null, ...actedBy(first.event.actor) })
  for (const { record, event, reason } of records) await changeMaster(run, { records: [record], event, reason })
  await reloadMasterData(run)
  await recheckDays(run)
  await noteAuditHead(deps)
}

export const BY_HAND = { kind: 'fund', source: { sheet: null, row: 0 }, classFrom: null } as const

const recordOf = (code: string, { name, shortName, assetClass, kind, priceLag }: Said): FundRecord => ({
  ...BY_HAND,
  code,
  name,
  ...(shortName === undefined ? {} : { shortName }),
  assetClass,
  fundKind: kind,
  priceLag,
})

export async function addFundBy(
  deps: Deps,
  actor: Actor,
  { code, ...said }: z.output<typeof addFund.body>,
): Promise<FundItem> {
  if (await selectFund(deps.db, code)) throw new AppError('fund-known')
  const object = { kind: 'fund' as const, id: code }
  const event: AuditEvent = { actor, action: 'add-fund', object, detail: { class: said.assetClass } }
  await sayOfFunds(deps, [{ record: recordOf(code, said), event }])
  return readItem(deps, code)
}

export async function setFundBy(
  deps: Deps,
  actor: Actor,
  { code, ...said }: { code: string } & Said,
): Promise<FundItem> {
  const known = await readItem(deps, code)
  const record = recordOf(code, said)
  const isOther = said.assetClass !== known.assetClass
  if (isOther && known.laterClasses.length > 0) throw new AppError('fund-class-dated')
  if (isOther && known.assetClass !== null && said.reason === undefined)
    throw new AppError('request-invalid', { fields: [{ field: 'reason', code: 'required' }] })
  const event: AuditEvent = {
    actor,
    action: 'change-fund',
    object: { kind: 'fund', id: code },
    detail: { class: said.assetClass, was: known.assetClass, ...(said.reason ? { reason: said.reason } : {}) },
  }
  const kept = isOther ? record : { ...record, assetClass: known.firstClass }
  await sayOfFunds(deps, [{ record: kept, event, reason: said.reason }])
  return readItem(deps, code)
}

/** Of funds without a class, what their names speak for; the rest of the list stays as it is. */
export async function takeSuggestionsBy(deps: Deps, actor: Actor, codes: readonly string[]): Promise<FundItem[]> {
  const said = []
  for (const code of new Set(codes)) {
    const row = await selectFund(deps.db, code)
    const [fund] = row ? await itemsOf(deps.db, [row], todayOf(deps)) : []
    if (!fund?.suggestion) continue
    const { name, kind, priceLag, suggestion } = fund
    const event: AuditEvent = {
      actor,
      action: 'change-fund',
      object: { kind: 'fund', id: code },
      detail: { class: suggestion, was: null, suggested: true },
    }
    said.push({ record: recordOf(code, { name, kind, priceLag, assetClass: suggestion }), event })
  }
  await sayOfFunds(deps, said)
  return Promise.all(said.map(({ record }) => readItem(deps, record.code)))
}

const FIELDS: Record<string, Change['field']> = {
  name: 'name',
  short_name: 'shortName',
  asset_class: 'assetClass',
  kind: 'kind',
  price_lag: 'priceLag',
}

export async function fundHistory({ db }: Pick<Deps, 'db'>, code: string): Promise<{ changes: Change[] }> {
  if (!(await selectFund(db, code))) throw new AppError('not-found')
  const rows = await selectFundChanges(db, code)
  const changes = rows.flatMap((row) => {
    const field = FIELDS[row.field]
    if (!field) return []
    const { source_file_id: id, name } = row
    const file = id === null ? null : { id, name: name ?? id }
    const said = { from: row.old_value, to: row.new_value, classFrom: row.date || null, reason: row.reason }
    return [{ field, ...said, at: row.changed_at, by: row.changed_by, file }]
  })
  return { changes }
}
