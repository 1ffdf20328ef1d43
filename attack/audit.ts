/** One of ten thousand audit rows changed, removed, moved or cut: the check always finds it. */
import { randomStream, type Random } from '../apps/server/src/demo/random'
import { appendAudit, noteAuditHead, verifyAudit } from '../apps/server/src/features/audit/audit.service'
import { openLive, type Live } from './live'
import { tally, type Attack, type Outcome } from './part'
import { progressOf } from './progress'

const ROWS = 10_000
const COLUMNS = [
  'id',
  'at',
  'actor_kind',
  'actor_id',
  'action',
  'object_kind',
  'object_id',
  'portfolio_id',
  'address',
  'detail',
  'prev_mac',
  'mac',
] as const

type Db = Live['deps']['db']
type Row = Awaited<ReturnType<typeof readRow>>

export async function audit({ engine, runs, seed }: Attack, rows = ROWS): Promise<Outcome[]> {
  const live = await openLive(engine)
  try {
    await fill(live, rows)
    const random = randomStream(seed, 'audit')
    const seen: string[] = []
    const faults: string[] = []
    const step = progressOf('audit', runs)
    for (let run = 0; run < runs; run++) {
      step()
      const kind = random.pick(Object.keys(TAMPERINGS))
      const { note, undo } = await (TAMPERINGS[kind] as Tampering)(live.deps.db, rows, random)
      const verdict = await verifyAudit(live.deps)
      if (verdict.faults.length === 0) faults.push(`${kind} ${note} was not found`)
      seen.push(kind)
      await undo()
    }
    const whole = await verifyAudit(live.deps)
    if (whole.events !== rows || whole.faults.length > 0)
      faults.push(`put back, the log is not whole: ${JSON.stringify(whole)}`)
    return [{ what: `audit: one of ${rows} rows`, runs, seen: `${runs - faults.length} found; ${tally(seen)}`, faults }]
  } finally {
    await live.close()
  }
}

async function fill({ deps }: Live, rows: number): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    for (let row = 0; row < rows; row++)
      await appendAudit(tx, deps, {
        actor: { kind: 'staff', id: `p${row % 7}`, ...(row % 3 > 0 && { address: '10.0.0.1' }) },
        action: row % 2 === 0 ? 'publish-day' : 'sign-in',
        object: { kind: 'day', id: `d${row}` },
        detail: { version: row },
      })
  })
  await noteAuditHead(deps)
}

type Tampering = (db: Db, rows: number, random: Random) => Promise<{ note: string; undo(): Promise<unknown> }>

const readRow = (db: Db, seq: number) =>
  db.selectFrom('audit_event').selectAll().where('seq', '=', seq).executeTakeFirstOrThrow()
const move = (db: Db, from: number, to: number) =>
  db.updateTable('audit_event').set({ seq: to }).where('seq', '=', from).execute()

async function swap(db: Db, one: number, other: number): Promise<void> {
  await move(db, one, 0)
  await move(db, other, one)
  await move(db, 0, other)
}

const remove = (db: Db, row: Row) => db.deleteFrom('audit_event').where('seq', '=', row.seq).execute()
const put = (db: Db, row: Row) => db.insertInto('audit_event').values(row).execute()
const head = (db: Db, to: { seq: number; mac: string }) => db.updateTable('audit_head').set(to).execute()

/** What the row may say instead: one sign changed, one more, or nothing at all. */
function otherText(text: string | null, random: Random): string {
  const kept = text ?? ''
  const at = random.integer(0, Math.max(0, kept.length - 1))
  const sign = random.pick([...'abc019Z'].filter((one) => one !== kept[at]))
  return kept.slice(0, at) + sign + kept.slice(at + 1)
}

const TAMPERINGS: Record<string, Tampering> = {
  async changed(db, rows, random) {
    const row = await readRow(db, random.integer(1, rows))
    const column = random.pick(COLUMNS)
    const set = (value: string | null) =>
      db
        .updateTable('audit_event')
        .set({ [column]: value })
        .where('seq', '=', row.seq)
        .execute()
    await set(otherText(row[column], random))
    return { note: `${column} of ${row.seq}`, undo: () => set(row[column]) }
  },
  async removed(db, rows, random) {
    const row = await readRow(db, random.integer(1, rows))
    await remove(db, row)
    return { note: String(row.seq), undo: () => put(db, row) }
  },
  async swapped(db, rows, random) {
    const one = random.integer(1, rows)
    const other = 1 + ((one + random.integer(0, rows - 2)) % rows)
    await swap(db, one, other)
    return { note: `${one} and ${other}`, undo: () => swap(db, one, other) }
  },
  async copied(db, rows, random) {
    const row = await readRow(db, random.integer(1, rows))
    const copy = { ...row, seq: rows + 1, id: 'X'.repeat(26) }
    await put(db, copy)
    return { note: String(row.seq), undo: () => remove(db, copy) }
  },
  /** The end removed, and the kept head set back to hide it. */
  async cut(db, rows, random) {
    const from = rows - random.integer(0, Math.min(rows - 2, 50))
    const gone: Row[] = []
    for (let seq = from; seq <= rows; seq++) gone.push(await readRow(db, seq))
    const { mac } = await readRow(db, from - 1)
    await db.deleteFrom('audit_event').where('seq', '>=', from).execute()
    const isHidden = random.unit() < 0.5
    if (isHidden) await head(db, { seq: from - 1, mac })
    return {
      note: `from ${from}${isHidden ? ', hidden' : ''}`,
      async undo() {
        for (const row of gone) await put(db, row)
        await head(db, { seq: rows, mac: gone.at(-1)?.mac ?? '' })
      },
    }
  },
}
