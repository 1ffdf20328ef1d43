import type { FundClass } from '../facts'

/** A class that a fund has from a day (YYYY-MM-DD) on. */
export interface ClassPeriod {
  from: string
  assetClass: FundClass
}

/** What a fund is said to be over time: its first class, and those of later periods by their first day. */
export interface FundClasses {
  /** Null: nobody has said what it is (R-CHK-8). */
  firstClass: FundClass | null
  laterClasses: readonly ClassPeriod[]
}

/** The class on a day: that of the last period that has begun by then, before all of them the first one (R-CLS-3). */
export function classOn({ firstClass, laterClasses }: FundClasses, date: string): FundClass | null {
  return laterClasses.findLast(({ from }) => from <= date)?.assetClass ?? firstClass
}

/** Days from `from` (empty: every day) up to the one before `until` (null: on and on). */
export interface DaySpan {
  from: string
  until: string | null
}

/** From the first day on which one statement gives another class than the other, to the next on which they agree; null: they do. */
export function changedSpan(one: FundClasses, other: FundClasses): DaySpan | null {
  const days = ['', ...[...one.laterClasses, ...other.laterClasses].map(({ from }) => from).sort()]
  const differs = (day: string): boolean => classOn(one, day) !== classOn(other, day)
  const from = days.find(differs)
  if (from === undefined) return null
  return { from, until: days.find((day) => day > from && !differs(day)) ?? null }
}

/** With a class from a day on, or of every day before the first (null); without one, none begins on that day. */
export function withClass(
  { firstClass, laterClasses }: FundClasses,
  { from, assetClass }: { from: string | null; assetClass: FundClass | null },
): FundClasses {
  if (from === null) return { firstClass: assetClass, laterClasses }
  const others = laterClasses.filter((later) => later.from !== from)
  const all = assetClass === null ? others : [...others, { from, assetClass }]
  return { firstClass, laterClasses: all.toSorted((left, right) => (left.from < right.from ? -1 : 1)) }
}
