import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine } from '../../testing/engines'
import { addClient, ANNA } from '../../testing/people'
import { addPerson, asStaff, signInAs, staffCookies, tryStaffSignIn } from '../../testing/staff'
import { appendAudit } from './audit.service'

interface Item {
  seq: number
  action: string
  actor: string
  objectId: string
  address: string | null
  portfolio: string | null
}

forEachEngine('the audit log as it is read', (open) => {
  async function openApp() {
    const deps = await open()
    const app = buildApp(deps)
    const auditor = await staffCookies(app, deps, 'auditor')
    const read = async (query = '') =>
      (await asStaff(app, auditor, ['GET', `/audit${query}`])).body as { items: Item[]; next: string | null }
    return { deps, app, auditor, read }
  }

  it('says who, what, on whom and from where, newest first, filtered and in pages', async () => {
    const { deps, app, read } = await openApp()
    await addClient(deps, ANNA, ['SA0001'])
    const password = await addPerson(deps, 'lin', { roles: ['operator'] })
    await tryStaffSignIn(app, { login: 'lin', password: 'wrong' }, { remoteAddress: '10.1.2.3' })
    const lin = await signInAs(app, 'lin', password)
    // One look at an account, however many requests; another after an hour.
    for (let times = 0; times < 3; times++) await asStaff(app, lin, ['GET', '/portfolios/SA0001/days'])
    const all = await read()
    expect(all.items.map(({ action, actor, objectId }) => `${actor} ${action} ${objectId}`)).toEqual([
      'lin view-account SA0001',
      'lin sign-in lin',
      'lin sign-in-failed lin',
      'test add-staff lin',
      'auditor sign-in auditor',
      'test add-staff auditor',
    ])
    expect(all.items.slice(0, 3).map(({ address }) => address)).toEqual(['127.0.0.1', '127.0.0.1', '10.1.2.3'])
    expect(all.items.map(({ portfolio }) => portfolio)).toEqual(['SA0001', null, null, null, null, null])
    const actions = async (query: string) => (await read(query)).items.map(({ action }) => action)
    expect(await actions('?actor=lin&action=sign-in')).toEqual(['sign-in'])
    expect(await actions('?objectKind=staff&objectId=auditor')).toEqual(['sign-in', 'add-staff'])
    expect(await actions('?portfolio=SA0001')).toEqual(['view-account'])
    expect(await actions('?from=2026-01-06')).toEqual([])
    expect(await actions('?to=2026-01-04')).toEqual([])
    expect(await actions('?from=2026-01-05&to=2026-01-05')).toHaveLength(6)
    const first = await read('?limit=4')
    expect(first.next).toBe('3')
    expect((await read(`?limit=4&cursor=${first.next}`)).items.map(({ seq }) => seq)).toEqual([2, 1])
  })

  it('names what it speaks of, where that has a name', async () => {
    const { deps, app, read } = await openApp()
    await addClient(deps, ANNA, ['SA0001'])
    const { id } = await deps.db.selectFrom('portfolio').select('id').executeTakeFirstOrThrow()
    await deps.db.updateTable('portfolio').set({ name: '稳健一号' }).execute()
    const editor = await staffCookies(app, deps, 'editor')
    const asked = { kind: 'article', title: '市场周报', category: null, summary: null, text: '正文', publishedAt: null }
    const target = { audience: 'all', strategy: null, portfolios: [], report: null }
    const added = await asStaff<{ id: string }>(app, editor, ['POST', '/publications', { ...asked, ...target }])
    expect(added.status).toBe(201)
    for (const objectId of [id, 'export'])
      await deps.db.transaction().execute((tx) =>
        appendAudit(tx, deps, {
          actor: { kind: 'shell', id: 'lin' },
          action: 'export-accounts',
          object: { kind: 'portfolio', id: objectId },
        }),
      )
    const [exported, account, written] = (await read()).items
    expect(exported).toMatchObject({ objectId: 'export', objectName: null })
    expect(account).toMatchObject({ objectId: id, objectName: '稳健一号' })
    expect(written).toMatchObject({ action: 'edit-publication', objectName: '市场周报' })
  })

  it('is taken away as CSV without live formulas, which is an event itself', async () => {
    const { deps, app, auditor, read } = await openApp()
    await deps.db.transaction().execute((tx) =>
      appendAudit(tx, deps, {
        actor: { kind: 'shell', id: '=cmd' },
        action: 'publish-day',
        object: { kind: 'day', id: '@x' },
        detail: { note: 'a,"b"' },
      }),
    )
    const { reply } = await asStaff(app, auditor, ['GET', '/audit/export?actor=%3Dcmd'])
    expect(reply.headers['content-disposition']).toBe("attachment; filename*=UTF-8''audit-2026-01-05.csv")
    expect(reply.body).toBe(
      '\uFEFFseq,at,actor_kind,actor,action,object_kind,object,account,address,detail\r\n' +
        `3,2026-01-05T01:00:00.000Z,shell,"'=cmd",publish-day,day,"'@x",,,"{""note"":""a,\\\\""b\\\\""""}"\r\n`.replaceAll(
          '\\\\',
          '\\',
        ),
    )
    const [event] = (await read()).items
    expect(event).toMatchObject({ action: 'export-audit', actor: 'auditor', detail: { actor: '=cmd', events: 1 } })
  })
})
