/** Where each endpoint of the staff is; plain constants like endpoints.ts, apart from it so that the portal does not load them. */
import { endpoints } from './endpoints'

/** The same read for staff stands under `/staff`. */
const forStaff = <const P extends string>({ path }: { path: P }) => ({ method: 'GET', path: `/staff${path}` }) as const

export const staffEndpoints = {
  createStaffSession: { method: 'POST', path: '/staff/auth/sessions' },
  readStaffSession: { method: 'GET', path: '/staff/auth/session' },
  deleteStaffSession: { method: 'DELETE', path: '/staff/auth/session' },
  changeStaffPassword: { method: 'PUT', path: '/staff/auth/password' },
  readBoard: { method: 'GET', path: '/staff/board' },
  listFiles: { method: 'GET', path: '/staff/files' },
  uploadFiles: { method: 'POST', path: '/staff/files' },
  readFile: { method: 'GET', path: '/staff/files/:id' },
  readFileContent: { method: 'GET', path: '/staff/files/:id/content' },
  listImportJobs: { method: 'GET', path: '/staff/import-jobs' },
  readImportJob: { method: 'GET', path: '/staff/import-jobs/:id' },
  listWaitingDays: { method: 'GET', path: '/staff/days/waiting' },
  approveWaitingDays: { method: 'POST', path: '/staff/days/approvals' },
  publishApprovedDays: { method: 'POST', path: '/staff/days/publications' },
  withdrawPublishedDay: { method: 'POST', path: '/staff/days/withdrawals' },
  keepPublishedDay: { method: 'POST', path: '/staff/days/withdrawals/drop' },
  listAccountDays: { method: 'GET', path: '/staff/portfolios/:code/days' },
  readDay: { method: 'GET', path: '/staff/portfolios/:code/days/:date' },
  readDayDifferences: { method: 'GET', path: '/staff/portfolios/:code/days/:date/differences' },
  readTrail: { method: 'GET', path: '/staff/portfolios/:code/trail' },
  readTolerances: { method: 'GET', path: '/staff/portfolios/:code/tolerances' },
  setTolerance: { method: 'PUT', path: '/staff/portfolios/:code/tolerances' },
  listFindings: { method: 'GET', path: '/staff/findings' },
  listFindingOwners: { method: 'GET', path: '/staff/findings/owners' },
  exportFindings: { method: 'GET', path: '/staff/findings/export' },
  explainFindings: { method: 'POST', path: '/staff/findings/explanations' },
  reopenFindings: { method: 'POST', path: '/staff/findings/reopenings' },
  assignFindings: { method: 'POST', path: '/staff/findings/owners' },
  listSignInStops: { method: 'GET', path: '/staff/sign-in/stops' },
  clearSignInStop: { method: 'POST', path: '/staff/sign-in/clearances' },
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
