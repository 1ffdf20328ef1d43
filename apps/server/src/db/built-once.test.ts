import { expect, it } from 'vitest'
import { forEachEngine } from '../testing/engines'
import { builtOnce } from './built-once'

forEachEngine('a query built once', (open) => {
  it('answers each run by its own values, inside a transaction too', async () => {
    const { db } = await open()
    for (const code of ['F1', 'F2'])
      await db.insertInto('fund').values({ code, name: code, asset_class: null, kind: null, price_lag: 1 }).execute()
    let built = 0
    const selectFund = builtOnce({ code: '', name: '', lag: 0 }, (on, { code, name, lag }) => {
      built++
      const named = on.selectFrom('fund').select(['code', 'price_lag']).where('name', '=', name)
      return named.where('code', '=', code).where('price_lag', '=', lag)
    })
    expect(await selectFund(db, { code: 'F1', name: 'F1', lag: 1 })).toEqual([{ code: 'F1', price_lag: 1 }])
    expect(await selectFund(db, { code: 'F2', name: 'F2', lag: 1 })).toEqual([{ code: 'F2', price_lag: 1 }])
    expect(await selectFund(db, { code: 'F1', name: 'F2', lag: 1 })).toEqual([])
    expect(await selectFund(db, { code: 'F1', name: 'F1', lag: 2 })).toEqual([])
    await db.transaction().execute(async (trx) => {
      await trx.deleteFrom('fund').where('code', '=', 'F1').execute()
      expect(await selectFund(trx, { code: 'F1', name: 'F1', lag: 1 })).toEqual([])
    })
    expect(built).toBe(1)
  })
})
