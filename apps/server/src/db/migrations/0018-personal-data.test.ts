import { sql } from 'kysely'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { addClient, ANNA } from '../../testing/people'
import { columnTypes } from '../dialect'
import { personalData } from './0018-personal-data'

const LABELS = ['莫须有客户甲', '莫须有客户乙', '莫须有客户丙']

/** Bytes of the database's own files, where it has some here. */
function filesOf({ config, database }: TestDeps): Buffer {
  if (database.engine === 'mysql') return Buffer.alloc(0)
  const names = readdirSync(config.dataDir).filter((name) => name.startsWith('sma.db'))
  return Buffer.concat(names.map((name) => readFileSync(join(config.dataDir, name))))
}

forEachEngine('0018', (open) => {
  it('leaves nothing of what staff called clients, of now or before, and everything else as it was', async () => {
    const deps = await open()
    const { db, database } = deps
    await addClient(deps, ANNA, ['SA0001', 'SA0002'])
    // as it was before
    await sql`alter table portfolio add column client_label varchar(200)`.execute(db)
    const before = await db.selectFrom('portfolio').selectAll().orderBy('code').execute()
    await sql`update portfolio set client_label = ${LABELS[0]} where code = 'SA0001'`.execute(db)
    const [row] = before
    const change = { subject: 'portfolio' as const, subject_id: row?.id ?? '', date: '', changed_by: 'lin' }
    const at = { changed_at: '2026-01-02T00:00:00.000Z', source_file_id: null }
    for (const [id, field, old_value, new_value] of [
      ['M1', 'client_label', LABELS[1] ?? '', LABELS[2] ?? ''],
      ['M2', 'name', '旧名称', '新名称'],
    ] as const)
      await db
        .insertInto('master_change')
        .values({ id, field, old_value, new_value, ...change, ...at })
        .execute()
    const checkpoint = () =>
      database.engine === 'sqlite' ? sql`pragma wal_checkpoint(truncate)`.execute(db) : Promise.resolve()
    await checkpoint()
    const isHere = database.engine === 'sqlite'
    expect(LABELS.map((label) => filesOf(deps).includes(label))).toEqual(LABELS.map(() => isHere))

    await personalData(database.engine, columnTypes(database.engine)).up(db)
    await checkpoint()
    expect(LABELS.map((label) => filesOf(deps).includes(label))).toEqual([false, false, false])
    const { rows } = await sql<object>`select * from portfolio order by code`.execute(db)
    const strip = ({ client_label: _label, ...rest }: Record<string, unknown>) => rest
    expect(rows).toEqual(before.map((one) => strip({ ...one })))
    const kept = await db.selectFrom('master_change').select(['id', 'old_value']).execute()
    expect(kept).toEqual([{ id: 'M2', old_value: '旧名称' }])
  })
})
