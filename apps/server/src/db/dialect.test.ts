import { expect, it } from 'vitest'
import { forEachEngine } from '../testing/engines'
import { sql } from 'kysely'
import { openSqlite } from './dialect'
import { isMigrated } from './migrate'

forEachEngine('database', (open) => {
  it('keeps money as exact integers and everything else as numbers', async () => {
    const { db, database } = await open()
    expect(await isMigrated(database)).toBe(true)
    const big = 9_007_199_254_740_993n
    const portfolio = {
      id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
      code: 'SA5001',
      name: '示例',
      strategy: 'balanced',
      launch_date: '2020-10-14',
      initial_assets_e4: big,
      initial_shares_e4: -5n,
      benchmark: null,
      manager: null,
      valuation_lag: 1,
      nav_decimals: 4,
      o32_fund_no: null,
      fa_ledger_no: null,
      fa_name: null,
      revision: 1,
    }
    await db.insertInto('portfolio').values(portfolio).execute()
    expect(await db.selectFrom('portfolio').selectAll().executeTakeFirst()).toMatchObject(portfolio)
    const count = await db
      .selectFrom('portfolio')
      .select((e) => e.fn.countAll<number>().as('n'))
      .where('initial_assets_e4', '=', big)
      .executeTakeFirstOrThrow()
    expect(count.n).toBe(1)
    const found = await db.selectFrom('portfolio').select('id').where('code', '=', 'sa5001').execute()
    expect(found).toEqual([])
  })
})

it('says of a full disk that it is full, and goes on when there is room again', async () => {
  const { db, close } = openSqlite(':memory:')
  await sql`create table note (text text)`.execute(db)
  await sql`pragma max_page_count = 4`.execute(db)
  const write = (length: number) =>
    db.transaction().execute((tx) => sql`insert into note values (${'x'.repeat(length)})`.execute(tx))
  await expect(write(100_000)).rejects.toThrow('database or disk is full')
  await write(10)
  const { rows } = await sql<{ n: number }>`select count(*) as n from note`.execute(db)
  expect(rows).toEqual([{ n: 1 }])
  await close()
})
