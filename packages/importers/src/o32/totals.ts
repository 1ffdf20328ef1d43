/** Total rows of O3.2 exports: compared with the rows that they sum, never imported. */
import { formatScaled } from '@sma/finance/decimal'
import { problem } from '../problems'
import type { Problem } from '../records'

/** What is summed: one figure of one row, E4. */
export interface Summed {
  portfolio: string | null
  date: string | null
  valueE4: bigint
}

/** A total row's figure; null portfolio and date: over the whole file. */
export interface Total {
  valueE4: bigint
  portfolio: string | null
  date: string | null
  row: number
  /** How many data rows stood before it: subtotals sum those since the last one. */
  after: number
}

/** A warning for each total that is neither the sum of its rows nor of those since the previous total. */
export function checkTotals(
  totals: readonly Total[],
  rows: readonly Summed[],
  place: { sheet: string | null; column: string },
): Problem[] {
  const problems: Problem[] = []
  let from = 0
  for (const total of totals) {
    const own = rows.filter((row) => belongs(row, total))
    const sum = sumOf(own)
    const since = sumOf(rows.slice(from, total.after))
    from = total.after
    if (total.valueE4 === sum || total.valueE4 === since) continue
    const found = formatScaled(total.valueE4, 4, 2)
    problems.push(
      problem('total-mismatch', 'warning', { ...place, row: total.row, found, expected: formatScaled(sum, 4, 2) }),
    )
  }
  return problems
}

const belongs = (row: Summed, total: Total): boolean =>
  (total.portfolio === null || row.portfolio === total.portfolio) && (total.date === null || row.date === total.date)

const sumOf = (rows: readonly Summed[]): bigint => rows.reduce((sum, row) => sum + row.valueE4, 0n)
