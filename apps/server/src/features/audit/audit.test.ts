import fc from 'fast-check'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { appendAudit, noteAuditHead, noteEmptyLog, verifyAudit, type AuditEvent } from './audit.service'

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

const event = (id: string): AuditEvent => ({
  actor: { kind: 'staff', id: 'anna', ...(id !== 'b' && { address: '10.0.0.1' }) },
  action: 'publish-day',
  object: { kind: 'day', id },
  detail: { mode: 'shell', version: 1 },
})

forEachEngine('the audit log', (open) => {
  let deps: TestDeps

  const append = (id: string) => deps.db.transaction().execute((tx) => appendAudit(tx, deps, event(id)))
  const faults = async () => (await verifyAudit(deps)).faults.map(({ seq, kind }) => `${seq} ${kind}`)

  beforeEach(async () => {
    deps = await open()
    for (const id of ['a', 'b', 'c', 'd', 'e']) await append(id)
    await noteAuditHead(deps)
  })

  it('is whole as it was written, and may grow beyond its noted end', async () => {
    expect(await verifyAudit(deps)).toEqual({ events: 5, faults: [] })
    await append('f')
    expect(await verifyAudit(deps)).toEqual({ events: 6, faults: [] })
  })

  it('of a new house that is killed before its first note is whole, and one whose note is gone is not', async () => {
    deps = await open()
    await noteEmptyLog(deps)
    await append('a')
    expect(await verifyAudit(deps)).toEqual({ events: 1, faults: [] })
    await rm(join(deps.config.dataDir, 'audit-head.json'))
    await noteEmptyLog(deps)
    expect(await faults()).toEqual(['1 cut'])
  })

  it('keeps nothing of a change that was rolled back', async () => {
    const failing = deps.db.transaction().execute(async (tx) => {
      await appendAudit(tx, deps, event('lost'))
      throw new Error('disk full')
    })
    await expect(failing).rejects.toThrow('disk full')
    expect(await verifyAudit(deps)).toEqual({ events: 5, faults: [] })
    await append('f')
    expect(await verifyAudit(deps)).toEqual({ events: 6, faults: [] })
  })

  it('gives each of many at once its own place', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => append(`p${index}`)))
    expect(await verifyAudit(deps)).toEqual({ events: 25, faults: [] })
  })

  it('finds whatever is changed, removed, swapped, put in or cut, wherever', { timeout: 120_000 }, async () => {
    for (let more = 0; more < 20; more++) await append(`day ${more}`)
    await noteAuditHead(deps)
    const whole = await deps.db.selectFrom('audit_event').selectAll().orderBy('seq').execute()
    const head = await deps.db.selectFrom('audit_head').selectAll().executeTakeFirstOrThrow()
    const restore = async () => {
      await deps.db.deleteFrom('audit_event').execute()
      await deps.db.insertInto('audit_event').values(whole).execute()
      await deps.db.updateTable('audit_head').set({ seq: head.seq, mac: head.mac }).execute()
    }
    const place = fc.integer({ min: 1, max: whole.length })
    const column = fc.constantFrom(...COLUMNS)
    const tampering = fc.oneof(
      fc.record({ kind: fc.constant('change' as const), seq: place, column }),
      fc.record({ kind: fc.constant('remove' as const), seq: place }),
      fc
        .record({ kind: fc.constant('swap' as const), seq: place, other: place })
        .filter((one) => one.seq !== one.other),
      fc.record({ kind: fc.constant('cut' as const), seq: place, hide: fc.boolean() }),
      fc.record({ kind: fc.constant('copy' as const), seq: place }),
    )
    await fc.assert(
      fc.asyncProperty(tampering, async (one) => {
        await restore()
        await tamper(one)
        expect((await verifyAudit(deps)).faults, JSON.stringify(one)).not.toEqual([])
      }),
      { numRuns: 100 },
    )
    await restore()
    expect((await verifyAudit(deps)).faults).toEqual([])

    type Tampering = typeof tampering extends fc.Arbitrary<infer T> ? T : never

    async function tamper(one: Tampering): Promise<void> {
      const at = (seq: number) => deps.db.updateTable('audit_event').where('seq', '=', seq)
      if (one.kind === 'change')
        await at(one.seq)
          .set({ [one.column]: `${String(whole[one.seq - 1]?.[one.column] ?? '')}x`.slice(-26) })
          .execute()
      if (one.kind === 'remove') await deps.db.deleteFrom('audit_event').where('seq', '=', one.seq).execute()
      if (one.kind === 'swap') {
        await at(one.seq).set({ seq: 0 }).execute()
        await at(one.other).set({ seq: one.seq }).execute()
        await at(0).set({ seq: one.other }).execute()
      }
      if (one.kind === 'cut') {
        await deps.db.deleteFrom('audit_event').where('seq', '>=', one.seq).execute()
        const mac = whole[one.seq - 2]?.mac ?? '0'.repeat(64)
        if (one.hide)
          await deps.db
            .updateTable('audit_head')
            .set({ seq: one.seq - 1, mac })
            .execute()
      }
      const copied = whole[one.seq - 1]
      if (one.kind === 'copy' && copied)
        await deps.db
          .insertInto('audit_event')
          .values({ ...copied, seq: whole.length + 1, id: 'X'.repeat(26) })
          .execute()
    }
  })

  describe('finds', () => {
    it.each(['at', 'actor_id', 'action', 'object_id', 'detail', 'portfolio_id', 'prev_mac', 'id', 'address'] as const)(
      'a changed %s',
      async (column) => {
        await deps.db
          .updateTable('audit_event')
          .set({ [column]: 'x' })
          .where('seq', '=', 3)
          .execute()
        expect(await faults()).toEqual(['3 changed'])
      },
    )

    it('a removed row', async () => {
      await deps.db.deleteFrom('audit_event').where('seq', '=', 3).execute()
      expect(await faults()).toEqual(['3 missing'])
    })

    it('two swapped rows', async () => {
      const move = (from: number, to: number) =>
        deps.db.updateTable('audit_event').set({ seq: to }).where('seq', '=', from).execute()
      await move(2, 99)
      await move(3, 2)
      await move(99, 3)
      expect(await faults()).toEqual(['2 changed', '3 changed', '4 unlinked'])
    })

    it('a cut tail', async () => {
      await deps.db.deleteFrom('audit_event').where('seq', '>', 3).execute()
      expect(await faults()).toEqual(['4 cut', '4 cut'])
    })

    it('a cut tail whose head row was set back too, and stays found when the log goes on', async () => {
      const kept = await deps.db.selectFrom('audit_event').select('mac').where('seq', '=', 3).executeTakeFirstOrThrow()
      await deps.db.deleteFrom('audit_event').where('seq', '>', 3).execute()
      await deps.db.updateTable('audit_head').set({ seq: 3, mac: kept.mac }).execute()
      expect(await faults()).toEqual(['4 cut'])
      for (const id of ['x', 'y', 'z']) await append(id)
      await noteAuditHead(deps)
      expect(await faults()).toEqual(['5 cut'])
    })

    it('a log that was emptied, and a note that is gone or rewritten', async () => {
      const note = join(deps.config.dataDir, 'audit-head.json')
      const text = await readFile(note, 'utf8')
      await writeFile(note, text.replace('"seq":5', '"seq":4'))
      expect(await faults()).toEqual(['4 cut'])
      await writeFile(note, 'nothing of the kind')
      expect(await faults()).toEqual(['1 cut'])
      await rm(note)
      expect(await faults()).toEqual(['5 cut'])
      await writeFile(note, text)
      await deps.db.deleteFrom('audit_event').execute()
      expect(await faults()).toEqual(['1 cut', '1 cut'])
    })
  })
})
