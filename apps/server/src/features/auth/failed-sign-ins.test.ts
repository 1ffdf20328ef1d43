import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { openBrowser } from '../../testing/browser'
import { forEachEngine } from '../../testing/engines'
import { addClient, ANNA, STRANGER } from '../../testing/people'
import { verifyAudit } from '../audit/audit.service'
import { auditFailedSignIns } from './failed-sign-ins.service'

forEachEngine('failed sign-ins of clients', (open) => {
  it('stand in the audit log once for each five minutes, clients by id and strangers only counted', async () => {
    const deps = await open()
    const id = await addClient(deps, ANNA)
    const app = buildApp(deps)
    for (const person of [ANNA, STRANGER]) {
      const browser = openBrowser(app)
      await browser.ask(person)
      for (const code of ['000000', '000001', '000002']) await browser.tryCode(code)
    }
    const events = async () => {
      const rows = await deps.db.selectFrom('audit_event').selectAll().orderBy('seq').execute()
      return rows.map(({ action, object_id, detail }) => [action, object_id, JSON.parse(detail) as object])
    }
    await auditFailedSignIns(deps)
    expect(await events()).toEqual([])
    deps.clock.advance(300)
    await Promise.all([auditFailedSignIns(deps), auditFailedSignIns(deps)])
    const since = '2026-01-05T01:00:00.000Z'
    expect(await events()).toEqual([
      ['sign-in-failed', id, { since, inRow: 3 }],
      ['sign-in-failed', 'all', { since, failures: 6, clientsNamed: 1 }],
    ])
    deps.clock.advance(3600)
    await auditFailedSignIns(deps)
    expect(await events()).toHaveLength(2)
    const rows = JSON.stringify(await deps.db.selectFrom('audit_event').selectAll().execute())
    for (const told of [ANNA.idNumber, ANNA.phone, STRANGER.idNumber, STRANGER.phone]) expect(rows).not.toContain(told)
    expect(await verifyAudit(deps)).toEqual({ events: 2, faults: [] })
  })
})
