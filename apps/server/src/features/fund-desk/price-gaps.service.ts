/** Where accounts hold a fund at another price than its own NAV. */
import type { countPriceGaps, listPriceGaps } from '@sma/contract/staff-fund-prices'
import { tradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { priceGap, type HeldPrice, type PriceGap } from '@sma/finance/checks/public-navs'
import { addDays } from '@sma/finance/dates'
import { priceText } from '@sma/finance/numbers'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import type { Db } from '../../db/schema'
import { groupBy } from '../../group-by'
import { AppError } from '../../http/errors'
import { shanghaiDate } from '../../shanghai'
import { cursorOf, placeOfCursor } from '../../sorted-cursor'
import { fundsOn, selectCalendarDays, selectFunds } from '../funds/fund-records.queries'
import { selectFund } from './fund-desk.queries'
import { selectDoubtfulPrices, selectHeldAt, selectNavsSince } from './fund-prices.queries'

type Reply = z.input<typeof listPriceGaps.reply>
type Gap = HeldPrice & PriceGap

const PAGE = 50
/** The list of funds looks back so many days; a fund's own page at all of them. */
const RECENT_DAYS = 31
/** More than the trading days of the longest price lag take, with the longest holidays between them. */
const LONGEST_LAG_DAYS = 90

/** Prices of published days that are not the NAV, each once, the newest day first; by the house's tolerances. */
async function gapsOf(db: Db, asked: { fundCode?: string; from?: string; to?: string | undefined }): Promise<Gap[]> {
  const prices = (await selectDoubtfulPrices(db, asked)).flatMap(heldPrice)
  const last = prices.at(-1)
  if (!last) return []
  const codes = [...new Set(prices.map(({ fundCode }) => fundCode))]
  const dates = prices.flatMap(({ priceDate }) => (priceDate === null ? [] : [priceDate]))
  const from = [addDays(last.date, -LONGEST_LAG_DAYS), ...dates].reduce((a, b) => (a < b ? a : b))
  const navs = new Map((await selectNavsSince(db, codes, from)).map((row) => [keyOf(row.fund_code, row.date), row]))
  const navOf = (code: string, date: string) => navs.get(keyOf(code, date))?.unit_nav_e8
  const calendar = tradingCalendar(await selectCalendarDays(db))
  const known = await selectFunds(db)
  return [...groupBy(prices, ({ date }) => date)].flatMap(([date, priced]) => {
    const funds = fundsOn(known, date)
    const fund = (code: string) => {
      const facts = funds.get(code)
      return facts && { assetClass: facts.assetClass, priceLag: facts.priceLag ?? 0 }
    }
    return priced.flatMap((price) => {
      const gap = priceGap(price, { navOf, fund, calendar })
      return gap ? [{ ...price, ...gap }] : []
    })
  })
}

const keyOf = (code: string, date: string): string => `${code} ${date}`

function heldPrice(row: Awaited<ReturnType<typeof selectDoubtfulPrices>>[number]): HeldPrice[] {
  const { fund_code: fundCode, date, price_date: priceDate, unit_nav_e8: priceE8 } = row
  return priceE8 === null ? [] : [{ fundCode, date, priceE8, priceDate }]
}

const priceKey = ({ date, priceE8, priceDate }: Pick<Gap, 'date' | 'priceE8' | 'priceDate'>): string =>
  `${date} ${priceE8} ${priceDate ?? ''}`

export async function fundPriceGaps(
  { db }: Pick<Deps, 'db'>,
  code: string,
  { cursor, limit = PAGE }: z.output<typeof listPriceGaps.query>,
): Promise<Reply> {
  if (!(await selectFund(db, code))) throw new AppError('not-found')
  const after = placeOfCursor(cursor)
  const found = await gapsOf(db, { fundCode: code, to: after?.value })
  // each price has an account that holds it; only those of the day on which the page before ended may have been told
  const told = found.filter(({ date }) => date === after?.value).length
  const prices = found.slice(0, told + limit + 1)
  const gaps = new Map(prices.map((gap) => [priceKey(gap), gap]))
  const rows = await selectHeldAt(db, code, { prices, after, limit: limit + 1 })
  const items = rows.slice(0, limit).flatMap((row) => {
    const { code: account, name, date, price_date: priceDate, unit_nav_e8: priceE8 } = row
    const gap = priceE8 === null ? undefined : gaps.get(priceKey({ date, priceE8, priceDate }))
    if (!gap) return []
    const figures = { nav: priceText(gap.navE8), navDate: gap.navDate, difference: priceText(gap.gapE8) }
    return [{ code: account, name, date, price: priceText(gap.priceE8), priceDate, ...figures }]
  })
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? cursorOf({ value: last.date, code: last.code }) : null }
}

/** Funds with a price of the last days that is not their NAV, by code. */
export async function fundsWithGaps({
  db,
  clock,
}: Pick<Deps, 'db' | 'clock'>): Promise<{ codes: string[]; from: string }> {
  const from = addDays(shanghaiDate(clock.now()), -RECENT_DAYS)
  const codes = new Set((await gapsOf(db, { from })).map(({ fundCode }) => fundCode))
  return { codes: [...codes].toSorted(), from }
}

export async function priceGapCount(deps: Pick<Deps, 'db' | 'clock'>): Promise<z.input<typeof countPriceGaps.reply>> {
  const { codes, from } = await fundsWithGaps(deps)
  return { funds: codes.length, from }
}
