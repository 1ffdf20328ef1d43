/** Whether O3.2's cash balances run on from row to row: R-CHK-27. */
import { absolute, moneyText } from '@sma/finance/decimal'
import { problem } from '../problems'
import type { PortfolioKey, Problem } from '../records'

/** What one row of the journal says of its account's cash, E4; null where it says nothing. */
export interface CashRow {
  portfolio: PortfolioKey
  date: string
  row: number
  cashE4: bigint | null
  balanceE4: bigint | null
}

/** A row that could be compared with the one before it; `expected` is null where it runs on. */
interface Step {
  row: CashRow
  moves: boolean
  expectedE4: bigint | null
}

const CENT_E4 = 100n
const STEPS_THAT_PROVE = 2

/**
 * R-CHK-27: 发生后余额 = the balance of the account's row before + 发生金额, to the cent; a warning for each row that is not
 * so. Not run unless the order of the rows proves stable: down or up the file no account's dates go back, and more of the
 * rows that move money run on than not, two at least.
 */
export function balanceProblems(rows: readonly CashRow[], place: { sheet: string | null; column: string }): Problem[] {
  for (const ordered of [rows, rows.toReversed()]) {
    const steps = stepsOf(ordered)
    if (!steps || !isProven(steps)) continue
    return steps.flatMap(({ row: { portfolio, date, row, balanceE4 }, expectedE4 }) =>
      balanceE4 === null || expectedE4 === null
        ? []
        : [
            problem('R-CHK-27', 'warning', {
              ...place,
              portfolio,
              date,
              row,
              found: moneyText(balanceE4),
              expected: moneyText(expectedE4),
            }),
          ],
    )
  }
  return []
}

function isProven(steps: readonly Step[]): boolean {
  const moving = steps.filter(({ moves }) => moves)
  const running = moving.filter(({ expectedE4 }) => expectedE4 === null).length
  return running >= STEPS_THAT_PROVE && running > moving.length - running
}

interface Before {
  date: string
  /** The balances from which the next row may run on: the stated one, and where that was wrong the one it should have been. */
  balancesE4: readonly bigint[]
}

/** Null where an account's dates go back. */
function stepsOf(rows: readonly CashRow[]): Step[] | null {
  const steps: Step[] = []
  const befores = new Map<string, Before>()
  for (const row of rows) {
    const { portfolio, date, cashE4, balanceE4 } = row
    const before = befores.get(portfolio.value)
    if (before && date < before.date) return null
    if (cashE4 === null || balanceE4 === null) {
      befores.set(portfolio.value, { date, balancesE4: [] })
      continue
    }
    const expected = (before?.balancesE4 ?? []).map((balance) => balance + cashE4)
    const [first] = expected
    const runsOn = first === undefined || expected.some((each) => absolute(each - balanceE4) <= CENT_E4)
    if (first !== undefined) steps.push({ row, moves: cashE4 !== 0n, expectedE4: runsOn ? null : first })
    befores.set(portfolio.value, { date, balancesE4: runsOn ? [balanceE4] : [balanceE4, first] })
  }
  return steps
}
