import { readContact } from '@sma/contract/contact'
import { listPortfolios, readCalendar, readPortfolio } from '@sma/contract/portfolios'
import { staffListPortfolios, staffReadCalendar, staffReadPortfolio } from '@sma/contract/staff-reads'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { CallingStaff } from '../../http/callers'
import type { Router } from '../../http/router'
import { dayIndex, type Books, type PortfolioRef } from '../days/book'
import { selectContact } from './portfolio-records.queries'
import { readableUntil, seenPortfolios } from './seen-portfolios.service'
import { selectAllPortfolios, selectAssignedPortfolios } from './portfolios.queries'
import { accountCalendar, keepSummaries, knownSummaries, portfolioDay, revisionsKey } from './portfolios.service'

export function portfolioRoutes(router: Router, deps: Pick<Deps, 'db' | 'clock' | 'config'>, books: Books): void {
  const { db } = deps
  const summaries = keepSummaries(db, books)
  const staffPortfolios = ({ seesAll, staffId }: CallingStaff) =>
    seesAll ? selectAllPortfolios(db) : selectAssignedPortfolios(db, staffId)

  router.keptRoute(listPortfolios, async ({ client }) => {
    const seen = await seenPortfolios(deps, client)
    return {
      key: revisionsKey(seen),
      make: async () => ({ portfolios: await Promise.all(seen.map((portfolio) => summaries.of(portfolio))) }),
    }
  })

  router.keptRoute(staffListPortfolios, async ({ staff, knownAt }) => {
    const all = await staffPortfolios(staff)
    return {
      key: `${revisionsKey(all)} ${knownAt ?? ''}`,
      async make() {
        if (knownAt !== null) return { portfolios: await knownSummaries(db, books, { knownAt, of: all }) }
        return { portfolios: await Promise.all(all.map((portfolio) => summaries.of(portfolio))) }
      },
    }
  })

  router.route(readContact, async ({ portfolio }) => {
    const contact = await selectContact(db, portfolio.id)
    if (!contact) throw new AppError('no-contact')
    return contact
  })

  const openUntil = async (portfolio: PortfolioRef) => {
    const book = await books.open(portfolio)
    const closing = { closedOn: book.master.closedOn, knownAt: portfolio.knownAt }
    return { book, until: await readableUntil(deps, closing) }
  }
  router.portfolioRead(
    { owner: readPortfolio, staff: staffReadPortfolio },
    async ({ portfolio, query }) => {
      const { book, until } = await openUntil(portfolio)
      const index = dayIndex(book, query.date)
      if (index < 0) throw new AppError('no-valuation')
      // The house may change for how long closed accounts are read: that is no revision of the account.
      return `${portfolio.id}@${book.revision} ${index} ${until ?? ''}`
    },
    async ({ portfolio, query }) => {
      const { book, until } = await openUntil(portfolio)
      return { ...(await portfolioDay(book, dayIndex(book, query.date))), readableUntil: until }
    },
  )

  router.portfolioRead(
    { owner: readCalendar, staff: staffReadCalendar },
    async ({ portfolio }) => `${portfolio.id}@${(await books.open(portfolio)).revision}`,
    async ({ portfolio }) => accountCalendar(await books.open(portfolio)),
  )
}
