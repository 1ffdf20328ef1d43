/** The list of accounts as staff see it. */
import type { listAccounts } from '@sma/contract/staff-accounts'
import { moneyText } from '@sma/finance/decimal'
import type { Strategy } from '@sma/finance/facts'
import { navText } from '@sma/finance/numbers'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import type { CallingStaff } from '../../http/callers'
import {
  countAccounts,
  selectAccountPage,
  selectAdvisersOf,
  selectAssignedLogins,
  selectShownFigures,
  type AccountRow,
  type SortColumn,
} from './account-list.queries'
import { cursorOf, placeOfCursor } from '../../sorted-cursor'

type Page = z.input<typeof listAccounts.reply>
type Item = Page['items'][number]

const PAGE = 50

const COLUMNS = {
  code: 'code',
  name: 'name',
  launchDate: 'launch_date',
  lastDay: 'last_day',
} as const satisfies Record<string, SortColumn>

export async function accountPage(
  { db }: Pick<Deps, 'db'>,
  { seesAll, staffId }: CallingStaff,
  query: z.output<typeof listAccounts.query>,
): Promise<Page> {
  const { text, strategy, state, adviser, sort = 'code', limit = PAGE, cursor } = query
  const filter = { text, strategy, state, adviser, assignedTo: seesAll ? null : staffId }
  const isDown = sort.startsWith('-')
  const column = COLUMNS[sort.replace('-', '') as keyof typeof COLUMNS]
  const after = placeOfCursor(cursor)
  const rows = await selectAccountPage(db, filter, { column, isDown, after, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    total: await countAccounts(db, filter),
    items: await itemsOf(db, page),
    next: rows.length > limit && last ? cursorOf({ value: last[column], code: last.code }) : null,
    advisers: seesAll ? await selectAssignedLogins(db) : [],
  }
}

async function itemsOf(db: Deps['db'], rows: readonly AccountRow[]): Promise<Item[]> {
  const assigned = await selectAdvisersOf(
    db,
    rows.map(({ id }) => id),
  )
  const figures = new Map((await selectShownFigures(db, rows)).map((row) => [row.portfolio_id, row]))
  return rows.map((row) => {
    const shown = figures.get(row.id)
    return {
      code: row.code,
      name: row.name,
      // Written by our own import, which knows no other word.
      strategy: row.strategy as Strategy,
      state: row.state,
      launchDate: row.launch_date,
      o32FundNo: row.o32_fund_no,
      faLedgerNo: row.fa_ledger_no,
      advisers: assigned.filter(({ portfolio_id }) => portfolio_id === row.id).map(({ login }) => login),
      latest: shown
        ? {
            date: shown.date,
            unitNav: navText(shown.unit_nav_e8, row.nav_decimals),
            netAssets: moneyText(shown.net_assets_e4),
          }
        : null,
    }
  })
}
