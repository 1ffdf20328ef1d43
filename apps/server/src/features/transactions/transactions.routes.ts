import { staffListTransactions } from '@sma/contract/staff-reads'
import { listTransactions } from '@sma/contract/transactions'
import type { Router } from '../../http/router'
import type { Books } from '../days/book'
import { pageKey, transactionsPage, transactionsReply } from './transactions.service'

export function transactionRoutes(router: Router, books: Books): void {
  router.portfolioRead(
    { owner: listTransactions, staff: staffListTransactions },
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      return `${portfolio.id}@${book.revision} ${pageKey(transactionsPage(book, query))}`
    },
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      return transactionsReply(book, transactionsPage(book, query))
    },
  )
}
