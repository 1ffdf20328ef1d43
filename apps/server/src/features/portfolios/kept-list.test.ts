/** The list of accounts is kept for all who own the same ones: what it holds must be what its key says. */
import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine } from '../../testing/engines'
import { addClient, ANNA, BORIS, signIn, type Cookies } from '../../testing/people'

const MIDNIGHT = '2026-01-05T16:00:00.000Z'
const ONE_SECOND = 1000

forEachEngine('the kept list of accounts', (open) => {
  it('shows nobody an account that came to another in the middle of a request', async () => {
    const deps = await open()
    const anna = await addClient(deps, ANNA, ['SA0001', 'SA0002'])
    const boris = await addClient(deps, BORIS)
    const { id } = await deps.db
      .selectFrom('portfolio')
      .select('id')
      .where('code', '=', 'SA0001')
      .executeTakeFirstOrThrow()
    await deps.db.insertInto('client_portfolio').values({ client_id: boris, portfolio_id: id }).execute()
    const second = deps.db.updateTable('client_portfolio').where('client_id', '=', anna).where('portfolio_id', '<>', id)
    await second.set({ starts_at: MIDNIGHT }).execute()
    deps.clock.set('2026-01-05T15:50:00.000Z')
    const first = buildApp(deps)
    const [hers, his] = [await signIn(first, deps, ANNA), await signIn(first, deps, BORIS)]

    // Midnight comes at one moment of the request after another.
    for (let before = 1; before <= 8; before += 1) {
      let now = Date.parse(MIDNIGHT) - before * ONE_SECOND
      const clock = { now: () => new Date((now += ONE_SECOND)) }
      const app = buildApp({ ...deps, clock })
      const codes = async (cookies: Cookies) => {
        const reply = await app.inject({ url: '/api/v1/portfolios', cookies })
        return reply.json<{ portfolios: { code: string }[] }>().portfolios.map(({ code }) => code)
      }
      await codes(hers)
      expect([before, await codes(his)]).toEqual([before, ['SA0001']])
    }
  })
})
