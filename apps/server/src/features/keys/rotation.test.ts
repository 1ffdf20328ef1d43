import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { addDataKey, keyFilesOf, openKeyRing } from '../../crypto/key-ring'
import { keysFrom } from '../../crypto/keys'
import { idNumberMac, placeOf } from '../../crypto/personal'
import { SEALED_COLUMNS } from '../../db/data-classes'
import type { Deps } from '../../deps'
import { forEachEngine } from '../../testing/engines'
import { addClient, ANNA, askForCode, BORIS, CHANGE, signIn, STRANGER } from '../../testing/people'
import { addPasskeyOf, signInWith } from '../../testing/passkeys'
import { asStaff, staffCookies } from '../../testing/staff'
import { verifyAudit } from '../audit/audit.service'
import { fromBase32, hotp, stepAt } from '../../crypto/totp'
import { countSealed, rewrapKeys, rotateKeys } from './rotation.service'
import { selectSealedValues } from './sealed-values.queries'

const SHELL = { kind: 'shell' as const, id: 'test' }

forEachEngine('key rotation', (open) => {
  async function openHouse() {
    const base = await open()
    const config = { ...base.config, passkeys: 'on' as const, clientTotp: 'offered' as const }
    const deps = { ...base, config, keys: keysFrom(openKeyRing(keyFilesOf(config))) }
    for (const person of [ANNA, BORIS]) await addClient(deps, person, [`S${person.phone.slice(-4)}`])
    return { deps, app: buildApp(deps) }
  }
  type House = Awaited<ReturnType<typeof openHouse>>
  const olderOf = async (deps: Deps) => (await countSealed(deps)).map(({ older }) => older).reduce((a, b) => a + b)

  /** Something in every column that is sealed, by the ways that put it there. */
  async function plantEverywhere({ deps, app }: House) {
    const admin = await staffCookies(app, deps, 'administrator')
    const operator = await staffCookies(app, deps, 'operator')
    await asStaff(app, operator, ['POST', '/auth/totp', {}])
    const begun = await asStaff(app, admin, ['POST', '/auth/totp', {}])
    const secret = String(begun.body?.secret)
    await asStaff(app, admin, ['PUT', '/auth/totp', { totp: hotp(fromBase32(secret), stepAt(deps.clock.now())) }])
    const person = { ...STRANGER, idType: 'passport', portfolios: ['S8000'], until: '2026-01-31', wish: '档案' }
    await asStaff(app, operator, ['POST', '/delegations', person])
    const { id = '' } = (await deps.db.selectFrom('client').select('id').orderBy('id', 'desc').executeTakeFirst()) ?? {}
    await asStaff(app, operator, ['PUT', `/clients/${id}/name`, { name: '鲍里斯二', reason: '更名登记' }])
    const anna = await signIn(app, deps, ANNA)
    await app.inject({ method: 'POST', url: '/api/v1/second-factor', headers: CHANGE, cookies: anna })
    const path = '/api/v1/portfolios/S8000/messages'
    await app.inject({ method: 'POST', url: path, headers: CHANGE, cookies: anna, payload: { text: '请回电' } })
    const message = await deps.db.selectFrom('message').select('id').executeTakeFirstOrThrow()
    await asStaff(app, admin, ['POST', `/messages/${message.id}/replies`, { text: '好的' }])
    const passkey = await addPasskeyOf(app, deps, anna)
    await askForCode(app, BORIS)
    return { admin, operator, anna, path, secret, passkey }
  }

  /** Every sealed value as it was written. */
  async function openedValues({ db, keys }: Deps) {
    const values: string[] = []
    for (const place of SEALED_COLUMNS)
      for (const { id, value } of await selectSealedValues(db, place, { id: '', count: 100 }))
        values.push(`${place.table}.${place.column} ${keys.decrypt(value, placeOf(place.table, place.place, id))}`)
    return values
  }

  it('seals every column anew while the server serves, and sessions, sign-ins and look-ups go on', async () => {
    const house = await openHouse()
    const { deps, app } = house
    const { admin, operator, anna, path, secret, passkey } = await plantEverywhere(house)
    const before = await deps.db.selectFrom('client').selectAll().orderBy('id').execute()
    const written = await openedValues(deps)
    const counts = await countSealed(deps)
    expect(counts.filter(({ values }) => values === 0)).toEqual([])
    expect(counts).toHaveLength(SEALED_COLUMNS.length)

    // another process, as the command line is
    const shell = { ...deps, keys: keysFrom(openKeyRing(keyFilesOf(deps.config))) }
    const total = counts.reduce((sum, { values }) => sum + values, 0)
    const reads = async () => {
      for (let round = 0; round < 20; round += 1) {
        const shown = await app.inject({ url: path, cookies: anna })
        expect(shown.json()).toMatchObject({ items: [{ text: '请回电', reply: { text: '好的' } }] })
      }
    }
    const [done] = await Promise.all([rotateKeys(shell, SHELL), reads()])
    expect(done).toEqual({ resumed: false, sealed: total })

    expect(await openedValues(deps)).toEqual(written)
    for (const place of SEALED_COLUMNS)
      for (const { value } of await selectSealedValues(deps.db, place, { id: '', count: 100 }))
        expect([place, value.slice(0, 6)]).toEqual([place, 'a1.k2.'])
    const after = await deps.db.selectFrom('client').selectAll().orderBy('id').execute()
    after.forEach((row, index) => expect(row.id_number_mac).toBe(before[index]?.id_number_mac))
    const session = await app.inject({ url: '/api/v1/auth/session', cookies: anna })
    expect(session.json()).toMatchObject({ client: { name: '安娜' } })
    expect((await signInWith(app, deps, passkey)).statusCode).toBe(201)
    deps.clock.advance(61)
    await signIn(app, deps, BORIS)
    const requests = (await asStaff(app, operator, ['GET', '/requests'])).body
    expect(requests).toMatchObject({ requests: [{ facts: { name: STRANGER.name } }] })
    const again = { totp: hotp(fromBase32(secret), stepAt(deps.clock.now())) }
    expect((await asStaff(app, admin, ['POST', '/auth/totp', again])).status).toBe(200)
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
