/** A fund's own NAVs: read with their sources, and one set by hand the way a file does it. */
import type { listFundNavs, setFundNav } from '@sma/contract/staff-fund-navs'
import { parseE8 } from '@sma/finance/decimal'
import { invariant } from '@sma/finance/invariant'
import { priceText } from '@sma/finance/numbers'
import type { FundNavRecord } from '@sma/importers/records'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { groupBy } from '../../group-by'
import type { Actor, AuditEvent } from '../audit/audit.service'
import { selectFund } from './fund-desk.queries'
import { sayOfFunds } from './fund-desk.service'
import { selectNavChanges, selectNavPage, selectNavs } from './fund-navs.queries'
import { fileOf } from './fund-page.service'

type Reply = z.input<typeof listFundNavs.reply>
type Item = Reply['items'][number]
type Change = Awaited<ReturnType<typeof selectNavChanges>>[number]

const PAGE = 60

export const priceOrNull = (valueE8: bigint | null): string | null => (valueE8 === null ? null : priceText(valueE8))

export async function fundNavs(
  { db }: Pick<Deps, 'db'>,
  code: string,
  { cursor, limit = PAGE }: z.output<typeof listFundNavs.query>,
): Promise<Reply> {
  if (!(await selectFund(db, code))) throw new AppError('not-found')
  const rows = await selectNavPage(db, code, { before: cursor, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const span = { from: page.at(-1)?.date ?? '', to: page[0]?.date ?? '' }
  const changes = groupBy(page.length > 0 ? await selectNavChanges(db, code, span) : [], ({ date }) => date)
  const items = page.map((row): Item => {
    const replaced = changes.get(row.date) ?? []
    const [last] = replaced
    return {
      date: row.date,
      unitNav: priceText(row.unit_nav_e8),
      accumulatedNav: priceOrNull(row.accumulated_nav_e8),
      dividend: priceOrNull(row.dividend_e8),
      knownSince: row.known_since,
      // the row keeps the file of its first value; what replaced it came with the change
      file: last ? fileOf(last.source_file_id, last.file_name) : fileOf(row.source_file_id, row.file_name),
      row: row.source_row,
      before: replaced.flatMap(beforeOf),
    }
  })
  return { items, next: rows.length > limit ? (items.at(-1)?.date ?? null) : null }
}

const FIELDS: Record<string, Item['before'][number]['field']> = {
  unit_nav_e8: 'unitNav',
  accumulated_nav_e8: 'accumulatedNav',
  dividend_e8: 'dividend',
}

function beforeOf({ field, old_value, changed_at, changed_by, reason }: Change): Item['before'] {
  const name = FIELDS[field]
  if (!name) return []
  const value = priceOrNull(old_value === null ? null : BigInt(old_value))
  return [{ field: name, value, until: changed_at, by: changed_by, reason }]
}

export async function setNavBy(
  deps: Deps,
  actor: Actor,
  { code, date, reason, ...said }: { code: string; date: string } & z.output<typeof setFundNav.body>,
): Promise<{ changed: boolean }> {
  if (!(await selectFund(deps.db, code))) throw new AppError('not-found')
  const known = (await selectNavs(deps.db, code)).find((row) => row.date === date)
  const record: FundNavRecord = {
    kind: 'fund-nav',
    source: { sheet: null, row: 0 },
    fundCode: code,
    date,
    unitNavE8: e8(said.unitNav),
    accumulatedNavE8: said.accumulatedNav === null ? null : e8(said.accumulatedNav),
    dividendE8: said.dividend === null ? null : e8(said.dividend),
  }
  const event: AuditEvent = {
    actor,
    action: 'set-fund-nav',
    object: { kind: 'fund', id: code },
    detail: { date, nav: priceText(record.unitNavE8), was: priceOrNull(known?.unit_nav_e8 ?? null), reason },
  }
  await sayOfFunds(deps, [{ record, event, reason }])
  const isSame =
    known?.unit_nav_e8 === record.unitNavE8 &&
    known.accumulated_nav_e8 === record.accumulatedNavE8 &&
    known.dividend_e8 === record.dividendE8
  return { changed: !isSame }
}

function e8(text: string): bigint {
  const value = parseE8(text)
  invariant(value !== null, `${text} is no price`)
  return value
}
