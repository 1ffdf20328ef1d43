/** The classes that funds have from a day on (R-CLS-3), as they are said to be now, and as they were known at an instant. */
import type { FundClass } from '@sma/finance/facts'
import type { ClassPeriod } from '@sma/finance/holdings/class-periods'
import type { Db } from '../../db/schema'
import { changesOf, insertChanges, knownFrom, takeBack, type ChangeSource } from '../history/history.queries'
import type { FundClassTable } from './funds.table'

type PeriodRow = Pick<FundClassTable, 'fund_code' | 'class_from' | 'asset_class'>

/** Of these funds, or of all: each fund's periods in order; funds with one class for every day are not among them. */
export async function selectLaterClasses(db: Db, codes?: readonly string[]): Promise<Map<string, ClassPeriod[]>> {
  if (codes?.length === 0) return new Map()
  const rows = await db
    .selectFrom('fund_class')
    .select(['fund_code', 'class_from', 'asset_class'])
    .$if(codes !== undefined, (q) => q.where('fund_code', 'in', codes ?? []))
    .orderBy('class_from')
    .execute()
  return periodsOf(rows)
}

/** The same as they were known at an instant (ISO, UTC). */
export async function selectKnownLaterClasses(
  db: Db,
  codes: readonly string[],
  knownAt: string,
): Promise<Map<string, ClassPeriod[]>> {
  if (codes.length === 0) return new Map()
  const rows = await db
    .selectFrom('fund_class')
    .select(['fund_code', 'class_from', 'asset_class'])
    .where('fund_code', 'in', codes)
    .where('known_since', '<=', knownAt)
    .orderBy('class_from')
    .execute()
  return periodsOf(
    await takeBack(db, { subject: 'fund-class', knownAt }, rows, ({ fund_code, class_from }) => ({
      id: fund_code,
      date: class_from,
    })),
  )
}

function periodsOf(rows: readonly PeriodRow[]): Map<string, ClassPeriod[]> {
  const periods = new Map<string, ClassPeriod[]>()
  for (const { fund_code, class_from, asset_class } of rows) {
    if (asset_class === null) continue
    // written by our own import, which knows no other word
    const period = { from: class_from, assetClass: asset_class as FundClass }
    periods.set(fund_code, [...(periods.get(fund_code) ?? []), period])
  }
  return periods
}

/** Says that a class begins on a day, or, with null, that none does; returns whether that changes anything. */
export async function saveClassPeriod(
  db: Db,
  { code, from, assetClass }: { code: string; from: string; assetClass: FundClass | null },
  source: ChangeSource,
): Promise<boolean> {
  const known = await db
    .selectFrom('fund_class')
    .select('asset_class')
    .where('fund_code', '=', code)
    .where('class_from', '=', from)
    .executeTakeFirst()
  const before = { asset_class: known?.asset_class ?? null }
  const changes = changesOf({ subject: 'fund-class', id: code, date: from }, before, { asset_class: assetClass })
  if (changes.length === 0) return false
  await insertChanges(db, source, changes)
  if (known)
    await db
      .updateTable('fund_class')
      .set({ asset_class: assetClass })
      .where('fund_code', '=', code)
      .where('class_from', '=', from)
      .execute()
  else
    await db
      .insertInto('fund_class')
      .values({ fund_code: code, class_from: from, asset_class: assetClass, ...knownFrom(source) })
      .execute()
  return true
}
