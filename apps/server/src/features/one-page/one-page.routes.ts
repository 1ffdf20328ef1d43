import { readOnePage, readOnePagePdf } from '@sma/contract/one-page'
import { listOutlookAccounts, readOutlooks, writeOutlook } from '@sma/contract/staff-outlooks'
import { staffReadOnePage, staffReadOnePagePdf } from '@sma/contract/staff-reads'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { keepReplies } from '../../http/kept-replies'
import { keptReply } from '../../http/replies'
import type { Router } from '../../http/router'
import type { BrandDesk } from '../brand/brand-desk.service'
import { noteEvent } from '../audit/audit.service'
import { callerActor } from '../audit/caller-actor'
import { dayIndex, type Books, type PortfolioRef } from '../days/book'
import { readableUntil } from '../portfolios/seen-portfolios.service'
import { pdfName, pdfOf } from './one-page-pdf'
import { onePage } from './one-page.service'
import * as outlooks from './outlooks.service'

/** Finished pages that are kept in memory. */
const KEPT_PDF_BYTES = 8 * 1024 * 1024

export function onePageRoutes(router: Router, deps: Deps, { books, brand }: { books: Books; brand: BrandDesk }): void {
  const { db } = deps
  const pages = keepReplies(KEPT_PDF_BYTES)

  async function dayOf(portfolio: PortfolioRef, date: string | undefined) {
    const book = await books.open(portfolio)
    const index = dayIndex(book, date)
    if (index < 0) throw new AppError('no-valuation')
    const closing = { closedOn: book.master.closedOn, knownAt: portfolio.knownAt }
    const of = { index, knownAt: portfolio.knownAt, readableUntil: await readableUntil(deps, closing) }
    return { book, of, key: `${portfolio.id}@${book.revision} ${index} ${of.readableUntil ?? ''}` }
  }

  router.portfolioRead(
    { owner: readOnePage, staff: staffReadOnePage },
    async ({ portfolio, query }) => (await dayOf(portfolio, query.date)).key,
    async ({ portfolio, query }) => {
      const { book, of } = await dayOf(portfolio, query.date)
      return onePage(db, book, of)
    },
  )
  router.portfolioDownload({ owner: readOnePagePdf, staff: staffReadOnePagePdf }, async (call) => {
    const { portfolio, query } = call
    const { book, of, key } = await dayOf(portfolio, query.date)
    const { language } = query
    const house = await brand.now()
    const file = await pages.get(`${key} ${house.version} ${language} ${portfolio.knownAt ?? ''}`, async () => {
      const page = await onePage(db, book, of)
      return keptReply(await pdfOf(deps, { page, house: house.brand, language }))
    })
    const date = book.dates[of.index] ?? ''
    await noteEvent(deps, {
      actor: callerActor(call),
      action: 'export-figures',
      object: { kind: 'portfolio', id: book.master.code },
      portfolioId: portfolio.id,
      detail: { table: 'one-page', format: 'pdf', date, knownAt: portfolio.knownAt ?? null },
    })
    return { name: pdfName(book.master, date, language), file }
  })

  router.route(listOutlookAccounts, ({ staff }) => outlooks.outlookAccounts(db, staff))
  router.route(readOutlooks, ({ portfolio }) => outlooks.outlooksOf(db, portfolio.id))
  router.route(writeOutlook, async ({ portfolio, staff, body }) => {
    await outlooks.writeOutlook(deps, staff, { portfolioId: portfolio.id, ...body })
    return outlooks.outlooksOf(db, portfolio.id)
  })
}
