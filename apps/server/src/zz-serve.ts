import { readConfig } from './config'
import { openDeps } from './open-deps'
import { buildApp } from './app'
import { addClient, addFund, addPortfolio } from './testing/published-rows'
import { writeBook } from '../../../bench/book'
import { tokenHash } from './features/auth/secrets'
const deps = await openDeps(readConfig())
const { db } = deps
const N = 200
if (!(await db.selectFrom('portfolio').select('id').executeTakeFirst())) {
  await addClient(db, 'c')
  for (let i = 0; i < 40; i++)
    await addFund(
      db,
      `9${String(i).padStart(5, '0')}`,
      `f${i}`,
      (['fixed-income', 'equity', 'alternative', 'money'] as const)[i % 4]!,
    )
  for (let i = 0; i < N; i++)
    await addPortfolio(db, {
      code: `BE${String(i).padStart(4, '0')}`,
      launchDate: '2020-01-02',
      initialAssets: '10000000',
      clients: ['c'],
      benchmark: 'x',
    })
  await db
    .insertInto('source_file')
    .values({
      id: '01FILE',
      sha256: '0'.repeat(64),
      name: 'a',
      size: 1,
      kind: null,
      status: 'applied',
      received_at: '',
      received_by: '',
      report: null,
    })
    .execute()
  await writeBook(db, { accounts: N, years: 5, fundsHeld: 8, transactions: 600 })
}
const now = new Date()
await db
  .insertInto('client_session')
  .values({
    token_hash: tokenHash('zz' + process.pid),
    client_id: 'c',
    created_at: now.toISOString(),
    seen_at: now.toISOString(),
    expires_at: new Date(now.getTime() + 3600e3).toISOString(),
  })
  .execute()
const app = buildApp(deps)
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
