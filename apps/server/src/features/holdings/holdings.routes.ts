import { readHoldings } from '@sma/contract/holdings'
import { staffReadHoldings } from '@sma/contract/staff-reads'
import { AppError } from '../../http/errors'
import type { Router } from '../../http/router'
import { dayIndex, type Books } from '../days/book'
import { holdingsDay } from './holdings.service'

export function holdingRoutes(router: Router, books: Books): void {
  router.portfolioRead(
    { owner: readHoldings, staff: staffReadHoldings },
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      const index = dayIndex(book, query.date)
      if (index < 0) throw new AppError('no-valuation')
      return `${portfolio.id}@${book.revision} ${index}`
    },
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      return holdingsDay(book, dayIndex(book, query.date))
    },
  )
}
