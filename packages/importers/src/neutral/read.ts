/** Reads any neutral kind: columns, rows, duplicates. What a row means is the builder's (master, daily, movements). */
import { maskName } from '@sma/contract/identity'
import { cellText, dateOf, normalLabel } from '../bytes/cells'
import { type Cell, cellAt, rowNumber } from '../bytes/grid'
import { problem } from '../problems'
import type { ImportRecord, Problem } from '../records'
import { type HeaderMatch, type Reader, type ReaderOutput, findHeader } from '../reader'
import { Row } from '../row'
import { isShifted, shiftedProblem } from '../shifted'
import { unitProblems } from '../units'
import type { FieldOf, NeutralKind } from './columns'
import { type HeaderFields, headerFields, kindOfHeader, missingFields } from './header'

export interface Builder<Kind extends NeutralKind> {
  kind: Kind
  /** The row's record; dropped where the row was refused. `places` counts rows within a key of the caller's. */
  build(row: Row<FieldOf<Kind>>, places: Places): ImportRecord
  /** What may stand once in a file; null where equal rows are two facts. `column` is named when it stands twice. */
  key(record: ImportRecord): string | null
  column: FieldOf<Kind>
}

/** Counts from 1 within each key. */
export class Places {
  private readonly counts = new Map<string, number>()

  next(key: string): number {
    const place = (this.counts.get(key) ?? 0) + 1
    this.counts.set(key, place)
    return place
  }
}

/** A reader that takes a table whose header fits this kind better than any other neutral kind. */
export function neutralReader<Kind extends NeutralKind>(builder: Builder<Kind>): Reader {
  return {
    kind: builder.kind,
    recognise: (grid) => findHeader(grid, (labels) => kindOfHeader(labels) === builder.kind),
    read: (match) => readTable(match, builder),
  }
}

function readTable<Kind extends NeutralKind>(match: HeaderMatch, builder: Builder<Kind>): ReaderOutput {
  const { grid, headerIndex } = match
  const header = grid.rows[headerIndex] ?? []
  const fields = headerFields(builder.kind, header.map(normalLabel))
  const problems = headerProblems(match, { kind: builder.kind, header, fields })
  if (problems.some(({ severity }) => severity === 'error')) return { records: [], problems }
  const indexOf = (field: string): number | undefined => fields.at[field]
  const heading = (field: string): string => cellText(cellAt(header, indexOf(field))) || field
  // whatever stands in the wrong column of a clients file may be a name or a number of a person
  const masks = builder.kind === 'clients' ? { quoted: maskName } : {}
  const row = new Row<FieldOf<Kind>>(grid.sheet, { indexOf, heading, ...masks })
  const kept = new Kept(builder, row)
  const places = new Places()
  let dataRows = 0
  for (let index = headerIndex + 1; index < grid.rows.length; index += 1) {
    const cells = grid.rows[index] ?? []
    if (cells.every((cell) => cell === null || cell === '' || normalLabel(cell) === '')) continue
    dataRows += 1
    row.open(cells, rowNumber(grid, index))
    setScope(row, { cells, at: fields.at })
    if (isShifted(match, cells)) {
      row.refuseAll(shiftedProblem(match, index))
      continue
    }
    const record = builder.build(row, places)
    if (!row.refused) kept.add(record)
  }
  if (dataRows === 0) problems.push(problem('no-rows', 'warning', { sheet: grid.sheet }))
  return { records: kept.records, problems: [...problems, ...row.problems] }
}

function headerProblems(
  match: HeaderMatch,
  { kind, header, fields }: { kind: NeutralKind; header: Cell[]; fields: HeaderFields },
): Problem[] {
  const place = { sheet: match.grid.sheet, row: rowNumber(match.grid, match.headerIndex) }
  const named = (column: number) => ({ ...place, column: cellText(header[column] ?? null) })
  const labels = header.map(cellText).filter(Boolean).join(', ')
  return [
    ...missingFields(kind, fields.at).map((column) =>
      problem('column-missing', 'error', { ...place, column, found: labels, expected: column }),
    ),
    ...unitProblems(
      match,
      Object.values(fields.at).map((column) => cellText(header[column] ?? null)),
    ),
    ...fields.repeated.map((column) => problem('header-ambiguous', 'error', named(column))),
    ...fields.unknown.map((column) => problem('column-unknown', 'warning', named(column))),
  ]
}

/** What a bad row holds: its portfolio and day, as far as they can be read. */
function setScope<Field extends string>(row: Row<Field>, { cells, at }: { cells: Cell[]; at: Record<string, number> }) {
  const code = at.portfolio_code === undefined ? '' : cellText(cells[at.portfolio_code] ?? null)
  row.portfolio = code === '' ? null : { by: 'code', value: code }
  row.date = at.date === undefined ? null : dateOf(cells[at.date] ?? null)
}

/** Records by key: an equal row again is dropped with a warning; of different ones none counts until a person decides. */
class Kept<Kind extends NeutralKind> {
  private readonly kept = new Set<ImportRecord>()
  private readonly byKey = new Map<string, ImportRecord>()

  constructor(
    private readonly builder: Builder<Kind>,
    private readonly row: Row<FieldOf<Kind>>,
  ) {}

  get records(): ImportRecord[] {
    return [...this.kept]
  }

  add(record: ImportRecord): void {
    const key = this.builder.key(record)
    const before = key === null ? undefined : this.byKey.get(key)
    if (before === undefined) {
      if (key !== null) this.byKey.set(key, record)
      this.kept.add(record)
      return
    }
    const same = contentOf(before) === contentOf(record)
    if (!same) this.kept.delete(before)
    this.row.tell(same ? 'row-duplicate' : 'row-conflict', same ? 'warning' : 'review', this.builder.column)
  }
}

const contentOf = (record: ImportRecord): string =>
  JSON.stringify({ ...record, source: null }, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
