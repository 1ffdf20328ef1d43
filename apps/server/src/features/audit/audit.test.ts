import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { appendAudit, noteAuditHead, verifyAudit, type AuditEvent } from './audit.service'

const event = (id: string): AuditEvent => ({
  actor: { kind: 'shell', id: 'anna' },
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

  describe('finds', () => {
    it.each(['at', 'actor_id', 'action', 'object_id', 'detail', 'portfolio_id', 'prev_mac', 'id'] as const)(
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
