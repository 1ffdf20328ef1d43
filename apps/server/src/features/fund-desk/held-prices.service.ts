/** Prices that valuations brought where a fund's own NAV is not known. */
import type { listHeldPrices } from '@sma/contract/staff-fund-prices'
import { FILE_KINDS } from '@sma/contract/file-kinds'
import { priceText } from '@sma/finance/numbers'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { cursorOf, placeOfCursor } from '../../sorted-cursor'
import { selectFund } from './fund-desk.queries'
import { selectFiles, selectPricesWithoutNav } from './fund-prices.queries'

type Reply = z.input<typeof listHeldPrices.reply>

const PAGE = 50

export async function heldPrices(
  { db }: Pick<Deps, 'db'>,
  code: string,
  { cursor, limit = PAGE }: z.output<typeof listHeldPrices.query>,
): Promise<Reply> {
  if (!(await selectFund(db, code))) throw new AppError('not-found')
  const rows = await selectPricesWithoutNav(db, code, { after: placeOf(cursor), limit: limit + 1 })
  const page = rows.slice(0, limit)
  const ids = new Set(page.map(({ file_id }) => file_id))
  const files = new Map((await selectFiles(db, [...ids])).map((file) => [file.id, file]))
  const items = page.flatMap((row) => {
    if (row.unit_nav_e8 === null) return []
    const file = files.get(row.file_id)
    const source = {
      file: file ? { id: file.id, name: file.name } : null,
      kind: FILE_KINDS.find((one) => one === file?.kind) ?? null,
    }
    const { date, price_date: priceDate, accounts } = row
    const price = priceText(row.unit_nav_e8)
    return [{ date, isDated: priceDate !== null, price, accounts: Number(accounts), ...source }]
  })
  const last = page.at(-1)
  const next = rows.length > limit && last ? cursorOf({ value: last.date, code: String(last.unit_nav_e8) }) : null
  return { items, next }
}

function placeOf(cursor: string | undefined): { date: string; priceE8: bigint } | null {
  const place = placeOfCursor(cursor)
  if (place === null) return null
  if (!/^\d{1,18}$/.test(place.code)) throw new AppError('cursor-invalid')
  return { date: place.value, priceE8: BigInt(place.code) }
}
