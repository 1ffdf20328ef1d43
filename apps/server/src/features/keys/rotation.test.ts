import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { addDataKey, keyFilesOf, openKeyRing } from '../../crypto/key-ring'
import { keysFrom } from '../../crypto/keys'
import { idNumberMac } from '../../crypto/personal'
import type { Deps } from '../../deps'
import { forEachEngine } from '../../testing/engines'
import { addClient, ANNA, askForCode, BORIS, signIn, STRANGER } from '../../testing/people'
import { asStaff, staffCookies } from '../../testing/staff'
import { verifyAudit } from '../audit/audit.service'
import { countSealed, rewrapKeys, rotateKeys } from './rotation.service'

const SHELL = { kind: 'shell' as const, id: 'test' }

forEachEngine('key rotation', (open) => {
  async function openHouse() {
    const base = await open()
    const deps = { ...base, keys: keysFrom(openKeyRing(keyFilesOf(base.config))) }
    for (const person of [ANNA, BORIS]) await addClient(deps, person, [`S${person.phone.slice(-4)}`])
    return { deps, app: buildApp(deps) }
  }
  const olderOf = async (deps: Deps) => (await countSealed(deps)).map(({ older }) => older).reduce((a, b) => a + b)

  it('seals every column anew while the server serves, and sessions, sign-ins and look-ups go on', async () => {
    const { deps, app } = await openHouse()
    const operator = await staffCookies(app, deps, 'operator')
    await asStaff(app, operator, ['POST', '/auth/totp', {}])
    const person = { ...STRANGER, idType: 'passport', portfolios: ['S8000'], until: '2026-01-31', wish: '档案' }
    await asStaff(app, operator, ['POST', '/delegations', person])
    const anna = await signIn(app, deps, ANNA)
    await askForCode(app, BORIS)
    const before = await deps.db.selectFrom('client').selectAll().orderBy('id').execute()
    const counts = (await countSealed(deps)).filter(({ values }) => values > 0)
    expect(counts.map(({ column, values }) => `${column} ${values}`)).toEqual([
      'client.name_enc 2',
      'client.id_number_enc 2',
      'client.phone_enc 2',
      expect.stringMatching(/^code_message\.message_enc \d$/),
      'staff.totp_pending_enc 1',
      'staff_request.payload_enc 1',
    ])

    // another process, as the command line is
    const shell = { ...deps, keys: keysFrom(openKeyRing(keyFilesOf(deps.config))) }
    const total = counts.reduce((sum, { values }) => sum + values, 0)
    expect(await rotateKeys(shell, SHELL)).toEqual({ resumed: false, sealed: total })
    expect(await olderOf(deps)).toBe(0)
    const after = await deps.db.selectFrom('client').selectAll().orderBy('id').execute()
    after.forEach((row, index) => {
      expect([row.name_enc, row.phone_enc].every((sealed) => sealed.startsWith('a1.k2.'))).toBe(true)
      expect(row.id_number_mac).toBe(before[index]?.id_number_mac)
    })
    const session = await app.inject({ url: '/api/v1/auth/session', cookies: anna })
    expect(session.json()).toMatchObject({ client: { name: '安娜' } })
    deps.clock.advance(61)
    await signIn(app, deps, BORIS)
    const requests = (await asStaff(app, operator, ['GET', '/requests'])).body
    expect(requests).toMatchObject({ requests: [{ facts: { name: STRANGER.name } }] })
    expect((await verifyAudit(deps)).faults).toEqual([])
  })

  it('goes on where it was stopped, with the key of then, and leaves what came meanwhile as it came', async () => {
    const { deps } = await openHouse()
    addDataKey(keyFilesOf(deps.config))
    await addClient(deps, STRANGER)
    expect(await olderOf(deps)).toBe(6)
    expect(await rotateKeys(deps, SHELL)).toEqual({ resumed: true, sealed: 6 })
    expect(await rotateKeys(deps, SHELL)).toEqual({ resumed: false, sealed: 9 })
    const actions = await deps.db.selectFrom('audit_event').select(['action', 'object_id']).execute()
    expect(actions).toEqual([{ action: 'rotate-keys', object_id: 'k3' }])
  })

  it('a new master key changes nothing for who is served', async () => {
    const { deps, app } = await openHouse()
    const sha256 = await deps.files.put(Buffer.from('估值表'))
    const anna = await signIn(app, deps, ANNA)
    await rewrapKeys(deps, SHELL, Buffer.alloc(32, 5))
    await rotateKeys(deps, SHELL)
    expect((await app.inject({ url: '/api/v1/auth/session', cookies: anna })).json()).toMatchObject({
      client: { name: '安娜' },
    })
    expect((await deps.files.get(sha256)).toString()).toBe('估值表')
    const found = await deps.db.selectFrom('client').select('id_number_mac').execute()
    expect(found.map((row) => row.id_number_mac)).toContain(idNumberMac(deps.keys, ANNA.idNumber))
    expect((await verifyAudit(deps)).faults).toEqual([])
  })
})
