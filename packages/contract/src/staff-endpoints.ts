/** Where each endpoint of the staff is; plain constants like endpoints.ts, apart from it so that the portal does not load them. */
import { endpoints } from './endpoints'

/** The same read for staff stands under `/staff`. */
const forStaff = <const P extends string>({ path }: { path: P }) => ({ method: 'GET', path: `/staff${path}` }) as const

export const staffEndpoints = {
  createStaffSession: { method: 'POST', path: '/staff/auth/sessions' },
  readStaffSession: { method: 'GET', path: '/staff/auth/session' },
  deleteStaffSession: { method: 'DELETE', path: '/staff/auth/session' },
  changeStaffPassword: { method: 'PUT', path: '/staff/auth/password' },
  staffListPortfolios: forStaff(endpoints.listPortfolios),
  staffReadPortfolio: forStaff(endpoints.readPortfolio),
  staffReadHoldings: forStaff(endpoints.readHoldings),
  staffListTransactions: forStaff(endpoints.listTransactions),
  staffReadPeriods: forStaff(endpoints.readPeriods),
  staffReadStages: forStaff(endpoints.readStages),
  staffReadNav: forStaff(endpoints.readNav),
  staffReadFees: forStaff(endpoints.readFees),
} as const

export type StaffEndpointName = keyof typeof staffEndpoints
