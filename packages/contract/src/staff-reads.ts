/** The client's reads as staff may ask them: same parameters, same reply, any account. */
import type { Endpoint, Place } from './endpoint'
import { readHoldings } from './holdings'
import { readFees, readNav, readPeriods, readStages } from './performance'
import { listPortfolios, readPortfolio } from './portfolios'
import { staffEndpoints as places } from './staff-endpoints'
import { FIGURE_READERS } from './staff-roles'
import { listTransactions } from './transactions'

type ForStaff<E extends Endpoint, P extends Place> = Omit<E, keyof Place | 'audience'> &
  P & { audience: 'staff'; roles: typeof FIGURE_READERS }

const forStaff = <E extends Endpoint, P extends Place>(endpoint: E, place: P): ForStaff<E, P> => ({
  ...endpoint,
  ...place,
  audience: 'staff',
  roles: FIGURE_READERS,
})

export const staffListPortfolios = {
  ...forStaff(listPortfolios, places.staffListPortfolios),
  summary: 'All accounts with their last published day.',
}
export const staffReadPortfolio = forStaff(readPortfolio, places.staffReadPortfolio)
export const staffReadHoldings = forStaff(readHoldings, places.staffReadHoldings)
export const staffListTransactions = forStaff(listTransactions, places.staffListTransactions)
export const staffReadPeriods = forStaff(readPeriods, places.staffReadPeriods)
export const staffReadStages = forStaff(readStages, places.staffReadStages)
export const staffReadNav = forStaff(readNav, places.staffReadNav)
export const staffReadFees = forStaff(readFees, places.staffReadFees)
