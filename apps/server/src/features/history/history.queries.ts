/** What master data said before: written with each change, and taken back to see a row as it was known at an instant. */
import type { Db } from '../../db/schema'
import type { KnownSince, MasterChangeTable, MasterSubject } from './history.table'

/** Who changes master data, when, and by which file. */
export interface ChangeSource {
  at: string
  by: string
  fileId: string | null
  /** Why, where a person says so. */
  reason?: string
  newId(): string
}

/** Columns of a row that comes now. */
export const knownFrom = ({ at, fileId }: ChangeSource): KnownSince => ({ known_since: at, source_file_id: fileId })

interface Place {
  subject: MasterSubject
  id: string
  /** Of a value that has one. */
  date?: string
}

type Value = string | number | bigint | null

/** The changes from one state of a row to the next: one for each of `after`'s columns that differs. */
export function changesOf<R extends object>(
  { subject, id, date = '' }: Place,
  before: Readonly<R>,
  after: Readonly<Partial<R>>,
): Omit<MasterChangeTable, 'id' | 'changed_at' | 'changed_by' | 'source_file_id' | 'reason'>[] {
  const fields = Object.keys(after) as (keyof R & string)[]
  return fields
    .filter((field) => before[field] !== after[field])
    .map((field) => ({
      subject,
      subject_id: id,
      date,
      field,
      old_value: textOf(before[field] as Value),
      new_value: textOf(after[field] as Value),
    }))
}

const textOf = (value: Value): string | null => (value === null ? null : String(value))

const CHANGES_AT_ONCE = 300

/** Appends changes; part of the transaction that makes them. */
export async function insertChanges(
  db: Db,
  { at, by, fileId, newId, reason }: ChangeSource,
  changes: ReturnType<typeof changesOf>,
): Promise<void> {
  const rows = changes.map((change) => ({
    id: newId(),
    ...change,
    changed_at: at,
    changed_by: by,
    source_file_id: fileId,
    reason: reason ?? null,
  }))
  for (let from = 0; from < rows.length; from += CHANGES_AT_ONCE)
    await db
      .insertInto('master_change')
      .values(rows.slice(from, from + CHANGES_AT_ONCE))
      .execute()
}

/** Columns of whole numbers; scaled ones end with their scale, all others are texts. */
const NUMBERS = new Set(['valuation_lag', 'nav_decimals', 'price_lag', 'is_trading_day'])

function valueOf(field: string, text: string | null): Value {
  if (text === null) return null
  if (/_e[48]$/.test(field)) return BigInt(text)
  return NUMBERS.has(field) ? Number(text) : text
}

/** Rows as they were at an instant: what has changed since is taken back, the newest change first. */
export async function takeBack<R extends object>(
  db: Db,
  { subject, knownAt }: { subject: MasterSubject; knownAt: string },
  rows: readonly R[],
  placeOf: (row: R) => { id: string; date?: string },
): Promise<R[]> {
  const ids = [...new Set(rows.map((row) => placeOf(row).id))]
  if (ids.length === 0) return []
  const changes = await selectChangesSince(db, { subject, ids, knownAt })
  const before = new Map<string, Record<string, Value>>()
  for (const { subject_id, date, field, old_value } of changes) {
    const key = `${subject_id} ${date}`
    before.set(key, { ...before.get(key), [field]: valueOf(field, old_value) })
  }
  return rows.map((row) => {
    const { id, date = '' } = placeOf(row)
    return { ...row, ...before.get(`${id} ${date}`) }
  })
}

/** Changes made after an instant, the newest first. */
function selectChangesSince(db: Db, of: { subject: MasterSubject; ids: readonly string[]; knownAt: string }) {
  return db
    .selectFrom('master_change')
    .select(['subject_id', 'date', 'field', 'old_value'])
    .where('subject', '=', of.subject)
    .where('subject_id', 'in', of.ids)
    .where('changed_at', '>', of.knownAt)
    .orderBy('changed_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}
