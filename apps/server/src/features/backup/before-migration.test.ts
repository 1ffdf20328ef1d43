import { sql } from 'kysely'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { keyFilesOf, openKeyRing } from '../../crypto/key-ring'
import { dropTables } from '../../db/copy-rows'
import { isMigrated, migrateAsFar, migrationState, MIGRATIONS, type EngineMigration } from '../../db/migrate'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { migrateWithBackup } from './before-migration'
import { checkBackup, restoreBackup } from './restore.service'

/** Into the database that the test has open. */
async function restoreMysql(deps: TestDeps, backup: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`select database() as name`.execute(deps.db)
  const url = new URL(process.env.SMA_TEST_MYSQL_URL || 'mysql://root@127.0.0.1:3306')
  url.pathname = `/${rows[0]?.name}`
  const config = { ...deps.config, databaseUrl: url.href, port: 4300 }
  const options = { replace: true, actor: { kind: 'shell', id: 'lin' } } as const
  await restoreBackup({ config, clock: deps.clock, log: deps.log }, backup, options)
}

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

  it('says what to restore after a migration that broke off, at every start, and goes on from there', async () => {
    const deps = await open()
    const { database } = deps
    const keys = join(deps.config.dataDir, 'keys')
    await mkdir(keys)
    await writeFile(join(keys, 'master.key'), Buffer.alloc(32, 7).toString('base64'))
    await openKeyRing(keyFilesOf(deps.config))
    const file = { sha256: 'a'.repeat(64), name: 'a.csv', size: 1, kind: null, status: 'applied' as const }
    const received = { received_at: '2026-01-04T01:00:00.000Z', received_by: 'lin', report: null }
    await deps.db
      .insertInto('source_file')
      .values({ id: deps.newId(), ...file, ...received })
      .execute()
    let fault: string | null = 'the disk is full'
    const next: EngineMigration = () => ({
      async up(db) {
        await db.schema
          .createTable('half_done')
          .addColumn('note', sql`varchar(10)`)
          .execute()
        if (fault) throw new Error(fault)
        await db.schema
          .alterTable('half_done')
          .addColumn('more', sql`varchar(10)`)
          .execute()
      },
    })
    const migrations = { ...MIGRATIONS, '9999-next': next }
    const start = () => migrateWithBackup(deps, { migrations })
    const said = async () => {
      deps.clock.advance(60)
      return start().then(
        () => 'started',
        (error: Error) => error.message,
      )
    }
    const backup = join(deps.config.dataDir, 'backups', 'before-9999-next-20260105T010100.smabackup')
    const isMysql = database.engine === 'mysql'
    const first = await said()
    fault = null
    const later = [await said(), await said()]
    const remedy = `Restore the backup that was taken before it: npm run sma -- restore ${backup} --replace; then start again.`
    const halfway = (why: string) =>
      `The migration 9999-next broke off halfway${why}, and MySQL cannot undo its first half. ${remedy}`
    expect([first, ...later]).toEqual(
      isMysql ? [halfway(' (the disk is full)'), halfway(''), halfway('')] : ['the disk is full', 'started', 'started'],
    )
    expect(await readdir(join(deps.config.dataDir, 'backups'))).toHaveLength(isMysql ? 1 : 2)
    if (isMysql) await restoreMysql(deps, backup)
    expect(await said()).toBe('started')
    expect(await deps.db.selectFrom('source_file').select('name').execute()).toEqual([{ name: 'a.csv' }])
  }, 120_000)
})
