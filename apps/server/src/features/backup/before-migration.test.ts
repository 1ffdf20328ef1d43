import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { dropTables } from '../../db/copy-rows'
import { isMigrated, migrateAsFar, migrationState } from '../../db/migrate'
import { forEachEngine } from '../../testing/engines'
import { migrateWithBackup } from './before-migration'
import { checkBackup } from './restore.service'

forEachEngine('bringing a database up to date', (open) => {
  it('takes a backup first where it holds something, and none where there is nothing to lose or to do', async () => {
    const deps = await open()
    const keys = join(deps.config.dataDir, 'keys')
    await mkdir(keys)
    await writeFile(join(keys, 'master.key'), Buffer.alloc(32, 7).toString('base64'))
    const { ran: all } = await migrationState(deps.database)
    const first = all.filter((name) => name < '0010')

    await dropTables(deps.database)
    await migrateAsFar(deps.database, first)
    expect(await migrateWithBackup(deps)).toMatchObject({ ran: all.slice(first.length), backup: null })

    await dropTables(deps.database)
    await migrateAsFar(deps.database, first)
    const file = { sha256: 'a'.repeat(64), name: 'a.csv', size: 1, kind: null, status: 'applied' as const }
    const received = { received_at: '2026-01-04T01:00:00.000Z', received_by: 'lin', report: null }
    await deps.db
      .insertInto('source_file')
      .values({ id: deps.newId(), ...file, ...received })
      .execute()
    const { backup } = await migrateWithBackup(deps)
    expect(backup).toBe(join(deps.config.dataDir, 'backups', `before-${all.at(-1)}-20260105T010000.smabackup`))
    expect(await isMigrated(deps.database)).toBe(true)
    const { about, manifest } = await checkBackup(deps, backup ?? '')
    expect(about).toEqual({ madeAt: '2026-01-05T01:00:00.000Z', engine: deps.database.engine, migrations: first })
    expect([manifest.tables['source_file']?.rows, manifest.tables['fund_nav']?.rows]).toEqual([1, 0])
    expect(await migrateWithBackup(deps)).toEqual({ ran: [], backup: null })
  }, 120_000)
})
