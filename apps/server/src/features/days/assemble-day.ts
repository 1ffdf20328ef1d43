/** From what the files say of a day to the figures it would show (R-HLD-1, R-HLD-6, R-FEE-2, R-FEE-3). */
import { needsClass } from '@sma/finance/checks/balance'
import type { CheckedDay } from '@sma/finance/checks/checked-day'
import type { ClassedAccount } from '@sma/finance/facts'
import { payablesOf } from '@sma/importers/fa/payables'
import type { AccountRow, FundLeaf } from '@sma/importers/records'
import type { AccountClasses } from '../funds/account-classes.queries'
import type { DayFigures, HoldingFigures } from './day-figures'
import type { DayEvidence, HoldingEvidence, O32Evidence, ValuationEvidence } from './evidence'

export interface AssembledDay {
  figures: DayFigures
  /** The same day as the checks look at it. */
  checked: CheckedDay
  o32: O32Evidence[] | null
}

/** Null where no source holds a valuation of the day. `accountClasses`: the portfolio's, of level-1 accounts (R-CHK-14). */
export function assembleDay(date: string, evidence: DayEvidence, accountClasses: AccountClasses): AssembledDay | null {
  const { valuation } = evidence
  if (!valuation) return null
  const holdings = holdingsOf(date, evidence, valuation)
  const figures: DayFigures = {
    totalAssetsE4: valuation.totalAssetsE4,
    totalLiabilitiesE4: valuation.totalLiabilitiesE4,
    netAssetsE4: valuation.netAssetsE4,
    sharesE4: valuation.sharesE4,
    unitNavE8: valuation.unitNavE8,
    accumulatedNavE8: valuation.accumulatedNavE8,
    payables: payablesOf(valuation.accounts),
    dividendReceivableE4: allDividends(valuation.accounts),
    holdings: holdings && enriched(holdings, evidence.o32),
    accounts: classedAccounts(valuation.accounts, accountClasses),
  }
  return { figures, checked: checkedDay(date, valuation, { figures, accountClasses }), o32: evidence.o32 }
}

function classedAccounts(accounts: readonly AccountRow[], classes: AccountClasses): ClassedAccount[] | null {
  const found = accounts.flatMap(({ code, name, level, marketValueE4 }): ClassedAccount[] => {
    const assetClass = classes.get(code)
    if (level !== 1 || marketValueE4 === 0n || !needsClass(code) || assetClass === undefined) return []
    return [{ code, name, assetClass, marketValueE4 }]
  })
  return found.length > 0 ? found : null
}

function checkedDay(
  date: string,
  valuation: ValuationEvidence,
  of: { figures: DayFigures; accountClasses: AccountClasses },
): CheckedDay {
  const { figures, accountClasses } = of
  const levelOne = valuation.accounts.filter((account) => account.level === 1)
  const { accounts: _classed, ...shown } = figures
  return {
    ...shown,
    date,
    managementPayableE4: figures.payables.managementE4,
    previousNavE8: valuation.previousNavE8,
    netAssetsAtCostE4: valuation.netAssetsAtCostE4,
    accounts:
      levelOne.length === 0
        ? null
        : levelOne.map(({ code, name, marketValueE4, row }) => ({ code, name, row, balanceE4: marketValueE4 })),
    accountClasses,
    holdingsFrom: valuation.funds ? 'fa' : figures.holdings ? 'neutral' : null,
  }
}

function holdingsOf(date: string, evidence: DayEvidence, valuation: ValuationEvidence): HoldingFigures[] | null {
  if (valuation.funds) {
    // A price of the day itself says no more than a table that tells no days of prices (R-HLD-1).
    const leaves = valuation.funds.map((leaf) => (leaf.priceDate === date ? { ...leaf, priceDate: null } : leaf))
    return fromLeaves(leaves, dividendsByFund(valuation))
  }
  return evidence.holdings?.map(fromNeutral).filter((row) => hasSomething(row) || row.sourceProfitE4 !== null) ?? null
}

const hasSomething = (holding: HoldingFigures): boolean => holding.sharesE4 !== 0n || holding.marketValueE4 !== 0n

/** One row a fund: the same fund in several accounts is added up. */
function fromLeaves(leaves: readonly FundLeaf[], dividends: ReadonlyMap<string, bigint>): HoldingFigures[] {
  const rows = new Map<string, HoldingFigures>()
  for (const leaf of leaves) {
    const row = rows.get(leaf.fundCode)
    if (row) {
      row.sharesE4 += leaf.sharesE4
      row.marketValueE4 += leaf.marketValueE4
      row.sourceCostE4 = row.sourceCostE4 === null || leaf.costE4 === null ? null : row.sourceCostE4 + leaf.costE4
      row.unitNavE8 ??= leaf.unitNavE8
      row.priceDate ??= leaf.priceDate
    } else {
      rows.set(leaf.fundCode, { ...fromLeaf(leaf), dividendReceivableE4: dividends.get(leaf.fundCode) ?? null })
    }
  }
  return [...rows.values()].filter(hasSomething)
}

const NO_O32 = { o32CostE4: null, o32ProfitE4: null, o32MarketValueE4: null }

const fromLeaf = (leaf: FundLeaf): HoldingFigures => ({
  fundCode: leaf.fundCode,
  sharesE4: leaf.sharesE4,
  unitNavE8: leaf.unitNavE8,
  priceDate: leaf.priceDate,
  marketValueE4: leaf.marketValueE4,
  sourceCostE4: leaf.costE4,
  sourceProfitE4: null,
  ...NO_O32,
  dividendReceivableE4: null,
  sourceRow: leaf.row,
})

const fromNeutral = (row: HoldingEvidence): HoldingFigures => ({
  fundCode: row.fundCode,
  sharesE4: row.sharesE4,
  unitNavE8: row.unitNavE8,
  priceDate: row.priceDate,
  marketValueE4: row.marketValueE4,
  sourceCostE4: row.costE4,
  sourceProfitE4: row.profitE4,
  ...NO_O32,
  dividendReceivableE4: null,
  sourceRow: row.source.row,
})

/** O3.2's cost with fees, total profit and market value beside FA's row (R-HLD-5). */
function enriched(holdings: HoldingFigures[], o32: readonly O32Evidence[] | null): HoldingFigures[] {
  if (!o32) return holdings
  return holdings.map((holding) => {
    const positions = o32.filter((position) => position.fundCode === holding.fundCode)
    if (positions.length === 0) return holding
    return {
      ...holding,
      o32CostE4: total(positions.map((position) => position.costWithFeesE4)),
      o32ProfitE4: total(positions.map((position) => position.totalProfitE4)),
      o32MarketValueE4: total(positions.map((position) => position.marketValueE4)),
    }
  })
}

/** Null as soon as one part is unknown. */
const total = (parts: (bigint | null)[]): bigint | null =>
  parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0n)

/** All of 1203; null where the source lists no accounts, 0 where FA has no such row. */
function allDividends(accounts: readonly AccountRow[]): bigint | null {
  if (accounts.length === 0) return null
  return accounts.find(({ code, level }) => level === 1 && code === '1203')?.marketValueE4 ?? 0n
}

/** Dividends receivable of funds: the leaves under 1203 whose code ends with the code of a fund in the sheet, or which are named so (R-HLD-6). */
function dividendsByFund({ accounts, funds }: ValuationEvidence): Map<string, bigint> {
  const dividends = new Map<string, bigint>()
  const receivables = accounts.filter(({ code, level }) => code.startsWith('1203') && level > 1)
  for (const { fundCode, fundName } of funds ?? []) {
    const isNamed = (name: string) => fundName !== '' && name.includes(fundName)
    const own = receivables.filter(({ code, name }) => code.toUpperCase().endsWith(fundCode) || isNamed(name))
    const leaf = own.at(-1)
    if (leaf) dividends.set(fundCode, leaf.marketValueE4)
  }
  return dividends
}
