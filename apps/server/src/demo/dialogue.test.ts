import { expect, it } from 'vitest'
import { forEachEngine } from '../testing/engines'
import { addClient, ANNA, BORIS, type Person } from '../testing/people'
import { addPerson } from '../testing/staff'
import { seedDialogue } from './dialogue'

const demoClient = ({ name, idNumber, phone }: Person, portfolioCodes: string[]) => ({
  clientNo: `C${phone}`,
  name,
  idNumber,
  phone,
  portfolioCodes,
})

forEachEngine('the dialogue of the demonstration', (open) => {
  it('is there once, however often the first start is cut off, and one account is the administrators’', async () => {
    const deps = await open()
    await addClient(deps, ANNA, ['SA0001'])
    await addClient(deps, BORIS, ['SB0001', 'SB0002'])
    await addPerson(deps, 'adviser', { roles: ['adviser'] })
    const clients = [demoClient(ANNA, ['SA0001']), demoClient(BORIS, ['SB0001', 'SB0002'])]
    for (let count = 0; count < 2; count += 1) await seedDialogue(deps, clients, 'adviser')
    const messages = await deps.db.selectFrom('message').select(['state', 'sent_at']).orderBy('sent_at').execute()
    expect(messages).toEqual([
      { state: 'answered', sent_at: '2025-12-27T01:00:00.000Z' },
      { state: 'answered', sent_at: '2026-01-01T01:00:00.000Z' },
      { state: 'answered', sent_at: '2026-01-03T01:00:00.000Z' },
      { state: 'open', sent_at: '2026-01-04T22:36:00.000Z' },
    ])
    expect(await deps.db.selectFrom('message_reply').select('id').execute()).toHaveLength(3)
    expect(await deps.db.selectFrom('reply_template').select('id').execute()).toHaveLength(2)
    const assigned = await deps.db
      .selectFrom('adviser_portfolio as a')
      .innerJoin('portfolio as p', 'p.id', 'a.portfolio_id')
      .select('p.code')
      .orderBy('p.code')
      .execute()
    expect(assigned).toEqual([{ code: 'SA0001' }, { code: 'SB0001' }])
  })
})
