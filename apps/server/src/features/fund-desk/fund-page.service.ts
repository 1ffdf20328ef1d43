/** One fund as staff see it: what it is, what files call it, and who holds it. */
import type { listFundHolders, readFundPage } from '@sma/contract/staff-funds'
import { moneyText } from '@sma/finance/decimal'
import { priceText, sharesText } from '@sma/finance/numbers'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { selectFund } from './fund-desk.queries'
import { readItem } from './fund-desk.service'
import { countNavs, selectAliases, selectHolders } from './fund-page.queries'

/** The file that said something; null: a person did, or it is not known. */
export const fileOf = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? id })

export async function deskPage(
  deps: Pick<Deps, 'db' | 'clock'>,
  code: string,
): Promise<z.input<typeof readFundPage.reply>> {
  const { db } = deps
  const item = await readItem(deps, code)
  const row = await selectFund(db, code)
  const aliases = await selectAliases(db, code)
  return {
    ...item,
    knownSince: row?.known_since ?? null,
    aliases: aliases.map(({ name, first_seen_at: firstSeenAt, source_file_id, file_name }) => ({
      name,
      firstSeenAt,
      file: fileOf(source_file_id, file_name),
    })),
    navs: await countNavs(db, code),
  }
}

const PAGE = 50

export async function fundHolders(
  { db }: Pick<Deps, 'db'>,
  code: string,
  { cursor, limit = PAGE }: z.output<typeof listFundHolders.query>,
): Promise<z.input<typeof listFundHolders.reply>> {
  if (!(await selectFund(db, code))) throw new AppError('not-found')
  const rows = await selectHolders(db, code, { after: cursor, limit: limit + 1 })
  const items = rows.slice(0, limit).map((row) => ({
    code: row.code,
    name: row.name,
    date: row.date,
    shares: sharesText(row.shares_e4),
    price: row.unit_nav_e8 === null ? null : priceText(row.unit_nav_e8),
    priceDate: row.price_date,
    marketValue: moneyText(row.market_value_e4),
  }))
  return { items, next: rows.length > limit ? (items.at(-1)?.code ?? null) : null }
}
