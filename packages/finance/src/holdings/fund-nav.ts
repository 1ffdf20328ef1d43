import type { Transaction } from '../facts'

/** A fund's NAV on its own date, in E8. */
export interface DatedNav {
  date: string
  unitNavE8: bigint
}

/** What a published valuation says of a fund; `priceDate` where its price is of another day (R-HLD-1). */
export interface ShownNav extends DatedNav {
  priceDate: string | null
}

/**
 * A fund's NAV up to `to` in date order: as published valuations show it, of several for one price date the latest; from `from`
 * on public NAVs on the days of which none speaks. Nothing is carried forward (R-DAY-2).
 */
export function fundNavs(
  shown: readonly ShownNav[],
  published: readonly DatedNav[],
  { from, to }: { from: string; to: string },
): DatedNav[] {
  const navs = new Map(published.filter(({ date }) => date >= from).map(({ date, unitNavE8 }) => [date, unitNavE8]))
  const byDay = [...shown].sort((left, right) => (left.date < right.date ? -1 : 1))
  for (const { date, priceDate, unitNavE8 } of byDay) navs.set(priceDate ?? date, unitNavE8)
  return [...navs]
    .filter(([date]) => date <= to)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([date, unitNavE8]) => ({ date, unitNavE8 }))
}

/** The day from which an account has a fund: its first transaction, or the first loaded day that holds it. Null: never. */
export function firstDayOf(
  transactions: readonly Pick<Transaction, 'date'>[],
  opening: { date: string; isHeld: boolean } | null,
): string | null {
  const first = transactions[0]?.date ?? null
  if (!opening?.isHeld) return first
  return first !== null && first < opening.date ? first : opening.date
}
