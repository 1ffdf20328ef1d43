import { readFees, readNav, readPeriods, readStages } from '@sma/contract/performance'
import type { Router } from '../../http/router'
import type { Books, PortfolioRef } from '../days/book'
import type { OpenBook } from '../days/open-book'
import { askedRange, askedWindow, windowKey } from './asked-range'
import { navReply, stagesReply } from './curve.service'
import { feesReply, periodsReply } from './periods.service'

export function performanceRoutes(router: Router, books: Books): void {
  /** Requests that mean the same range share a reply. */
  const keyed = async (portfolio: PortfolioRef, key: (book: OpenBook) => string): Promise<string> => {
    const book = await books.open(portfolio)
    return `${portfolio.id}@${book.revision} ${key(book)}`
  }

  router.keptRoute(
    readPeriods,
    ({ portfolio, query }) =>
      keyed(portfolio, (book) => {
        const { from, to } = askedRange(book, query)
        return `${from} ${to}`
      }),
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      return periodsReply(book, askedRange(book, query))
    },
  )

  router.keptRoute(
    readFees,
    ({ portfolio, query }) => keyed(portfolio, (book) => windowKey(askedWindow(book, query))),
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      return feesReply(book, askedWindow(book, query))
    },
  )

  router.keptRoute(
    readStages,
    ({ portfolio, query }) =>
      keyed(portfolio, (book) => `${windowKey(askedWindow(book, query))} ${query.frequency ?? 'month'}`),
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      return stagesReply(book, askedWindow(book, query), query.frequency ?? 'month')
    },
  )

  router.keptRoute(
    readNav,
    ({ portfolio, query }) => keyed(portfolio, (book) => windowKey(askedWindow(book, query))),
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      return navReply(book, askedWindow(book, query))
    },
  )
}
