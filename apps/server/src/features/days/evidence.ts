/** What the files say of one portfolio and day, as stored in `day_evidence` until and after it is published. */
import type { HoldingRecord, O32HoldingRecord, SourceRow, ValuationRecord } from '@sma/importers/records'

/** A record without the names that only the reader needs. Cells and columns are not kept of what came before they were read. */
type Kept<R extends { source: SourceRow }> = Omit<R, 'kind' | 'portfolio' | 'alternatives' | 'date' | 'source'> & {
  source: SourceRow & Partial<R['source']>
}
export type ValuationEvidence = Kept<ValuationRecord>
export type HoldingEvidence = Kept<HoldingRecord>
export type O32Evidence = Kept<O32HoldingRecord>

export type EvidenceKind = 'valuation' | 'holdings' | 'o32-holdings'
export type EvidenceOrigin = 'fa' | 'neutral' | 'o32'

/** One word of one source; `payload` is JSON with integers of scaled figures as strings. */
export interface EvidenceItem {
  kind: EvidenceKind
  origin: EvidenceOrigin
  payload: string
  sourceFileId: string
}

const SCALED = /E[48]$/

/** JSON of an evidence; scaled integers become strings and come back as integers by the suffix of their name. */
export const encodeEvidence = (evidence: ValuationEvidence | HoldingEvidence[] | O32Evidence[]): string =>
  JSON.stringify(evidence, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))

function decode<T>(payload: string): T {
  return JSON.parse(payload, (key, value: unknown) =>
    typeof value === 'string' && SCALED.test(key) ? BigInt(value) : value,
  )
}

/** Accounts that no rule asks for are left out: those without a balance, and sub-accounts but of 1203 and of 2206. */
export function valuationEvidence(record: ValuationRecord): ValuationEvidence {
  const { kind: _kind, portfolio: _portfolio, alternatives: _alternatives, date: _date, ...rest } = record
  const isAskedFor = ({ level, code }: { level: number; code: string }) => level === 1 || /^(1203|2\d{3})/.test(code)
  return { ...rest, accounts: record.accounts.filter((row) => row.marketValueE4 !== 0n && isAskedFor(row)) }
}

/** Rows of a day's holdings; the columns stand where they begin to hold, not on every row. */
export const holdingEvidence = (records: readonly HoldingRecord[]): HoldingEvidence[] =>
  records.map((record, index) => tableRow(record, records[index - 1]))

export const o32Evidence = (records: readonly O32HoldingRecord[]): O32Evidence[] =>
  records.map((record, index) => tableRow(record, records[index - 1]))

function tableRow<R extends HoldingRecord | O32HoldingRecord>(record: R, before: R | undefined): Kept<R> {
  const { kind: _kind, portfolio: _portfolio, alternatives: _alternatives, date: _date, source, ...rest } = record
  const { columns, ...place } = source
  // Rows of one table share their columns.
  const isRepeated = before?.source.columns === columns && before.source.sheet === source.sheet
  return { ...rest, source: isRepeated ? place : source } as Kept<R>
}

/** All that is known of a day, the newest word of each source. */
export interface DayEvidence {
  valuation: ValuationEvidence | null
  holdings: HoldingEvidence[] | null
  o32: O32Evidence[] | null
  /** The file that the figures come from. */
  sourceFileId: string | null
  /** The files that holdings and O3.2's positions come from. */
  holdingsFileId: string | null
  o32FileId: string | null
}

/** FA's sheet or dump wins over a neutral valuation and neutral holdings (R-HLD-1). */
export function readEvidence(items: readonly EvidenceItem[]): DayEvidence {
  const find = (kind: EvidenceKind, origin: EvidenceOrigin) =>
    items.find((item) => item.kind === kind && item.origin === origin)
  const valuation = find('valuation', 'fa') ?? find('valuation', 'neutral')
  const holdings = find('holdings', 'neutral')
  const o32 = find('o32-holdings', 'o32')
  return {
    valuation: valuation ? decode<ValuationEvidence>(valuation.payload) : null,
    holdings: holdings ? decode<HoldingEvidence[]>(holdings.payload) : null,
    o32: o32 ? decode<O32Evidence[]>(o32.payload) : null,
    sourceFileId: valuation?.sourceFileId ?? null,
    holdingsFileId: holdings?.sourceFileId ?? null,
    o32FileId: o32?.sourceFileId ?? null,
  }
}
