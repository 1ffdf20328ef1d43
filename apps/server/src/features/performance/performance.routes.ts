import { readDrawdown, readFees, readNav, readPeriods, readRebalancing, readStages } from '@sma/contract/performance'
import {
  staffReadDrawdown,
  staffReadFees,
  staffReadNav,
  staffReadPeriods,
  staffReadRebalancing,
  staffReadStages,
} from '@sma/contract/staff-reads'
import type { Router } from '../../http/router'
import type { Books, PortfolioRef } from '../days/book'
import type { OpenBook } from '../days/open-book'
import { askedRange, askedWindow, windowKey } from './asked-range'
import { drawdownReply, navReply, rebalancingReply, stagesReply } from './curve.service'
import { feesReply, periodsReply } from './periods.service'

export function performanceRoutes(router: Router, books: Books): void {
  /** Requests that mean the same range share a reply. */
  const keyed = async (portfolio: PortfolioRef, key: (book: OpenBook) => string): Promise<string> => {
    const book = await books.open(portfolio)
    return `${portfolio.id}@${book.revision} ${key(book)}`
  }

  router.portfolioRead(
    { owner: readPeriods, staff: staffReadPeriods },
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

  router.portfolioRead(
    { owner: readFees, staff: staffReadFees },
    ({ portfolio, query }) => keyed(portfolio, (book) => windowKey(askedWindow(book, query))),
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      return feesReply(book, askedWindow(book, query))
    },
  )

  router.portfolioRead(
    { owner: readStages, staff: staffReadStages },
    ({ portfolio, query }) =>
      keyed(portfolio, (book) => `${windowKey(askedWindow(book, query))} ${query.frequency ?? 'month'}`),
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      return stagesReply(book, askedWindow(book, query), query.frequency ?? 'month')
    },
  )

  router.portfolioRead(
    { owner: readNav, staff: staffReadNav },
    ({ portfolio, query }) => keyed(portfolio, (book) => windowKey(askedWindow(book, query))),
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      return navReply(book, askedWindow(book, query))
    },
  )

  router.portfolioRead(
    { owner: readDrawdown, staff: staffReadDrawdown },
    ({ portfolio, query }) => keyed(portfolio, (book) => windowKey(askedWindow(book, query))),
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      return drawdownReply(book, askedWindow(book, query))
    },
  )

  router.portfolioRead(
    { owner: readRebalancing, staff: staffReadRebalancing },
    ({ portfolio, query }) => keyed(portfolio, (book) => windowKey(askedWindow(book, query))),
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio)
      return rebalancingReply(book, askedWindow(book, query))
    },
  )
}
