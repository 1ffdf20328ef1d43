/** The client's reads as staff may ask them: same parameters, same reply, any account (an adviser: those assigned). */
import type { z } from 'zod'
import type { Endpoint, Place } from './endpoint'
import { exportTable } from './exports'
import { knownQuery } from './fields'
import { readFund } from './funds'
import { readHoldings } from './holdings'
import { readOnePage, readOnePagePdf } from './one-page'
import { readDrawdown, readFees, readNav, readPeriods, readRebalancing, readStages } from './performance'
import { listPortfolios, readCalendar, readPortfolio } from './portfolios'
import { staffEndpoints as places } from './staff-endpoints'
import { ACCOUNT_READERS } from './staff-roles'
import { listTransactions } from './transactions'

type ForStaff<E extends Endpoint, P extends Place> = Omit<E, keyof Place | 'audience' | 'inViews' | 'afterConsent'> &
  P & { audience: 'staff'; roles: typeof ACCOUNT_READERS }

interface PortfolioRead extends Endpoint {
  query: z.ZodObject
}

/** A portfolio's read with the instant that staff may ask for. */
type AsKnown<E extends PortfolioRead, P extends Place> = Omit<ForStaff<E, P>, 'query'> & {
  query: z.ZodIntersection<E['query'], typeof knownQuery>
}

const forStaff = <E extends Endpoint, P extends Place>(endpoint: E, place: P): ForStaff<E, P> => ({
  ...endpoint,
  ...place,
  audience: 'staff',
  roles: ACCOUNT_READERS,
})

const asKnown = <E extends PortfolioRead, P extends Place>(endpoint: E, place: P): AsKnown<E, P> => ({
  ...forStaff(endpoint, place),
  query: endpoint.query.and(knownQuery),
})

export const staffListPortfolios = {
  ...forStaff(listPortfolios, places.staffListPortfolios),
  summary: 'All accounts with their last published day; for an adviser, those assigned.',
  query: knownQuery,
}
export const staffReadPortfolio = asKnown(readPortfolio, places.staffReadPortfolio)
export const staffReadHoldings = asKnown(readHoldings, places.staffReadHoldings)
export const staffReadCalendar = asKnown(readCalendar, places.staffReadCalendar)
export const staffReadFund = asKnown(readFund, places.staffReadFund)
export const staffExportTable = asKnown(exportTable, places.staffExportTable)
export const staffListTransactions = asKnown(listTransactions, places.staffListTransactions)
export const staffReadPeriods = asKnown(readPeriods, places.staffReadPeriods)
export const staffReadStages = asKnown(readStages, places.staffReadStages)
export const staffReadNav = asKnown(readNav, places.staffReadNav)
export const staffReadFees = asKnown(readFees, places.staffReadFees)
export const staffReadDrawdown = asKnown(readDrawdown, places.staffReadDrawdown)
export const staffReadRebalancing = asKnown(readRebalancing, places.staffReadRebalancing)
export const staffReadOnePage = asKnown(readOnePage, places.staffReadOnePage)
export const staffReadOnePagePdf = asKnown(readOnePagePdf, places.staffReadOnePagePdf)
