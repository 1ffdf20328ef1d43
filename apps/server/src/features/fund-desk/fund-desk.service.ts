/** Funds as staff read and set them; what a person sets goes the way of a funds file. */
import type { listFunds, readFundHistory, setFund } from '@sma/contract/staff-funds'
import type { FundClass } from '@sma/finance/facts'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { noteAuditHead, type Actor } from '../audit/audit.service'
import { actedBy, openRun, reloadMasterData } from '../days/import-run'
import { recheckDays } from '../days/recheck.service'
import { countUnclassified, selectFund, selectFundChanges, selectFundPage } from './fund-desk.queries'
import type { FundTable } from '../funds/funds.table'
import { suggestedClass } from './suggest-class'
import { changeMaster } from '../imports/apply-master.service'

type Page = z.input<typeof listFunds.reply>
type Item = Page['items'][number]
type Change = z.input<typeof readFundHistory.reply>['changes'][number]

const PAGE = 50

function itemOf({ code, name, asset_class, kind, price_lag }: FundTable): Item {
  const assetClass = asset_class as FundClass | null
  return { code, name, assetClass, kind, priceLag: price_lag, suggestion: assetClass ? null : suggestedClass(name) }
}

export async function fundPage({ db }: Pick<Deps, 'db'>, query: z.output<typeof listFunds.query>): Promise<Page> {
  const { text, assetClass, cursor, limit = PAGE } = query
  const rows = await selectFundPage(db, { text, assetClass, after: cursor, limit: limit + 1 })
  const items = rows.slice(0, limit).map(itemOf)
  const next = rows.length > limit ? (items.at(-1)?.code ?? null) : null
  return { items, next, unclassified: await countUnclassified(db) }
}

export async function setFundBy(
  deps: Deps,
  actor: Actor,
  fund: { code: string } & z.output<typeof setFund.body>,
): Promise<Item> {
  const { code, name, assetClass, kind, priceLag } = fund
  const known = await selectFund(deps.db, code)
  if (!known) throw new AppError('not-found')
  const run = await openRun(deps, { publish: false, reason: null, ...actedBy(actor) })
  const source = { sheet: null, row: 0 }
  const record = { kind: 'fund' as const, source, code, name, assetClass, fundKind: kind, priceLag }
  const detail = { class: assetClass, was: known.asset_class }
  const event = { actor, action: 'change-fund', object: { kind: 'fund', id: code }, detail } as const
  await changeMaster(run, { records: [record], event })
  await reloadMasterData(run)
  await recheckDays(run)
  await noteAuditHead(deps)
  return itemOf((await selectFund(deps.db, code)) ?? known)
}

const FIELDS: Record<string, Change['field']> = {
  name: 'name',
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
    const file = row.source_file_id === null ? null : { id: row.source_file_id, name: row.name ?? row.source_file_id }
    return [{ field, from: row.old_value, to: row.new_value, at: row.changed_at, by: row.changed_by, file }]
  })
  return { changes }
}
