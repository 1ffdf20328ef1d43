import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openSqlite } from '../../db/dialect'
import { migrate } from '../../db/migrate'
import { addFunds, publishHandBook } from '../../testing/hand-book'
import { keepBooks } from './book'
import { readLatestDay } from './latest-day'

it('is read while another process writes, and does not wait for it', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'sma-latest-'))
  const file = join(dir, 'sma.db')
  const [reading, writing] = [openSqlite(file), openSqlite(file)]
  onTestFinished(async () => {
    await Promise.all([reading.close(), writing.close()])
    await rm(dir, { recursive: true })
  })
  await migrate(writing)
  await addFunds(writing.db)
  const { id } = await publishHandBook(writing.db, 'SA5001', [])
  const { revision } = await writing.db
    .selectFrom('portfolio')
    .select('revision')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  await writing.db.transaction().execute(async (tx) => {
    await tx
      .updateTable('portfolio')
      .set({ revision: revision + 1 })
      .where('id', '=', id)
      .execute()
    const latest = await readLatestDay(reading.db, keepBooks(reading.db, 1_000_000), { id, revision })
    expect(latest).toMatchObject({ revision, series: { dates: expect.arrayContaining(['2021-11-02']) } })
  })
})
