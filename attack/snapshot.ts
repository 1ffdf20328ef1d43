/** What a house holds, without the ids and instants in which two runs of the same work differ. */
import { sql } from 'kysely'
import type { Deps } from '../apps/server/src/deps'
import { verifyAudit } from '../apps/server/src/features/audit/audit.service'

type Row = Record<string, unknown>

/** What each run makes anew. */
const VOLATILE =
  /^(id|client_id|stamp|source_file_id|received_at|payload|first_seen|last_seen|revision|known_since)$|_at$|_hash$/

/** Days by `code date`: everything that clients see of each, as text. */
export type Days = Map<string, string>

const textOf = (row: Row): string =>
  JSON.stringify(
    Object.entries(row).filter(([column]) => !VOLATILE.test(column)),
    (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  )

const sorted = (rows: Row[]): string[] => rows.map(textOf).sort()

const codesOf = async ({ db }: Deps): Promise<Map<unknown, string>> =>
  new Map((await db.selectFrom('portfolio').select(['id', 'code']).execute()).map(({ id, code }) => [id, code]))

/** The published days with their holdings, and with the rows that each of them shows (those since the day before it). */
export async function shownDays(deps: Deps): Promise<Days> {
  const { db } = deps
  const codes = await codesOf(deps)
  const shown = await db
    .selectFrom('published_day')
    .innerJoin('valuation', (join) =>
      join
        .onRef('valuation.portfolio_id', '=', 'published_day.portfolio_id')
        .onRef('valuation.date', '=', 'published_day.date')
        .onRef('valuation.version', '=', 'published_day.version'),
    )
    .selectAll('valuation')
    .orderBy('valuation.date')
    .execute()
  const days = new Map<string, Row[]>(shown.map((row) => [`${row.portfolio_id} ${row.date}`, [{ ...row }]]))
  const versions = new Map(shown.map((row) => [`${row.portfolio_id} ${row.date}`, row.version]))
  for (const row of await db.selectFrom('holding').selectAll().execute())
    if (versions.get(`${row.portfolio_id} ${row.date}`) === row.version)
      days.get(`${row.portfolio_id} ${row.date}`)?.push({ ...row })
  for (const table of ['fund_transaction', 'client_flow', 'fee_accrual'] as const) {
    for (const row of await db.selectFrom(table).selectAll().where('state', '=', 'published').execute()) {
      const day = shown.find(({ portfolio_id, date }) => portfolio_id === row.portfolio_id && date >= row.date)
      const key = `${row.portfolio_id} ${day?.date ?? 'before its day'}`
      days.set(key, [...(days.get(key) ?? []), { table, ...row }])
    }
  }
  return new Map(
    [...days].map(([key, rows]) => {
      const [id = '', date] = key.split(/ (.*)/)
      return [`${codes.get(id)} ${date}`, sorted(rows).join('\n')]
    }),
  )
}

const WHOLE = [
  'portfolio',
  'fund',
  'fund_nav',
  'calendar_day',
  'benchmark_value',
  'client_portfolio',
  'day_evidence',
  'valuation',
  'published_day',
  'holding',
  'fund_transaction',
  'client_flow',
  'fee_accrual',
  'day_recheck',
] as const

/** Everything that an import leaves behind, as sorted lines: rows, findings that stand, acts on days and what became of files. */
export async function wholeHouse(deps: Deps): Promise<string[]> {
  const { db } = deps
  const codes = await codesOf(deps)
  const sorted = (rows: Row[]) =>
    rows
      .map((row) => textOf('portfolio_id' in row ? { ...row, portfolio_id: codes.get(row.portfolio_id) } : row))
      .sort()
  const lines: string[] = []
  for (const table of WHOLE)
    lines.push(...sorted(await db.selectFrom(table).selectAll().execute()).map((row) => `${table} ${row}`))
  const findings = await db.selectFrom('finding').selectAll().where('state', '<>', 'resolved').execute()
  lines.push(...sorted(findings).map((row) => `finding ${row}`))
  const acts = await db
    .selectFrom('audit_event')
    .select(['action', 'portfolio_id', 'object_id', 'detail'])
    .where('object_kind', '=', 'day')
    .execute()
  lines.push(...sorted(acts).map((row) => `act ${row}`))
  const files = await db
    .selectFrom('source_file')
    .select(['sha256', 'name', 'status'])
    .where('status', 'in', ['applied', 'held', 'rejected'])
    .distinct()
    .execute()
  lines.push(...sorted(files).map((row) => `file ${row}`))
  return lines
}

/** Damage that no attack may do: to the database, to the audit chain. */
export async function damage(deps: Deps): Promise<string[]> {
  const { faults } = await verifyAudit(deps)
  const said = faults.map(({ seq, kind }) => `audit event ${seq} ${kind}`)
  if (deps.database.engine !== 'sqlite') return said
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(deps.db)
  const { rows: orphans } = await sql<Row>`pragma foreign_key_check`.execute(deps.db)
  return [
    ...said,
    ...rows.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
    ...orphans.map((row) => `orphan ${textOf(row)}`),
  ]
}

/** Days that are neither wholly as before nor wholly as after. */
export function halfDays(days: Days, before: Days, after: Days): string[] {
  const keys = new Set([...before.keys(), ...after.keys(), ...days.keys()])
  return [...keys]
    .filter((key) => days.get(key) !== before.get(key) && days.get(key) !== after.get(key))
    .map((key) => `${key} is neither old nor new`)
}

/** Whether the days stand as `before`, as `after` or in between. */
export function stageOf(days: Days, before: Days, after: Days): 'old' | 'new' | 'between' {
  const isSame = (left: Days, right: Days) =>
    left.size === right.size && [...left].every(([key, text]) => right.get(key) === text)
  return isSame(days, before) ? 'old' : isSame(days, after) ? 'new' : 'between'
}

/** What one list has more often than the other, shortened. */
export function differences(found: string[], expected: string[]): string[] {
  const counts = new Map<string, number>()
  for (const line of found) counts.set(line, (counts.get(line) ?? 0) + 1)
  for (const line of expected) counts.set(line, (counts.get(line) ?? 0) - 1)
  return [...counts]
    .filter(([, count]) => count !== 0)
    .map(([line, count]) => `${count > 0 ? 'too much' : 'missing'}: ${line.slice(0, 300)}`)
}
