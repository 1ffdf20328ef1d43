import { listPortfolios, readPortfolio } from '@sma/contract/portfolios'
import { staffListPortfolios, staffReadPortfolio } from '@sma/contract/staff-reads'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { Router } from '../../http/router'
import { dayIndex, type Books } from '../days/book'
import { selectAllPortfolios, selectClientPortfolios } from './portfolios.queries'
import { keepSummaries, knownSummaries, portfolioDay, revisionsKey } from './portfolios.service'

export function portfolioRoutes(router: Router, { db }: Pick<Deps, 'db'>, books: Books): void {
  const summaries = keepSummaries(db, books)

  router.keptRoute(
    listPortfolios,
    async ({ client }) => revisionsKey(await selectClientPortfolios(db, client)),
    async ({ client }) => {
      const owned = await selectClientPortfolios(db, client)
      return { portfolios: await Promise.all(owned.map((portfolio) => summaries.of(portfolio))) }
    },
  )

  router.keptRoute(
    staffListPortfolios,
    async ({ knownAt }) => `${revisionsKey(await selectAllPortfolios(db))} ${knownAt ?? ''}`,
    async ({ knownAt }) => {
      if (knownAt !== null) return { portfolios: await knownSummaries(db, books, knownAt) }
      const all = await selectAllPortfolios(db)
      return { portfolios: await Promise.all(all.map((portfolio) => summaries.of(portfolio))) }
    },
  )

  router.portfolioRead(
    { owner: readPortfolio, staff: staffReadPortfolio },
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      const index = dayIndex(book, query.date)
      if (index < 0) throw new AppError('no-valuation')
      return `${portfolio.id}@${book.revision} ${index}`
    },
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      return portfolioDay(book, dayIndex(book, query.date))
    },
  )
}
