import { chmod, mkdir, rm, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { addClient, ANNA } from '../../testing/people'
import { noteEvent } from '../audit/audit.service'
import type { Check } from './check'
import {
  ageChecks,
  auditCheck,
  clockCheck,
  databaseChecks,
  filesCheck,
  jobCheck,
  migrationCheck,
  sealCheck,
  senderCheck,
} from './house-checks'
import { folderCheck, inboxCheck, keyCheck, nodeCheck, settingsCheck } from './machine-checks'

const states = (checks: Check[]) => Object.fromEntries(checks.map(({ name, state }) => [name, state]))

async function addFile({ db, files, newId }: TestDeps, text: string, at: string): Promise<string> {
  const sha256 = await files.put(Buffer.from(text))
  const row = { id: newId(), sha256, name: 'a.csv', size: text.length, kind: null, status: 'applied' as const }
  await db
    .insertInto('source_file')
    .values({ ...row, received_at: at, received_by: 'lin', report: null })
    .execute()
  return sha256
}

forEachEngine('the doctor', (open) => {
  it('finds a new house well, but for what was never done', async () => {
    const deps = await open()
    await addClient(deps, ANNA)
    await noteEvent(deps, {
      actor: { kind: 'shell', id: 'lin' },
      action: 'take-backup',
      object: { kind: 'backup', id: 'a' },
    })
    const checks = [
      await migrationCheck(deps),
      ...(await databaseChecks({ ...deps, clock: { now: () => new Date() } })),
      await clockCheck(deps),
      await auditCheck(deps),
      await sealCheck(deps),
      await filesCheck(deps, true),
      await senderCheck(deps),
      await jobCheck(deps),
      ...(await ageChecks(deps)),
    ]
    expect(states(checks)).toEqual({
      migrations: 'ok',
      database: 'ok',
      clock: 'ok',
      'audit log': 'ok',
      'sealed values': 'ok',
      'stored files': 'ok',
      'senders of codes': 'ok',
      imports: 'ok',
      'last import': 'warn',
      'last publication': 'warn',
      'last backup': 'ok',
    })
  })

  it('names a lost file, a changed event, keys of another house, an old job and a clock that went back', async () => {
    const deps = await open()
    await addClient(deps, ANNA)
    const lost = await addFile(deps, 'lost', '2025-12-20T01:00:00.000Z')
    await addFile(deps, 'kept', '2026-01-04T01:00:00.000Z')
    await rm(join(deps.config.dataDir, 'files', lost.slice(0, 2), lost))
    const event = { actor: { kind: 'shell' as const, id: 'lin' }, object: { kind: 'key' as const, id: 'k2' } }
    await noteEvent(deps, { ...event, action: 'rotate-keys' })
    await deps.db.updateTable('audit_event').set({ actor_id: 'zhao' }).execute()
    const job = { state: 'waiting' as const, origin: 'console' as const, created_by: 'lin', reason: null, attempts: 0 }
    const never = { started_at: null, finished_at: null, steps_done: 0, steps_total: 0 }
    await deps.db
      .insertInto('import_job')
      .values({ id: deps.newId(), ...job, ...never, created_at: '2026-01-04T22:00:00.000Z' })
      .execute()
    const failing = { name: 'http', failing_since: '2026-01-05T00:00:00.000Z', failed_at: null, last_error: 'timeout' }
    await deps.db.insertInto('sms_sender').values(failing).execute()
    deps.clock.set('2026-01-05T00:30:00.000Z')
    const sms = { ...deps.config.sms, senders: [{ name: 'http' as const, url: '', secret: '' }] }

    expect(await filesCheck(deps, true)).toMatchObject({ state: 'fail', found: expect.stringContaining(lost) })
    expect(await auditCheck(deps)).toMatchObject({ state: 'fail', found: '1 faults in 1 events' })
    const others = { ...deps.keys, decrypt: () => deps.keys.decrypt('a1.AAAA', 'nowhere') }
    expect((await sealCheck({ ...deps, keys: others })).state).toBe('fail')
    expect(await jobCheck(deps)).toMatchObject({ state: 'warn', found: '1 wait, the first since 2 hours ago' })
    expect((await clockCheck(deps)).state).toBe('fail')
    expect((await senderCheck({ ...deps, config: { ...deps.config, sms } })).state).toBe('fail')
    expect(states(await ageChecks(deps))['last import']).toBe('ok')
    deps.clock.set('2026-01-10T01:00:00.000Z')
    expect(states(await ageChecks(deps))).toMatchObject({ 'last import': 'warn', 'last backup': 'warn' })
  })

  it('knows a schema that is behind, and one that is ahead', async () => {
    const deps = await open()
    const rename = (from: string, to: string) =>
      sql`update kysely_migration set name = ${to} where name = ${from}`.execute(deps.db)
    await rename('0018-personal-data', '9999-of-tomorrow')
    expect(await migrationCheck(deps)).toMatchObject({
      state: 'fail',
      found: 'a newer version was here: 9999-of-tomorrow',
    })
    await sql`delete from kysely_migration where name = '9999-of-tomorrow'`.execute(deps.db)
    expect(await migrationCheck(deps)).toMatchObject({ state: 'fail', found: 'to run: 0018-personal-data' })
    // the database is used again by other tests
    await sql`insert into kysely_migration (name, timestamp) values ('0018-personal-data', '2026-01-05')`.execute(
      deps.db,
    )
  })

  it('looks at folder, keys, settings and inbox of the machine', async () => {
    const { config } = await open()
    expect([nodeCheck('20.18.1').state, nodeCheck('20.19.0').state, nodeCheck('22.1.0').state]).toEqual([
      'fail',
      'ok',
      'ok',
    ])
    expect(keyCheck(config).found).toMatch(/there is no .*master.key/)
    const key = join(config.dataDir, 'keys', 'master.key')
    await mkdir(dirname(key))
    await writeFile(key, Buffer.alloc(32, 7).toString('base64'))
    await chmod(key, 0o644)
    expect(keyCheck(config)).toMatchObject({ state: 'fail', advice: `chmod 400 ${key}` })
    await chmod(key, 0o400)
    expect(keyCheck(config).state).toBe('ok')
    await chmod(config.dataDir, 0o755)
    expect(folderCheck(config)).toMatchObject({ state: 'warn', advice: `chmod 700 ${config.dataDir}` })
    expect(settingsCheck({ ...config, production: true }).found).toContain('SMA_SMS=outbox sends no codes')
    expect(settingsCheck(config).state).toBe('warn')
    const inboxDir = join(config.dataDir, 'inbox')
    expect(inboxCheck({ ...config, inboxDir }, Date.now()).state).toBe('fail')
    await mkdir(inboxDir)
    expect(inboxCheck({ ...config, inboxDir }, Date.now()).state).toBe('ok')
    await writeFile(join(inboxDir, 'a.csv'), '')
    const since = new Date('2026-01-05T00:00:00.000Z')
    await utimes(join(inboxDir, 'a.csv'), since, since)
    expect(inboxCheck({ ...config, inboxDir }, since.getTime() + 3_600_000).found).toMatch(
      /1 files lie there, the first since 60 minutes/,
    )
  })
})
