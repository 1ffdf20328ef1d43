/** Reading, apart from judging and writing: what runs in the reading process (file-reader.ts). */
import type { FileKind } from '@sma/contract/file-kinds'
import { readFile as readRecords } from '@sma/importers/registry'
import type { ImportRecord, PortfolioKey, Problem, ReadOptions, ValuationRecord } from '@sma/importers/records'
import { encodeEvidence, valuationEvidence } from '../days/evidence'

/** A valuation as it will be stored, small enough to be kept until its turn comes. */
export interface ReadValuation {
  portfolio: PortfolioKey
  alternatives: readonly PortfolioKey[]
  date: string
  source: ValuationRecord['source']
  origin: ValuationRecord['origin']
  payload: Buffer
}

export interface ReadContent {
  kind: FileKind | null
  valuations: ReadValuation[]
  records: Exclude<ImportRecord, ValuationRecord>[]
  problems: Problem[]
  firstDate: string | null
}

/** Bytes to records; never throws, unreadable bytes are a problem. */
export function readContent(bytes: Uint8Array, options: ReadOptions): ReadContent {
  const { kind, records, problems } = readRecords(bytes, options)
  const valuations: ReadValuation[] = []
  const others: ReadContent['records'] = []
  let firstDate: string | null = null
  for (const record of records) {
    if ('date' in record && (firstDate === null || record.date < firstDate)) firstDate = record.date
    if (record.kind === 'valuation') valuations.push(readValuation(record))
    else others.push(record)
  }
  return { kind, valuations, records: others, problems, firstDate }
}

const readValuation = (record: ValuationRecord): ReadValuation => ({
  portfolio: record.portfolio,
  alternatives: record.alternatives ?? [],
  date: record.date,
  source: record.source,
  origin: record.origin,
  payload: Buffer.from(encodeEvidence(valuationEvidence(record))),
})
