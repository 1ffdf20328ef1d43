import { readFund } from '@sma/contract/funds'
import { staffReadFund } from '@sma/contract/staff-reads'
import { AppError } from '../../http/errors'
import type { Router } from '../../http/router'
import { dayIndex, type Books } from '../days/book'
import { fundPage } from './fund-page.service'

export function fundRoutes(router: Router, books: Books): void {
  router.portfolioRead(
    { owner: readFund, staff: staffReadFund },
    async ({ portfolio, params, query }) => {
      const book = await books.open(portfolio)
      const index = dayIndex(book, query.date)
      if (index < 0) throw new AppError('no-valuation')
      return `${portfolio.id}@${book.revision} ${index} ${params.fundCode}`
    },
    async ({ portfolio, params, query }) => {
      const book = await books.open(portfolio)
      return fundPage(book, dayIndex(book, query.date), params.fundCode)
    },
  )
}
