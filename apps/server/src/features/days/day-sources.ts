/**
 * Where the figures of a version came from. It is kept with the version for ever, so that the trail of a figure is right
 * whatever the files say later; packed, as there is one for every account and day (docs/decisions/0007).
 */
import { VALUATION_FIGURES, type Columns, type SourceRow, type ValuationFigure } from '@sma/importers/records'
import type { DayFigures, HoldingFigures } from './day-figures'
import type { DayEvidence, HoldingEvidence, O32Evidence, ValuationEvidence } from './evidence'

export const FUND_FIGURES = [
  'shares',
  'unitNav',
  'marketValue',
  'sourceCost',
  'sourceProfit',
  'o32Cost',
  'o32Profit',
  'o32MarketValue',
] as const
export type FundFigure = (typeof FUND_FIGURES)[number]

/** A fund's row; its own figures where the fund stands in several rows, whose sum the version shows. */
export interface FundRow {
  row: number
  figures: Partial<Record<FundFigure, bigint>> | null
}

/** One table of one file, and what the version takes from it. `fileId` empty: the figures are known, their file is not. */
interface SourceTable {
  fileId: string
  sheet: string | null
  /** "H34", or "34" where the column is not known. */
  cells: Partial<Record<ValuationFigure, string>>
  columns: Columns<FundFigure>
  rows: Record<string, FundRow[]>
}

/** The first table that has a figure is the one it came from. */
export type DaySources = readonly SourceTable[]

export interface FigurePlace {
  fileId: string
  sheet: string | null
  row: number
  column: string | null
}

const DAY_KEYS = {
  totalAssets: 'totalAssetsE4',
  totalLiabilities: 'totalLiabilitiesE4',
  netAssets: 'netAssetsE4',
  shares: 'sharesE4',
  unitNav: 'unitNavE8',
  accumulatedNav: 'accumulatedNavE8',
} as const satisfies Record<ValuationFigure, keyof DayFigures>

const FUND_KEYS = {
  shares: 'sharesE4',
  unitNav: 'unitNavE8',
  marketValue: 'marketValueE4',
  sourceCost: 'sourceCostE4',
  sourceProfit: 'sourceProfitE4',
  o32Cost: 'o32CostE4',
  o32Profit: 'o32ProfitE4',
  o32MarketValue: 'o32MarketValueE4',
} as const satisfies Record<FundFigure, keyof HoldingFigures>

export const dayFigure = (figures: DayFigures, figure: ValuationFigure): bigint | null => figures[DAY_KEYS[figure]]
export const fundFigure = (holding: HoldingFigures, figure: FundFigure): bigint | null => holding[FUND_KEYS[figure]]

/** The version's funds in the order in which their rows are packed. */
export const fundCodesOf = ({ holdings }: DayFigures): string[] =>
  (holdings ?? []).map(({ fundCode }) => fundCode).sort((left, right) => (left < right ? -1 : 1))

/** Where the figures that were assembled from a day's evidence stand. */
export function sourcesOf(evidence: DayEvidence, figures: DayFigures): DaySources {
  const { valuation, holdings, o32 } = evidence
  if (!valuation) return []
  return [
    valuationTable(valuation, evidence.sourceFileId ?? '', figures),
    ...(valuation.funds ? [] : tablesOf(holdings ?? [], evidence.holdingsFileId ?? '', NEUTRAL)),
    ...tablesOf(o32 ?? [], evidence.o32FileId ?? '', O32),
  ]
}

function valuationTable(valuation: ValuationEvidence, fileId: string, figures: DayFigures): SourceTable {
  const { source, funds } = valuation
  const cells: SourceTable['cells'] = {}
  for (const figure of VALUATION_FIGURES) {
    const cell = source.cells?.[figure]
    if (cell !== undefined && dayFigure(figures, figure) !== null) cells[figure] = cell
  }
  const { cost, ...columns } = source.columns ?? {}
  return {
    fileId,
    sheet: source.sheet,
    cells,
    columns: funds ? { ...columns, sourceCost: cost } : {},
    rows: fundRows(funds ?? [], ({ row }) => row, LEAF),
  }
}

/** How a kind of rows names what a version calls otherwise. */
interface Naming<Row> {
  columns: Partial<Record<FundFigure, string>>
  figures: (row: Row) => Partial<Record<FundFigure, bigint | null>>
}

type Leaf = NonNullable<ValuationEvidence['funds']>[number]

const LEAF = ({ sharesE4, unitNavE8, marketValueE4, costE4 }: Leaf) => ({
  shares: sharesE4,
  unitNav: unitNavE8,
  marketValue: marketValueE4,
  sourceCost: costE4,
})

const NEUTRAL: Naming<HoldingEvidence> = {
  columns: {
    shares: 'shares',
    unitNav: 'unitNav',
    marketValue: 'marketValue',
    sourceCost: 'cost',
    sourceProfit: 'profit',
  },
  figures: (row) => ({ ...LEAF({ ...row, fundName: '', market: null, row: 0 }), sourceProfit: row.profitE4 }),
}

const O32: Naming<O32Evidence> = {
  columns: { o32Cost: 'costWithFees', o32Profit: 'totalProfit', o32MarketValue: 'marketValue' },
  figures: (row) => ({ o32Cost: row.costWithFeesE4, o32Profit: row.totalProfitE4, o32MarketValue: row.marketValueE4 }),
}

type TableRow = { fundCode: string; source: SourceRow & { columns?: Columns<string> | undefined } }

/** A table for each run of rows that shares sheet and columns. */
function tablesOf<Row extends TableRow>(rows: readonly Row[], fileId: string, naming: Naming<Row>): SourceTable[] {
  const runs: { first: Row; rows: Row[] }[] = []
  for (const row of rows) {
    const run = runs.at(-1)
    if (run && row.source.columns === undefined) run.rows.push(row)
    else runs.push({ first: row, rows: [row] })
  }
  return runs.map(({ first, rows: own }) => {
    const columns: Columns<FundFigure> = {}
    for (const figure of FUND_FIGURES) columns[figure] = first.source.columns?.[naming.columns[figure] ?? '']
    const { sheet } = first.source
    return { fileId, sheet, cells: {}, columns, rows: fundRows(own, ({ source }) => source.row, naming.figures) }
  })
}

function fundRows<Row extends { fundCode: string }>(
  rows: readonly Row[],
  placeOf: (row: Row) => number,
  figuresOf: Naming<Row>['figures'],
): SourceTable['rows'] {
  const found: Record<string, FundRow[]> = {}
  for (const row of rows) {
    const figures = Object.fromEntries(Object.entries(figuresOf(row)).filter(([, value]) => value !== null))
    ;(found[row.fundCode] ??= []).push({ row: placeOf(row), figures })
  }
  for (const own of Object.values(found)) if (own[0] && own.length === 1) own[0].figures = null
  return found
}

/** What a version shows that the day's evidence leaves open. */
interface FilledFigures {
  day: ValuationFigure[]
  funds: Map<FundFigure, string[]>
}

export function filledFigures(assembled: DayFigures, figures: DayFigures): FilledFigures {
  const day = VALUATION_FIGURES.filter(
    (figure) => dayFigure(assembled, figure) === null && dayFigure(figures, figure) !== null,
  )
  const own = new Map((assembled.holdings ?? []).map((holding) => [holding.fundCode, holding]))
  const funds: FilledFigures['funds'] = new Map()
  for (const figure of FUND_FIGURES) {
    const codes = (figures.holdings ?? []).filter((holding) => {
      const before = own.get(holding.fundCode)
      return fundFigure(holding, figure) !== null && (!before || fundFigure(before, figure) === null)
    })
    if (codes.length > 0)
      funds.set(
        figure,
        codes.map(({ fundCode }) => fundCode),
      )
  }
  return { day, funds }
}

const UNKNOWN: SourceTable = { fileId: '', sheet: null, cells: {}, columns: {}, rows: {} }

/** The sources with those of what was filled in before them: from where the shown version had it, or from nowhere known. */
export function completedSources(own: DaySources, shown: DaySources | null, filled: FilledFigures): DaySources {
  const known = shown ?? []
  const day = filled.day.map((figure): SourceTable => {
    const table = dayTable(known, figure) ?? UNKNOWN
    return { ...table, cells: { [figure]: table.cells[figure] ?? '0' }, columns: {}, rows: {} }
  })
  const funds = [...filled.funds].flatMap(([figure, codes]) =>
    codes.map((code): SourceTable => {
      const table = fundTable(known, figure, code) ?? UNKNOWN
      const rows = { [code]: table.rows[code] ?? [{ row: 0, figures: null }] }
      return { ...table, cells: {}, columns: { [figure]: table.columns[figure] ?? '' }, rows }
    }),
  )
  return [...day, ...funds, ...own]
}

const dayTable = (sources: DaySources, figure: ValuationFigure): SourceTable | undefined =>
  sources.find(({ cells }) => cells[figure] !== undefined)

const fundTable = (sources: DaySources, figure: FundFigure, code: string): SourceTable | undefined =>
  sources.find(({ columns, rows }) => columns[figure] !== undefined && rows[code] !== undefined)

/** Where a figure of the day stands; null where that is not known. */
export function dayPlace(sources: DaySources | null, figure: ValuationFigure): FigurePlace | null {
  const table = dayTable(sources ?? [], figure)
  const [, column, row] = /^([A-Z]*)(\d+)$/.exec(table?.cells[figure] ?? '') ?? []
  if (!table?.fileId || row === undefined) return null
  return { fileId: table.fileId, sheet: table.sheet, row: Number(row), column: column || null }
}

/** Where a fund's figure stands, row by row; empty where that is not known. */
export function fundPlaces(
  sources: DaySources | null,
  figure: FundFigure,
  code: string,
): (FigurePlace & Pick<FundRow, 'figures'>)[] {
  const table = fundTable(sources ?? [], figure, code)
  if (!table?.fileId) return []
  const { fileId, sheet } = table
  const column = table.columns[figure] || null
  return (table.rows[code] ?? []).map(({ row, figures }) => ({ fileId, sheet, row, column, figures }))
}
