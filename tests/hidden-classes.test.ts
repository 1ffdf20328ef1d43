/** What reads make by the thousand shares a hidden class: one that each object gets for itself stays in memory and costs more than the object (decision 38). */
import { beforeAll, expect, it } from 'vitest'
import { runInThisContext } from 'node:vm'
import { setFlagsFromString } from 'node:v8'
import { dayIndex, keepBooks } from '../apps/server/src/features/days/book'
import { fundOn, type BookFund } from '../apps/server/src/features/days/book-facts'
import type { OpenBook } from '../apps/server/src/features/days/open-book'
import { holdingsDay } from '../apps/server/src/features/holdings/holdings.service'
import { portfolioDay } from '../apps/server/src/features/portfolios/portfolios.service'
import { forEachEngine } from '../apps/server/src/testing/engines'
import { addFunds, publishHandBook } from '../apps/server/src/testing/hand-book'

setFlagsFromString('--allow-natives-syntax')
const alike = runInThisContext('(one, other) => %HaveSameMap(one, other)') as (one: object, other: object) => boolean

/** V8 looks at what a literal is made of for a while before it makes the next one its own way. */
const TIMES = 300

forEachEngine('objects of a read', (open) => {
  let book: OpenBook
  let last: number

  beforeAll(async () => {
    const { db } = await open()
    await addFunds(db)
    const { id } = await publishHandBook(db, 'SA7001', [])
    book = await keepBooks(db, 1_000_000).open({ id, revision: 0 })
    last = dayIndex(book, undefined)
  })

  const made: Record<string, () => Promise<object | undefined> | object> = {
    'the funds of a day': () => fundOn(FUND, '2021-11-02'),
    'the classes of a day': async () => (await holdingsDay(book, last)).classes[0],
    'the day of an account': () => portfolioDay(book, last),
  }

  it.each(Object.entries(made))('share one: %s', async (_name, make) => {
    for (let time = 0; time < TIMES; time++) await make()
    const [one, other] = [await make(), await make()]
    if (!one || !other) throw new Error('the account has a day with holdings')
    expect(one).not.toBe(other)
    expect(alike(one, other)).toBe(true)
  })
})

const FUND: BookFund = { code: '110011', name: '易方达中小盘', firstClass: 'equity', laterClasses: [], priceLag: 1 }
