/** The small form of `npm run attack`: kills, a full disk and a race, each compared with the undisturbed work. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scenarios, writeBook, type Book, type Scenario } from '../attack/book'
import { fillDisk } from '../attack/disk'
import { mysqlMissing, newHouse } from '../attack/house'
import { killOften } from '../attack/kills'
import { raceImports } from '../attack/race'
import { ensureBuilt } from '../scripts/lib/build.mjs'

const noMysql = await mysqlMissing()
let book: Book
let works: Scenario[]

beforeAll(async () => {
  await ensureBuilt(['server'])
  book = await writeBook({ portfolios: 2, months: 0.3 })
  works = await scenarios('sqlite', book)
}, 120_000)

afterAll(async () => {
  for (const { house } of works) await house.drop()
  await book.drop()
})

describe('a house under attack', () => {
  it.each([
    [0, 8],
    [1, 8],
    [2, 4],
  ])(
    'has whole old or whole new days wherever work %i is killed, and the next run finishes it',
    async (work, runs) => {
      const { faults } = await killOften(works[work] as Scenario, { runs, seed: 7 })
      expect(faults).toEqual([])
    },
    120_000,
  )

  it('says that the disk is full, stays whole, and goes on where there is room', async ({ skip }) => {
    const { faults, runs, seen } = await fillDisk(works[1] as Scenario, 1)
    if (runs === 0) skip(seen)
    expect(faults).toEqual([])
  }, 120_000)

  it.skipIf(noMysql)(
    'publishes once where two processes import the same files on MySQL',
    async () => {
      const house = await newHouse('mysql')
      const { faults } = await raceImports('', house, { args: ['import', book.base, '--publish'], runs: 1 })
      await house.drop()
      expect(faults).toEqual([])
    },
    120_000,
  )
})
