import type { Db } from '../../db/schema'
import { benchmarkSet, bookFund, fundOn } from '../days/book-facts'
import { dayDifferences, type DaySide, type FieldDifference } from '../days/day-differences'
import { figuresOf, selectHoldingRows, selectVersions } from '../days/day-records.queries'
import type { ValuationTable } from '../days/days.table'
import {
  selectKnownBenchmark,
  selectKnownBenchmarkSets,
  selectKnownFunds,
  selectKnownPortfolio,
} from '../days/known-book.queries'
import { selectShownBy } from './shown-versions.queries'

interface NamedDay {
  portfolioId: string
  date: string
  /** Only versions that clients had been shown by then; null: all there are. */
  knownAt: string | null
  /** Now: the master data of a version that waits. */
  now: string
}

/**
 * What version `to` says differently from version `from`, each with the master data of when it was first shown; null where
 * one of them does not exist.
 */
export async function readDifferences(
  db: Db,
  day: NamedDay,
  versions: { from: number; to: number },
): Promise<FieldDifference[] | null> {
  const { portfolioId, date, knownAt } = day
  const rows =
    knownAt === null
      ? await selectVersions(db, portfolioId, date)
      : await selectShownBy(db, { portfolioId, date, knownAt })
  const [from, to] = [versions.from, versions.to].map((version) => rows.find((row) => row.version === version))
  return from && to ? dayDifferences(await sideOf(db, day, from), await sideOf(db, day, to)) : null
}

async function sideOf(db: Db, { portfolioId, date, now }: NamedDay, row: ValuationTable): Promise<DaySide> {
  const knownAt = row.published_at ?? now
  const at = { portfolioId, knownAt }
  const figures = figuresOf(row, await selectHoldingRows(db, portfolioId, row))
  const codes = (figures.holdings ?? []).map(({ fundCode }) => fundCode)
  const funds = await selectKnownFunds(db, codes, knownAt)
  const benchmark = (await selectKnownBenchmark(db, at)).find((value) => value.date === date)
  const sets = (await selectKnownBenchmarkSets(db, at)).map(benchmarkSet)
  return {
    figures,
    portfolio: await selectKnownPortfolio(db, at),
    funds: new Map(funds.map((row) => [row.code, fundOn(bookFund(row), date)])),
    benchmarkComponents: sets.findLast(({ from }) => from <= date)?.components ?? [],
    benchmarkE8: benchmark?.value_e8 ?? null,
  }
}
