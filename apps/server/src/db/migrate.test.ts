import { Migrator, sql, type Migration } from 'kysely'
import { expect, it } from 'vitest'
import { columnTypes, openSqlite } from './dialect'
import { migrate } from './migrate'
import { portfoliosAndDays } from './migrations/0001-portfolios-and-days'
import { signIn } from './migrations/0002-sign-in'

it('0003 tells transactions of O3.2 from those of neutral files by the file they came from', async () => {
  const database = openSqlite(':memory:')
  const { db } = database
  const types = columnTypes('sqlite')
  const getMigrations = async () => ({
    '0001-portfolios-and-days': portfoliosAndDays('sqlite', types),
    '0002-sign-in': signIn('sqlite', types),
  })
  const { error } = await new Migrator({ db, provider: { getMigrations } }).migrateToLatest()
  expect(error).toBeUndefined()

  const portfolio = { code: 'A1', name: '甲', strategy: 'balanced', launch_date: '2024-01-01', revision: 1 }
  const money = { initial_assets_e4: 1n, initial_shares_e4: 1n, valuation_lag: 1, nav_decimals: 4 }
  const nothing = { benchmark: null, manager: null }
  const numbers = { o32_fund_no: null, fa_ledger_no: null, fa_name: null }
  await db
    .insertInto('portfolio')
    .values({ id: 'P', ...portfolio, ...money, ...nothing, ...numbers })
    .execute()
  // the journal came twice; the first reception was cut off before its kind was noted
  const files = { J1: null, J2: 'o32-journal', T: 'transactions' }
  for (const [id, kind] of Object.entries(files)) {
    const received = { received_at: '2024-01-03T00:00:00.000Z', received_by: 'tester', report: null }
    const file = { name: 'x', size: 1, status: 'applied' as const, sha256: id.slice(0, 1) }
    await db
      .insertInto('source_file')
      .values({ id, kind, ...file, ...received })
      .execute()
  }
  const row = {
    version: 1,
    state: 'published',
    position: 1,
    fund_code: '000001',
    operation: 'subscribe',
    source_row: 2,
  }
  const values = { amount_e4: 1_000_000n, shares_e4: null, price_e8: 100_000_000n, fee_e4: 0n }
  for (const [index, source_file_id] of ['J1', 'J2', 'T'].entries()) {
    const own = { id: `R${index}`, place: `#${index}`, portfolio_id: 'P', date: '2024-01-02', source_file_id }
    const columns = { ...own, ...row, ...values }
    await sql`insert into fund_transaction (${sql.join(Object.keys(columns).map((name) => sql.ref(name)))})
      values (${sql.join(Object.values(columns))})`.execute(db)
  }

  expect(await migrate(database)).toContain('0003-transaction-origin')
  const rows = await db.selectFrom('fund_transaction').selectAll().orderBy('id').execute()
  expect(rows.map(({ origin }) => origin)).toEqual(['o32', 'o32', 'neutral'])
  const place = { portfolio_id: 'P', date: '2024-01-02', place: '#2' }
  expect(rows[2]).toMatchObject({ id: 'R2', source_file_id: 'T', origin: 'neutral', ...place, ...row, ...values })
  await database.close()
})

it('leaves nothing of migrations that break off on SQLite, so that they can be run again', async () => {
  const { db, close } = openSqlite(':memory:')
  let breaksOff = true
  const half: Migration = {
    async up(tx) {
      await tx.schema.createTable('note').addColumn('text', 'text').execute()
      if (breaksOff) throw new Error('killed')
    },
  }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ '0001-half': half }) } })
  expect((await migrator.migrateToLatest()).error).toMatchObject({ message: 'killed' })
  breaksOff = false
  expect((await migrator.migrateToLatest()).error).toBeUndefined()
  await close()
})
