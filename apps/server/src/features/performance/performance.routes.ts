import { readNav, readStages } from '@sma/contract/performance'
import type { Router } from '../../http/router'
import type { Books } from '../days/book'
import { askedWindow, windowKey } from './asked-range'
import { navReply, stagesReply } from './curve.service'

export function performanceRoutes(router: Router, books: Books): void {
  router.keptRoute(
    readStages,
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      return `${portfolio.id}@${book.revision} ${windowKey(askedWindow(book, query))} ${query.frequency ?? 'month'}`
    },
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      return stagesReply(book, askedWindow(book, query), query.frequency ?? 'month')
    },
  )

  router.keptRoute(
    readNav,
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      return `${portfolio.id}@${book.revision} ${windowKey(askedWindow(book, query))}`
    },
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      return navReply(book, askedWindow(book, query))
    },
  )
}
