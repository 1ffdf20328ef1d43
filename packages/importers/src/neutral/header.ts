/** Which neutral kind a header row belongs to: the one whose columns fit best, never the file's name. */
import { bareLabel } from '../labels'
import { type Column, NEUTRAL_COLUMNS, NEUTRAL_KINDS, type NeutralKind } from './columns'

/** A heading for comparison: "Portfolio Code*", "portfolio_code" and "PORTFOLIO-CODE" are one. */
const headingKey = (label: string): string => bareLabel(label.replace(/\*+$/, '')).replace(/[_*-]/g, '').toLowerCase()

const FIELDS = new Map(NEUTRAL_KINDS.map((kind) => [kind, fieldsByHeading(NEUTRAL_COLUMNS[kind])]))

function fieldsByHeading(columns: Record<string, Column>): Map<string, string> {
  const fields = new Map<string, string>()
  for (const [field, { chinese }] of Object.entries(columns)) {
    for (const heading of [field, ...chinese]) fields.set(headingKey(heading), field)
  }
  return fields
}

export interface HeaderFields {
  at: Record<string, number>
  /** Columns whose heading is of no field, blank ones left out. */
  unknown: number[]
  /** Columns that name a field a second time. */
  repeated: number[]
}

/** Maps the normal labels of a header row to the fields of a kind. */
export function headerFields(kind: NeutralKind, labels: readonly string[]): HeaderFields {
  const found: HeaderFields = { at: {}, unknown: [], repeated: [] }
  labels.forEach((label, column) => {
    const field = FIELDS.get(kind)?.get(headingKey(label))
    if (field === undefined) {
      if (label !== '') found.unknown.push(column)
    } else if (Object.hasOwn(found.at, field)) found.repeated.push(column)
    else found.at[field] = column
  })
  return found
}

/** Required fields that the header lacks. */
export function missingFields(kind: NeutralKind, at: Record<string, number>): string[] {
  const columns: Record<string, Column> = NEUTRAL_COLUMNS[kind]
  return Object.keys(columns).filter((field) => columns[field]?.required && !Object.hasOwn(at, field))
}

const SHARED_FIELDS = new Set(['portfolio_code', 'date'])

interface Fit {
  kind: NeutralKind
  score: number
}

/**
 * The kind whose columns the header fits best: known columns count for it, missing required ones more against it.
 * Null where none fits or two fit alike.
 */
export function kindOfHeader(labels: readonly string[]): NeutralKind | null {
  const fits = NEUTRAL_KINDS.flatMap((kind) => fitOf(kind, labels)).sort((a, b) => b.score - a.score)
  const [best, next] = fits
  return best === undefined || best.score === next?.score ? null : best.kind
}

function fitOf(kind: NeutralKind, labels: readonly string[]): Fit[] {
  const { at, unknown } = headerFields(kind, labels)
  const columns: Record<string, Column> = NEUTRAL_COLUMNS[kind]
  const known = Object.keys(at).length
  const missing = missingFields(kind, at).length
  const required = Object.keys(at).filter((field) => columns[field]?.required).length
  // portfolio and date alone tell nothing; a table of which the lesser part is ours is something else
  if (Object.keys(at).every((field) => SHARED_FIELDS.has(field))) return []
  if (missing > 0 && (required <= missing || known < unknown.length)) return []
  return [{ kind, score: 2 * known - 3 * missing }]
}
